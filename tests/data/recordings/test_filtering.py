"""Slow and fast parts go, the rest stays where it is."""

import numpy as np
import pytest

from hfgnn.data.recordings.filtering import Band
from hfgnn.types import DataError
from hfgnn.types.recording import Recording

TIME = np.arange(3600) / 360


def recorded(*signals):
    none = np.zeros(0, dtype=np.int64)
    signal = np.column_stack(signals).astype(np.float32)
    names = tuple("abc"[: len(signals)])
    return Recording("x", "p", signal, names, 360.0, none, none.astype(str))


def swing(hz):
    return np.sin(2 * np.pi * hz * TIME)


@pytest.fixture
def band():
    return Band(low_hz=0.5, high_hz=40, order=3)


def test_what_is_within_the_band_stays_in_height_and_time(band):
    filtered = band.apply(recorded(swing(8))).signal[:, 0]
    np.testing.assert_allclose(filtered[900:-900], swing(8)[900:-900], atol=0.01)


@pytest.mark.parametrize("hz", [0.1, 90])
def test_what_is_outside_goes(band, hz):
    filtered = band.apply(recorded(swing(hz))).signal[:, 0]
    assert np.abs(filtered[900:-900]).max() < 0.05


def test_each_lead_is_filtered_for_itself(band):
    both = band.apply(recorded(swing(8), swing(3) + 5)).signal
    assert np.array_equal(both[:, 0], band.apply(recorded(swing(8))).signal[:, 0])
    assert abs(both[:, 1].mean()) < 0.05
    assert both.dtype == np.float32


def test_one_bound_or_none_can_be_left_out():
    drift = recorded(swing(8) + 5)
    assert Band(low_hz=None, high_hz=None, order=3).apply(drift) is drift
    lower = Band(low_hz=None, high_hz=20, order=3).apply(drift).signal
    assert lower.mean() == pytest.approx(5, abs=0.01)
    upper = Band(low_hz=1, high_hz=None, order=3).apply(drift).signal
    assert upper.mean() == pytest.approx(0, abs=0.01)


def test_a_bound_above_half_the_rate_takes_nothing_out():
    high = Band(low_hz=None, high_hz=200, order=3)
    drift = recorded(swing(8))
    assert high.apply(drift) is drift


def test_a_recording_shorter_than_the_filter_settles_is_filtered(band):
    short = recorded(swing(8)[:20])
    assert np.isfinite(band.apply(recorded(swing(8)[:20])).signal).all()
    assert len(band.apply(short).signal) == 20


def test_a_slow_bound_above_half_the_rate_is_refused():
    with pytest.raises(DataError, match=r"segmentation.low_hz is 200, but it must be below half"):
        Band(low_hz=200, high_hz=None, order=3).apply(recorded(swing(8)))
