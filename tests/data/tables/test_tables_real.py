"""UCI heart disease and heart failure: how many lines, what is missing, what is there twice."""

import os
from pathlib import Path

import numpy as np
import pytest

from hfgnn.config.build import build
from hfgnn.config.composed import composed
from hfgnn.data.reading import exact_copies

FOLDER = os.environ.get("HFGNN_REAL_DATA", "")

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="HFGNN_REAL_DATA does not name a folder with real data"
)

TABLES = Path(FOLDER) / "tables"
FAILURE = TABLES / "uci_heart_failure" / "heart_failure_clinical_records_dataset.csv"


@pytest.fixture
def read():
    def make(*overrides):
        return build(composed(["task=audit", *overrides]).data).read(lambda items, /, **_: items)

    return make


@pytest.fixture
def heart_disease(read):
    return read("data=heart_disease", f"data.root={TABLES / 'uci_heart_disease'}")


def test_the_four_hospitals_have_their_lines(heart_disease):
    site = list(heart_disease.attributes["site"].values())
    counts = {name: site.count(name) for name in ("cleveland", "hungarian", "switzerland", "va")}
    assert counts == {"cleveland": 303, "hungarian": 294, "switzerland": 123, "va": 200}
    assert heart_disease.refused == ()
    assert int(heart_disease.records.label.sum()) == 139 + 106 + 115 + 149


def test_missing_cholesterol_is_not_zero(heart_disease):
    values = dict(zip(heart_disease.measured.columns, heart_disease.measured.values.T, strict=True))
    assert "chol is 0 in 172 lines, which means missing" in heart_disease.notes
    assert "trestbps is 0 in 1 lines, which means missing" in heart_disease.notes
    assert int(np.isnan(values["chol"]).sum()) == 172 + 30
    assert np.nanmin(values["chol"]) == 85
    assert np.nanmin(values["trestbps"]) == 80


def test_codes_are_those_of_the_publisher(heart_disease):
    assert dict(heart_disease.measured.levels) == {
        "cp": ("1", "2", "3", "4"),
        "restecg": ("0", "1", "2"),
        "slope": ("1", "2", "3"),
        "thal": ("3", "6", "7"),
    }


def test_two_lines_are_there_twice(heart_disease):
    keep, duplicates = exact_copies(heart_disease.records)
    assert len(keep) == 918
    assert [one.file.split()[0] for one in duplicates] == ["hungarian", "va"]


def test_cleveland_alone(read):
    cohort = read(
        "data=heart_disease", f"data.root={TABLES / 'uci_heart_disease'}", "data.sites=[cleveland]"
    )
    assert len(cohort.records) == 303
    assert int((~np.isnan(cohort.measured.values).any(axis=1)).sum()) == 297


def test_heart_failure_is_read_without_the_time_of_follow_up(read):
    cohort = read("data=heart_failure", f"data.path={FAILURE}")
    assert (len(cohort.records), int(cohort.records.label.sum())) == (299, 96)
    assert len(cohort.measured.columns) == 11
    assert "time" not in cohort.measured.columns
    assert cohort.stamps == ()
    assert len(exact_copies(cohort.records)[0]) == 299


def test_heart_failure_with_the_time_is_stamped(read):
    cohort = read("data=heart_failure", f"data.path={FAILURE}", "data.keep_follow_up=true")
    assert "time" in cohort.measured.columns
    assert cohort.stamps == ("follow-up column time used as feature",)
