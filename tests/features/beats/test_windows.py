"""Windows of neighbouring beats: every beat, in order, never across recordings."""

import numpy as np
import pytest

from hfgnn.features.beats.windows import average_windows, cut_windows
from hfgnn.types import UNKNOWN

RECORDS = np.array(["b"] * 7 + ["a"] * 2)


def test_windows_of_a_hand_written_example():
    assert cut_windows(RECORDS, length=4, stride=2).tolist() == [
        [7, 8, UNKNOWN, UNKNOWN],
        [0, 1, 2, 3],
        [2, 3, 4, 5],
        [3, 4, 5, 6],  # the last one ends with the last beat
    ]


@pytest.mark.parametrize(("length", "stride"), [(1, 1), (4, 4), (5, 3), (7, 7), (45, 15)])
def test_every_beat_is_in_a_window_and_none_crosses_recordings(length, stride):
    generator = np.random.default_rng(0)
    record_id = np.repeat(["x", "w", "y", "z"], [1, 13, 44, 90])
    record_id = record_id[generator.permutation(len(record_id))]  # records may alternate
    windows = cut_windows(record_id, length=length, stride=stride)
    assert np.unique(windows[windows != UNKNOWN]).tolist() == list(range(len(record_id)))
    for window in windows:
        rows = window[window != UNKNOWN]
        assert len(np.unique(record_id[rows])) == 1
        own = np.flatnonzero(record_id == record_id[rows[0]])
        begin = own.tolist().index(rows[0])
        assert rows.tolist() == own[begin : begin + length].tolist()  # neighbours, in order


def test_no_beats_have_no_windows():
    assert cut_windows(np.array([], dtype=str), length=45, stride=15).shape == (0, 45)


def test_a_beat_in_two_windows_gets_the_mean_and_one_in_none_gets_nothing():
    windows = np.array([[0, 1], [1, UNKNOWN]])
    probability = np.array([[[1.0, 0.0], [0.6, 0.4]], [[0.2, 0.8], [9.0, 9.0]]])
    mean = average_windows(probability, windows, 3)
    np.testing.assert_allclose(mean, [[1, 0], [0.4, 0.6], [np.nan, np.nan]])


@pytest.mark.parametrize("stride", [0, 6])
def test_a_stride_that_leaves_beats_out_is_refused(stride):
    with pytest.raises(ValueError, match=f"stride is {stride}, but it must be between 1 and"):
        cut_windows(RECORDS, length=5, stride=stride)
