"""The Kaggle files: every beat is read, and nobody is known."""

import numpy as np
import pytest

from hfgnn.data.infarction.table import InfarctionTable
from hfgnn.data.recordings.windows import KaggleWindow
from hfgnn.reports.progress import progress
from hfgnn.types import DataError

WINDOW = KaggleWindow(
    sampling_hz=125, samples=5, stretch_s=10, rr_intervals=1.2, low_hz=None, high_hz=None, order=3
)


def read(folder, **files: str):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    names = [f"{name}.csv" for name in files]
    return InfarctionTable(root=str(folder), files=names, leads=["II"]).read(WINDOW, progress)


def test_every_line_is_a_beat_of_a_patient_of_its_own(tmp_path):
    found = read(tmp_path, normal="1,0.5,0,0,0,0\n1,0.4,0,0,0,0\n", abnormal="0.9,0.5,0.1,0,0,1\n")
    assert found.beats.label.tolist() == [0, 0, 1]
    assert found.beats.signal.shape == (3, 1, 5)
    assert len(np.unique(found.beats.group)) == 3
    assert found.stamps == ("patients unknown",)
    assert not found.patients_known


def test_one_class_alone_is_refused(tmp_path):
    with pytest.raises(DataError, match="no beat is of the class infarction"):
        read(tmp_path, normal="1,0.5,0,0,0,0\n")


def test_a_line_with_a_column_too_few_is_refused(tmp_path):
    with pytest.raises(DataError, match="line 2 has 5 columns"):
        read(tmp_path, normal="1,0.5,0,0,0,0\n1,0.5,0,0,0\n")
