"""Another rate keeps shape, place and time."""

import numpy as np
import pytest

from hfgnn.data.recordings.resampling import resample
from hfgnn.types.recording import Recording


def recorded(hz, seconds=10.0, swing_hz=5.0):
    time = np.arange(round(hz * seconds)) / hz
    signal = (3 + np.sin(2 * np.pi * swing_hz * time))[:, None].astype(np.float32)
    sample = np.array([0, round(hz), len(time) - 1])
    return Recording("x", "p", signal, ("II",), float(hz), sample, np.array(["N", "V", "N"]))


@pytest.mark.parametrize(("old", "new"), [(360, 125), (100, 360), (250, 360), (257, 360)])
def test_the_signal_is_what_would_have_been_recorded_at_that_rate(old, new):
    there = resample(recorded(old), float(new))
    direct = recorded(new)
    assert there.sampling_hz == new
    assert abs(there.seconds - 10) <= 1 / new + 1e-9
    length = min(len(there.signal), len(direct.signal))
    # A quarter of a second at either end suffers from what lies beyond it.
    inner = slice(new // 4, length - new // 4)
    np.testing.assert_allclose(there.signal[inner], direct.signal[inner], atol=0.02)
    np.testing.assert_allclose(there.signal[:length], direct.signal[:length], atol=0.5)
    last = round(new * (recorded(old).sample[-1] / old))
    assert there.sample.tolist() == [0, new, min(last, len(there.signal) - 1)]
    assert there.symbol.tolist() == ["N", "V", "N"]
    assert there.signal.dtype == np.float32


def test_the_same_rate_changes_nothing():
    one = recorded(360)
    assert resample(one, 360.0) is one


def test_what_is_too_fast_for_the_new_rate_does_not_fold_back():
    fast = resample(recorded(360, swing_hz=100), 125.0)
    assert np.abs(fast.signal[125:-125] - 3).max() < 0.05
