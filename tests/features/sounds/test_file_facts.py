"""What a file gives away: its length, peak, offset and clipping, and nothing that a murmur adds."""

import numpy as np
import pytest

from hfgnn.features.sounds.file_facts import COLUMNS, file_facts

TIME = np.arange(4000) / 2000
BEATS = (0.5 * np.sin(2 * np.pi * 50 * TIME) * (np.sin(2 * np.pi * TIME) > 0.7)).astype(np.float32)


def facts(signal):
    return dict(zip(COLUMNS, file_facts([signal], 2000)[0].tolist(), strict=True))


def test_length_peak_and_offset_are_what_they_are():
    found = facts(np.tile(np.array([0.5, -0.5], dtype=np.float32), 2000) + np.float32(0.1))
    assert found["log_seconds"] == pytest.approx(np.log(2))
    assert found["peak_db"] == pytest.approx(-6.02, abs=0.01)
    assert found["offset_share"] == pytest.approx(0.2, abs=1e-4)


def test_clipped_samples_are_counted():
    clipped = np.clip(2 * BEATS, -0.6, 0.6)
    assert facts(clipped)["clipped_share"] > 10 * facts(BEATS)["clipped_share"]


def test_a_murmur_between_the_sounds_changes_nothing():
    quiet = BEATS == 0
    noise = np.random.default_rng(0).choice([-0.1, 0.1], size=4000)
    with_murmur = BEATS + (quiet * noise).astype(np.float32)
    before, after = facts(BEATS), facts(with_murmur)
    assert all(after[name] == pytest.approx(before[name], abs=0.05) for name in COLUMNS)
