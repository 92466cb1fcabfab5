"""Shape of beats by the usual beat of their recording."""

import numpy as np
import pytest

from hfgnn.features.beats.lead import Lead
from hfgnn.features.beats.shape import shape

HZ, MARK, SAMPLES = 100.0, 45, 91


def bump(centre, width, height):
    return height * np.exp(-(((np.arange(SAMPLES) - centre) / width) ** 2))


def recording(seed=0, number=60):
    """Beats with a P wave, a QRS and a T wave; beat 7 is broad, beat 9 has its P upside down."""
    noise = 0.02 * np.random.default_rng(seed).standard_normal((number, SAMPLES))
    usual = bump(31, 2, 0.15) + bump(MARK, 2, 1.0) + bump(70, 5, 0.3)
    signal = usual + noise
    signal[7] += bump(MARK, 6, 1.0)
    signal[9] -= bump(31, 2, 0.3)
    return signal


def measured(signal, before=None):
    keeps = np.ones(len(signal), dtype=bool)
    lead = Lead.of(signal.astype(np.float32), keeps, MARK, HZ)
    return dict(shape(lead, before))


@pytest.fixture
def before():
    return np.random.default_rng(1).uniform(0.7, 0.9, 60)


def test_each_column_is_less_its_median_over_the_recording(before):
    for name, values in measured(recording(), before).items():
        assert values.shape == (60,), name
        assert np.isfinite(values).all(), name
        assert np.median(values) == pytest.approx(0, abs=1e-12), name


def test_a_broad_beat_is_unlike_and_lasts_longer(before):
    found = measured(recording(), before)
    assert found["qrs_alike"].argmin() == 7
    assert found["qrs_away"].argmax() == 7
    assert found["qrs_duration"].argmax() == 7
    assert found["qrs_height"][7] == pytest.approx(np.log(2), abs=0.15)


def test_a_p_wave_upside_down_is_seen(before):
    found = measured(recording(), before)
    assert found["p_like_sinus"].argmin() == 9
    assert found["p_lowest"].argmin() == 9
    assert found["p_share_of_sinus"][9] < -1  # the usual share is a little below 1


def test_gain_and_offset_of_the_recorder_leave_the_columns(before):
    signal = recording()
    plain, changed = measured(signal, before), measured(3 * signal + 5, before)
    for name, values in plain.items():
        np.testing.assert_allclose(changed[name], values, atol=0.02, err_msg=name)


def test_without_intervals_nothing_is_compared_with_a_sinus_beat(before):
    names = set(measured(recording(), before)) - set(measured(recording()))
    assert {"p_like_sinus", "p_share_of_sinus", "p_rank"} <= names
    assert "p_like_previous" in measured(recording())


def test_windows_from_the_mark_on_are_compared_as_a_whole():
    signal = recording()[:, MARK:]
    lead = Lead.of(signal.astype(np.float32), np.ones(60, dtype=bool), 0, HZ)
    assert set(dict(shape(lead, None))) == {"whole_alike", "whole_away"}
