"""What is wrong with published data: copies and shortcuts among ECG pages, follow-up times."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from hfgnn.audits.columns import find_columns
from hfgnn.audits.copies import EXACT_COPIES, PATIENT_IN_CLASSES, REPEATED_CLASS, find_copies
from hfgnn.audits.outcome import OUTCOME_COLUMN
from hfgnn.audits.outcome_names import outcome_reason
from hfgnn.audits.probe import Probe
from hfgnn.audits.shortcuts import find_shortcuts
from hfgnn.audits.table import Table
from hfgnn.data.ecg_images import EcgImages
from hfgnn.types import Severity

FOLDER = os.environ.get("HFGNN_REAL_DATA", "")

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="HFGNN_REAL_DATA does not name a folder with real data"
)

PROBE = Probe(
    folds=5,
    components=20,
    penalty=0.1,
    resamples=500,
    permutations=30,
    confidence=0.95,
    seed=0,
)
CROP = [0.0136, 0.1845, 0.9806, 0.9574]


@pytest.fixture(scope="module")
def cohort():
    source = EcgImages(
        root=str(Path(FOLDER) / "ecg_images"),
        positive=["mi", "post_mi", "abnormal"],
        crop=CROP,
        min_side_px=100,
        max_megapixels=100,
        manifest="manifest.csv",
        patient_columns=["printed_id"],
        patient_pattern=None,
        near_duplicate_bits=60,
    )
    return source.read(lambda items, /, **_: items)


@pytest.fixture(scope="module")
def shortcuts(cohort):
    return find_shortcuts(
        cohort.records, crop=cohort.crop, probe=PROBE, progress=lambda items, /, **_: items
    )


def test_all_surplus_names_and_shared_ids_of_the_pages_are_named(cohort):
    findings = {finding.name: finding for finding in find_copies(cohort.records, pairs=[])}
    assert set(findings) == {EXACT_COPIES, REPEATED_CLASS, PATIENT_IN_CLASSES}
    copies = findings[EXACT_COPIES]
    assert "255 names are only 112 different files: 143 names" in copies.what
    assert len(set(copies.where)) == 143
    assert "mi 95 names of 12 files (7.9 times)" in findings[REPEATED_CLASS].what
    with (Path(FOLDER) / "ecg_images" / "manifest.csv").open() as lines:
        classes = {}
        for row in csv.DictReader(lines):
            classes.setdefault(row["printed_id"], set()).add(row["label"])
    shared = tuple(sorted(name for name, own in classes.items() if len(own) > 1))
    assert findings[PATIENT_IN_CLASSES].where == shared
    assert len(shared) == 13


def test_every_shortcut_of_the_pages_has_its_number(shortcuts):
    told = {(one.name, one.target): one for one in shortcuts.results}
    assert {one.num_rows for one in told.values()} == {112}
    assert not any(name == "the image size" for name, _ in told)  # all are 2213x1572
    assert told["the trace area", "the class"].is_above_chance
    assert told["the colours with the ink", "the class"].auroc.value == pytest.approx(0.74, abs=0.1)
    assert told["the header", "the label"].auroc.value < 0.75


def test_the_colours_tell_the_class_and_no_shortcut_is_called_a_leak(shortcuts):
    named = {finding.where[0] for finding in shortcuts.findings}
    assert "the colours with the ink" in named
    assert all(finding.severity is not Severity.leak for finding in shortcuts.findings)


def test_the_follow_up_time_of_the_heart_failure_records_is_the_only_finding():
    name = "heart_failure_clinical_records_dataset.csv"
    path = Path(FOLDER) / "tables" / "uci_heart_failure" / name
    with path.open() as lines:
        rows = list(csv.DictReader(lines))
    label = np.array([int(row.pop("DEATH_EVENT")) for row in rows])
    values = np.array([[float(value) for value in row.values()] for row in rows])
    table = Table(values, tuple(rows[0]), label, np.arange(len(rows)))
    (finding,) = find_columns(table, limit=0.95, probe=PROBE)
    assert (finding.name, finding.severity) == (OUTCOME_COLUMN, Severity.leak)
    assert finding.where == ("time",)
    (evidence,) = finding.evidence
    assert evidence.leaking.value == pytest.approx(0.876, abs=0.02)
    assert evidence.clean.value == pytest.approx(0.786, abs=0.02)


def test_the_follow_up_columns_of_the_chronic_patients_are_known_by_name():
    path = Path(FOLDER) / "tables" / "music" / "subject-info.csv"
    with path.open(encoding="latin-1") as lines:
        columns = next(csv.reader(lines, delimiter=";"))
    assert [name for name in columns if outcome_reason(name)] == [
        "Follow-up period from enrollment (days)",
        "days_4years",
        "Exit of the study",
        "Cause of death",
    ]
