"""Twelve leads obey Einthoven, and look like a heart."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.data.heart import Heart, draw_heart
from hfgnn.data.leads import LEADS, derive_leads, record_leads

SAMPLING_HZ = 500
SECONDS = 10

CALM = Heart(
    rate_bpm=60,
    rate_variability=0,
    pr_ms=160,
    qrs_ms=90,
    qtc_ms=400,
    left_block=0,
    r_mv=1.5,
    t_fraction=1,
    st_mv=0,
    p_mv=0.12,
    axis_degrees=0,
    rotation_degrees=0,
    fibrillation_mv=0,
    ectopic_fraction=0,
    ectopic_degrees=0,
    breaths_per_min=15,
    breathing_fraction=0,
    wander_mv=0,
    muscle_mv=0,
)


def record(heart, seed=0):
    """Lead name to samples in mV."""
    generator = np.random.default_rng(seed)
    leads = record_leads(heart, SECONDS, sampling_hz=SAMPLING_HZ, generator=generator)
    return dict(zip(LEADS, leads, strict=True))


def peaks(lead, *, above):
    """Samples of the local maxima above this voltage."""
    inner = lead[1:-1]
    return 1 + np.flatnonzero((inner > lead[:-2]) & (inner >= lead[2:]) & (inner > above))


def width_ms(lead):
    """Longest time for which the lead is beyond a third of its largest value."""
    beyond = np.append(np.abs(lead) > np.abs(lead).max() / 3, False)
    ends = np.flatnonzero(~beyond)
    return np.diff(ends).max() * 1000 / SAMPLING_HZ


@pytest.mark.parametrize("heart", [CALM, replace(CALM, wander_mv=0.1, muscle_mv=0.05)])
def test_the_limb_leads_obey_einthoven(heart):
    leads = record(heart)
    assert np.allclose(leads["I"] + leads["III"], leads["II"], atol=1e-5)
    assert np.allclose(leads["aVR"] + leads["aVL"] + leads["aVF"], 0, atol=1e-5)
    assert np.allclose(leads["aVF"], (leads["II"] + leads["III"]) / 2, atol=1e-5)


def test_leads_are_derived_from_eight():
    independent = np.arange(8.0)[:, None]
    expected = [0, 1, 1, -0.5, -0.5, 1, 2, 3, 4, 5, 6, 7]
    assert derive_leads(independent)[:, 0].tolist() == expected


def test_a_recording_has_twelve_leads_of_the_length_asked_for():
    leads = record_leads(CALM, 2.5, sampling_hz=200, generator=np.random.default_rng(0))
    assert leads.shape == (12, 500)
    assert leads.dtype == np.float32


@pytest.mark.parametrize("severity", [0.0, 0.7, 1.0])
def test_without_effect_the_trace_is_the_same_to_the_last_bit(severity):
    def trace(severity):
        generator = np.random.default_rng(5)
        heart = draw_heart(severity, 0.0, generator=generator)
        return record_leads(heart, SECONDS, sampling_hz=SAMPLING_HZ, generator=generator)

    assert trace(severity).tobytes() == trace(0.2).tobytes()


def test_with_effect_the_trace_depends_on_severity():
    mild, severe = (
        draw_heart(severity, 1.0, generator=np.random.default_rng(5)) for severity in (0.1, 0.9)
    )
    assert not np.allclose(record(mild)["V5"], record(severe)["V5"], atol=0.05)


def test_voltages_are_those_of_a_healthy_adult():
    leads = record(CALM)
    assert 1.0 < leads["V5"].max() < 2.5
    assert leads["V1"].min() < -0.5
    assert leads["V1"].max() < -leads["V1"].min()
    assert leads["aVR"].min() < -0.5
    resting = peaks(leads["V5"], above=0.15)
    t_waves = leads["V5"][resting][leads["V5"][resting] < 0.8]
    assert len(t_waves) > 5
    assert 0.2 <= t_waves.max() <= 0.5


@pytest.mark.parametrize("rate_bpm", [50, 75, 120])
def test_beats_come_at_the_rate_of_the_heart(rate_bpm):
    lead = record(replace(CALM, rate_bpm=rate_bpm))["V5"]
    intervals = np.diff(peaks(lead, above=0.8)) / SAMPLING_HZ
    assert np.allclose(intervals, 60 / rate_bpm, atol=0.005)


def test_p_comes_before_r_and_vanishes_in_fibrillation():
    lead = record(CALM)["II"]
    r_peaks = peaks(lead, above=0.6)
    p_peak = lead[r_peaks[2] - 110 : r_peaks[2] - 50]
    assert 0.06 < p_peak.max() < 0.25
    fibrillating = record(replace(CALM, fibrillation_mv=1e-9))["II"]
    r_peaks = peaks(fibrillating, above=0.6)
    assert np.abs(fibrillating[r_peaks[2] - 110 : r_peaks[2] - 50]).max() < 0.03


def test_fibrillation_makes_the_rhythm_irregular():
    lead = record(replace(CALM, fibrillation_mv=0.05))["V5"]
    assert np.diff(peaks(lead, above=0.8)).std() / SAMPLING_HZ > 0.08


def test_qrs_is_wider_where_the_heart_says_so():
    narrow, wide = (record(replace(CALM, qrs_ms=width))["V5"] for width in (80, 150))
    assert width_ms(wide) > 1.5 * width_ms(narrow)


def test_left_bundle_branch_block_turns_v1_down_and_t_over():
    leads = record(replace(CALM, left_block=1, qrs_ms=150))
    assert leads["V1"].max() < 0.6 < -leads["V1"].min()
    assert leads["V6"].max() > 0.5
    assert leads["V6"].min() < -0.1


def test_an_early_beat_is_followed_by_a_full_pause():
    lead = record(replace(CALM, ectopic_fraction=0.3, ectopic_degrees=30), seed=0)["V5"]
    intervals = np.diff(peaks(lead, above=0.5)) / SAMPLING_HZ
    early = np.flatnonzero(intervals < 0.8)
    early = early[early + 1 < len(intervals)]
    assert len(early) > 0
    assert np.allclose(intervals[early] + intervals[early + 1], 2.0, atol=0.02)


def test_noise_is_as_strong_as_the_heart_says():
    silent, noisy = record(CALM), record(replace(CALM, muscle_mv=0.05))
    assert 0.03 < (noisy["V3"] - silent["V3"]).std() < 0.07
