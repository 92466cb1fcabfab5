"""P waves that are there, missing, moved, or another."""

import numpy as np
import pytest

from hfgnn.features.beats.lead import Lead
from hfgnn.features.beats.p_moment import p_moment

NUMBER, HZ, MARK = 60, 200.0, 100
TIME = (np.arange(2 * MARK + 1) - MARK) / HZ
KEEPS = np.ones(NUMBER, dtype=bool)


def wave(centre_s, width_s=0.02):
    return np.exp(-(((TIME - centre_s) / width_s) ** 2))


def measured(height=0.15, change=None, keeps=KEEPS):
    """Beats with P waves, the one in the middle changed."""
    noise = 0.01 * np.random.default_rng(0).standard_normal((NUMBER, len(TIME)))
    signal = height * wave(-0.15) + wave(0) + noise
    if change is not None:
        signal[30] += change
    return dict(p_moment(Lead.of(signal, keeps, MARK, HZ), keeps))


def test_p_waves_are_clearer_than_none():
    there, missing = measured(), measured(height=0)
    assert there["p_clear"][0] > 2 > 0 > missing["p_clear"][0]
    np.testing.assert_allclose(there["p_clear"], np.median(there["p_clear_here"]))


def test_a_beat_without_its_p_wave_stands_out():
    found = measured(change=-0.15 * wave(-0.15))
    assert found["p_unlike_here"].argmax() == 30
    assert found["p_share_here"].argmin() == 30
    assert found["p_share_here"][29] == pytest.approx(1, abs=0.15)
    assert abs(found["p_alike_here"][30]) < 0.6 < 0.9 < found["p_alike_here"][29]


def test_an_earlier_p_wave_is_found_where_it_is():
    found = measured(change=0.15 * (wave(-0.21) - wave(-0.15)))
    assert found["p_best_alike"][30] > 0.85
    assert found["p_found_s"][29] - found["p_found_s"][30] == pytest.approx(0.06, abs=0.02)


def test_a_wave_where_there_is_usually_none_is_seen():
    found = measured(change=0.2 * wave(-0.3))
    assert found["before_unusual_highest"].argmax() == 30
    assert found["before_unusual"].argmax() == 30


def test_beats_that_do_not_keep_the_pace_do_not_shape_the_usual_p_wave():
    early = np.arange(NUMBER) == 30
    change = 5 * wave(-0.15)
    spoilt = measured(change=change, keeps=KEEPS)["p_share_here"][29]
    assert measured(change=change, keeps=~early)["p_share_here"][29] == pytest.approx(1, abs=0.15)
    assert spoilt < 0.7


def test_without_a_beat_that_keeps_the_pace_values_are_finite():
    found = measured(keeps=~KEEPS)
    assert all(np.isfinite(values).all() for values in found.values())
