"""Windows, compared with what can be cut by hand."""

import numpy as np
import pytest

from hfgnn.data.recordings.windows import FixedWindow, KaggleWindow

UNFILTERED = {"low_hz": None, "high_hz": None, "order": 2}


@pytest.fixture
def fixed():
    return FixedWindow(sampling_hz=100, before=2, after=3, **UNFILTERED)


@pytest.fixture
def kaggle():
    return KaggleWindow(sampling_hz=10, samples=6, stretch_s=2, rr_intervals=1.2, **UNFILTERED)


def test_a_fixed_window_lies_around_the_mark_in_every_lead(fixed):
    signal = np.column_stack([np.arange(10), 100 + np.arange(10)]).astype(np.float32)
    windows, fits = fixed.cut(signal, np.array([4, 5]))
    assert fits.tolist() == [True, True]
    assert windows.dtype == np.float32
    assert windows.tolist() == [
        [[2, 3, 4, 5, 6, 7], [102, 103, 104, 105, 106, 107]],
        [[3, 4, 5, 6, 7, 8], [103, 104, 105, 106, 107, 108]],
    ]


def test_a_fixed_window_may_touch_an_end_but_not_leave_it(fixed):
    signal = np.arange(10, dtype=np.float32)[:, None]
    windows, fits = fixed.cut(signal, np.array([1, 2, 6, 7]))
    assert fits.tolist() == [False, True, True, False]
    assert windows[:, 0, 0].tolist() == [0, 4]
    assert windows[:, 0, -1].tolist() == [5, 9]


def test_a_kaggle_window_begins_at_the_mark_and_keeps_so_many_median_intervals(kaggle):
    # One stretch of 20 samples from 0 to 4 mV; intervals 3, 3, 4: median 3, so 3.6 = 4 are kept.
    signal = np.zeros((20, 1), dtype=np.float32)
    signal[:, 0] = [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4]
    windows, fits = kaggle.cut(signal, np.array([2, 5, 8, 12]))
    assert fits.tolist() == [True] * 4
    assert windows[:, 0].tolist() == [
        [0.5, 0.75, 1, 0, 0, 0],
        [0, 0.25, 0.5, 0.75, 0, 0],
        [0.75, 1, 0, 0.25, 0, 0],
        [0.5, 0.75, 1, 0, 0, 0],
    ]


def test_each_stretch_has_its_own_scale_and_its_own_median(kaggle):
    signal = np.tile(np.arange(20, dtype=np.float32), 2)[:, None]
    signal[20:] *= 10
    marks = np.array([1, 4, 7, 20, 22, 24, 26])
    windows, _ = kaggle.cut(signal, marks)
    np.testing.assert_allclose(windows[0, 0], [1 / 19, 2 / 19, 3 / 19, 4 / 19, 0, 0], rtol=1e-6)
    np.testing.assert_allclose(windows[4, 0], [2 / 19, 3 / 19, 0, 0, 0, 0], rtol=1e-6)


def test_a_beat_whose_kept_part_leaves_the_recording_does_not_fit(kaggle):
    signal = np.arange(20, dtype=np.float32)[:, None]
    _, fits = kaggle.cut(signal, np.array([10, 13, 16, 17]))
    assert fits.tolist() == [True, True, True, False]


def test_the_kept_part_is_never_longer_than_the_window(kaggle):
    signal = np.arange(40, dtype=np.float32)[:, None] + 1
    windows, fits = kaggle.cut(signal, np.array([1, 11, 34]))
    assert fits.tolist() == [True, True, True]
    assert (windows[:2] > 0).all()


def test_a_stretch_with_one_interval_or_none_takes_what_there_is(kaggle):
    signal = np.arange(60, dtype=np.float32)[:, None] % 7
    marks = np.array([2, 5, 8, 30, 45, 49])  # the second stretch has no interval of its own
    windows, fits = kaggle.cut(signal, marks)
    assert fits.all()
    # Median of all intervals, 3, 3, 22, 15, 4, is 4: 4.8 = 5 samples from 30 on.
    assert windows[3, 0, 5] == 0
    assert windows[3, 0, 4] > 0


def test_the_rest_of_a_stretch_belongs_to_the_last_one(kaggle):
    signal = np.arange(28, dtype=np.float32)[:, None]
    windows, _ = kaggle.cut(signal, np.array([3, 6, 21]))
    assert windows[2, 0, 0] == pytest.approx(21 / 27)


def test_a_flat_stretch_is_zero_and_no_beat_gives_no_window(kaggle, fixed):
    flat = np.ones((20, 1), dtype=np.float32)
    assert not kaggle.cut(flat, np.array([2, 5]))[0].any()
    for window, width in ((kaggle, 6), (fixed, 6)):
        windows, fits = window.cut(flat, np.zeros(0, dtype=np.int64))
        assert windows.shape == (0, 1, width)
        assert len(fits) == 0
