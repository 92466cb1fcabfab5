"""PTB: the header's comments decide, and a folder is a patient."""

import numpy as np
import pytest

from hfgnn.data.infarction.ptb import PtbRecords
from hfgnn.reports.progress import progress
from hfgnn.types import DataError

REASON = "Reason for admission: "


@pytest.fixture
def root(tmp_path, write):
    for name, reason in (
        ("patient001/s0010_re", "Myocardial infarction"),
        ("patient001/s0014_re", "Myocardial infarction"),
        ("patient002/s0020_re", "Healthy control"),
        ("patient003/s0030_re", "Cardiomyopathy"),
    ):
        said = ["age: 81", "sex: female", REASON + reason]
        write(tmp_path / name, leads=("i", "ii", "v1"), sampling_hz=500, comments=said)
    write(tmp_path / "patient004/s0040_re", leads=("i", "ii"))
    return tmp_path


def read(root, window):
    return PtbRecords(root=str(root), leads=["II"], beats_per_record=12).read(window, progress)


def test_infarction_and_healthy_are_taken_and_all_others_counted(root, window):
    found = read(root, window)
    pairs = set(zip(found.beats.patient_id.tolist(), found.beats.label.tolist(), strict=True))
    assert pairs == {("patient001", 1), ("patient002", 0)}
    assert "2 of 5 records have another diagnosis, or none" in found.notes
    assert len(np.unique(found.beats.record_id)) == 3
    assert set(found.age_years.tolist()) == {81.0}


def test_a_folder_without_records_is_refused(tmp_path, window):
    with pytest.raises(DataError, match="holds no WFDB header"):
        read(tmp_path, window)
