"""Gaps and flat lines, counted by hand."""

import numpy as np
import pytest

from hfgnn.data.recordings.gaps import Broken, check_alive, fill_gaps, longest_run


@pytest.mark.parametrize(
    ("pattern", "longest"), [("", 0), ("0", 0), ("1", 1), ("0110111", 3), ("1110", 3), ("0001", 1)]
)
def test_the_longest_run_is_counted(pattern, longest):
    assert longest_run(np.array([one == "1" for one in pattern], dtype=bool)) == longest


def test_gaps_are_bridged_by_straight_lines_and_ends_by_what_is_nearest():
    signal = np.arange(40, dtype=np.float32)[:, None].repeat(2, axis=1)
    signal[10:12, 0] = [np.nan, np.inf]
    signal[39, 1] = np.nan
    filled, missing = fill_gaps(signal, ["a", "b"], longest=2)
    assert missing == 3
    assert filled[:, 0].tolist() == list(range(40))
    assert filled[-2:, 1].tolist() == [38, 38]
    assert np.isnan(signal[10, 0])  # what was given stays as it is


def test_without_gaps_the_signal_is_the_same():
    signal = np.ones((4, 1), np.float32)
    assert fill_gaps(signal, ["a"], longest=0) == (signal, 0)


def test_a_run_of_so_many_samples_is_still_accepted():
    signal = np.arange(20, dtype=np.float32)[:, None]
    signal[5:10] = 3
    check_alive(signal, ["a"], longest=5)
    with pytest.raises(Broken, match="lead a is a flat line for 5 samples"):
        check_alive(signal, ["a"], longest=4)
