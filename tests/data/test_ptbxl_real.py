"""Records 1-500 of PTB-XL: how many there are of which class, and which of them are copies."""

import os
from pathlib import Path

import numpy as np
import pytest

from hfgnn.data.alike import alike, kept_together
from hfgnn.data.ptbxl import Ptbxl
from hfgnn.data.reading import exact_copies
from hfgnn.features.clinical.recorded import Recorded
from hfgnn.features.recording.measured import RHYTHM
from hfgnn.features.recording.rhythm import Rhythm

FOLDER = os.environ.get("HFGNN_REAL_DATA", "")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="HFGNN_REAL_DATA does not name a folder with real data"
)


def silent(items, /, **_):
    return items


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    source = Ptbxl(
        root=str(Path(FOLDER) / "ptbxl"),
        positive=["MI"],
        least_likelihood=0,
        sampling_hz=100,
        max_gap_s=0.1,
        max_flat_s=5,
        crop=None,
        min_side_px=100,
        max_megapixels=100,
        near_duplicate_bits=60,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HFGNN_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        return source.read(silent)


def test_all_recordings_of_both_sides_are_read(cohort):
    names, counts = np.unique(cohort.records.class_name, return_counts=True)
    assert dict(zip(names.tolist(), counts.tolist(), strict=True)) == {"MI": 73, "NORM": 290}
    assert (cohort.refused, cohort.stamps) == ((), ())
    assert cohort.source.endswith("137 of the 500 listed are neither and left out")
    assert len(set(cohort.records.patient_id.tolist())) == 349


def test_two_recordings_are_there_twice(cohort):
    _, duplicates = exact_copies(cohort.records)
    assert [(one.file[-8:], one.copy_of[-8:]) for one in duplicates] == [
        ("00457_lr", "00456_lr"),
        ("00460_lr", "00459_lr"),
    ]


def test_one_signal_under_two_patients_stays_on_one_side(cohort):
    pairs = alike(cohort.records, bits=60, progress=silent)
    names = cohort.records.record_id.tolist()
    one, other = (names.index(f"records100/00000/00{number}_lr") for number in (145, 463))
    assert (one, other) in pairs
    patients = cohort.records.patient_id
    assert patients[one] != patients[other]
    group = kept_together(cohort.records, pairs).group
    assert group[one] == group[other]


def test_age_is_known_of_nearly_all_and_sex_of_all(cohort):
    source = Recorded(columns=["age_years", "sex_female"], attributes=cohort.attributes)
    values = source.numbers(cohort.records, seed=0, per_row=False).values
    assert 0 < np.isnan(values[:, 0]).sum() < 5
    assert not np.isnan(values[:, 1]).any()
    label = cohort.records.label
    age = values[:, 0]
    assert np.nanmean(age[label == 1]) > np.nanmean(age[label == 0]) + 10


def test_the_rhythm_of_every_recording_is_plausible(cohort):
    source = Rhythm(shape=False, max_gap_s=0.1, max_flat_s=5)
    values = source.numbers(cohort.records, cohort, progress=silent).values
    assert np.isfinite(values).all()
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95], axis=0)
    for name, least, usual, most in (
        ("mean_rr_s", 0.55, (0.8, 0.95), 1.3),
        ("qrs_s", 0.05, (0.07, 0.1), 0.13),
        ("axis_degrees", -90, (0, 60), 100),
    ):
        column = RHYTHM.index(name)
        assert least < low[column] < high[column] < most
        assert usual[0] < middle[column] < usual[1]
