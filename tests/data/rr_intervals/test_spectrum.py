"""Power of an oscillation falls into its band, as large as it is."""

import numpy as np
import pytest

from hfgnn.data.rr_intervals.series import judge
from hfgnn.data.rr_intervals.spectrum import BANDS_HZ, band_powers


def oscillating(hertz, amplitude_ms, minutes=60):
    """Intervals about 800 ms that sway at one frequency."""
    beats, now = [], 0.0
    while now < minutes * 60:
        beats.append(800 + amplitude_ms * np.sin(2 * np.pi * hertz * now))
        now += beats[-1] / 1000
    return np.array(beats)


def powers(values):
    return band_powers(judge(values, between_normal_beats=None, ectopic=True))


@pytest.mark.parametrize(("band", "hertz"), [(0, 0.02), (1, 0.1), (2, 0.25)])
def test_a_sine_has_half_its_squared_amplitude_in_its_band_and_nothing_elsewhere(band, hertz):
    measured = np.array(powers(oscillating(hertz, 30)))
    assert measured[band] == pytest.approx(30**2 / 2, rel=0.06)
    assert np.delete(measured, band).max() < 0.02 * measured[band]


def test_the_bands_follow_each_other_without_a_gap():
    assert [low for low, _ in BANDS_HZ[1:]] == [high for _, high in BANDS_HZ[:-1]]


def test_a_slow_drift_is_taken_away_in_each_segment():
    assert max(powers(np.linspace(700, 900, 5000))) < 1


def test_segments_with_a_gap_are_left_out():
    steady, loud = oscillating(0.1, 10, 20), oscillating(0.1, 10, 20)
    with_gap = np.concatenate([steady, [200_000.0], loud])
    assert powers(with_gap)[1] == pytest.approx(50, rel=0.1)


def test_a_recording_without_a_whole_segment_has_no_spectrum():
    assert np.isnan(powers(np.full(100, 800.0))).all()
    sparse = np.tile([800.0, 800.0, 6000.0], 400)
    assert np.isnan(powers(sparse)).all()
