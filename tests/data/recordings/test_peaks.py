"""R peaks that nobody marked."""

import numpy as np
import pytest

from hfgnn.data.recordings.peaks import find_peaks, mark_peaks
from hfgnn.data.recordings.resampling import resample
from hfgnn.data.recordings.simulated_records import SimulatedRecords
from hfgnn.types.recording import Recording


@pytest.fixture(scope="module")
def records():
    source = SimulatedRecords(
        patients=8, minutes=0.5, paced=1, sampling_hz=360, num_leads=2, cohort_seed=3
    )
    return source.read(lambda items, /, **_: items).recordings


def found(truth, peaks, within):
    """How many beats have a peak near, and how many peaks a beat."""
    near = np.abs(np.subtract.outer(truth, peaks)) <= within
    return int(near.any(axis=1).sum()), int(near.any(axis=0).sum())


@pytest.mark.parametrize("sampling_hz", [100.0, 360.0, 500.0])
@pytest.mark.parametrize("num_leads", [1, 2])
def test_simulated_beats_are_found_at_every_rate(records, sampling_hz, num_leads):
    beats = hits = peaks = 0
    for record in records:
        one = resample(record, sampling_hz)
        marked = find_peaks(one.signal[:, :num_leads], sampling_hz)
        inner = one.sample[(one.sample > 30) & (one.sample < len(one.signal) - 30)]
        found_beats, true_peaks = found(inner, marked, round(0.06 * sampling_hz))
        beats, hits, peaks = beats + len(inner), hits + found_beats, peaks + len(marked)
        assert len(marked) - true_peaks <= 3  # beats at the ends, which are not counted
    assert hits >= 0.98 * beats
    assert peaks <= 1.05 * beats


def test_height_and_direction_do_not_matter(records):
    one = records[0]
    peaks = find_peaks(one.signal, 360).tolist()
    assert find_peaks(-0.01 * one.signal, 360).tolist() == peaks


def test_peaks_become_marks_without_a_name(records):
    marked = mark_peaks(records[0])
    assert marked.sample.tolist() == find_peaks(records[0].signal, 360).tolist()
    assert set(marked.symbol.tolist()) == {""}
    assert marked.record_id == records[0].record_id


def test_a_beat_at_an_end_is_found(records):
    for one in records:
        begin, end = int(one.sample[3]) - 20, int(one.sample[18]) + 20
        peaks = find_peaks(one.signal[begin:end], 360) + begin
        assert found(one.sample[[3, 18]], peaks, 20)[0] == 2


def test_a_burst_of_noise_does_not_hide_the_beats_around_it(records):
    one = records[0]
    noisy = one.signal.copy()
    noisy[5400:5760] += 20 * np.random.default_rng(0).standard_normal((360, 2)).astype(np.float32)
    clean = find_peaks(one.signal, 360)
    away = clean[(clean < 4000) | (clean > 7200)]
    assert found(away, find_peaks(noisy, 360), 20)[0] >= len(away) - 1


def test_a_pause_is_not_filled_with_noise(records):
    one = records[0]
    generator = np.random.default_rng(0)
    silent = one.signal.copy()
    silent[3600:5040] = 0.01 * generator.standard_normal((1440, 2))
    inside = find_peaks(silent, 360)
    assert ((inside > 3700) & (inside < 4940)).sum() == 0


def test_what_is_flat_or_too_short_has_no_peak():
    assert find_peaks(np.zeros((3600, 1), np.float32), 360).tolist() == []
    assert find_peaks(np.ones((500, 1), np.float32), 360).tolist() == []
    flat = Recording(
        "x", "p", np.zeros((100, 1), np.float32), ("I",), 100.0, np.array([5]), np.array(["N"])
    )
    assert len(mark_peaks(flat).sample) == 0


def test_too_few_samples_per_second_are_refused():
    with pytest.raises(ValueError, match="the sampling rate is 40 Hz, but must be at least 50"):
        find_peaks(np.zeros((3600, 1), np.float32), 40)
