"""Sample entropy as its definition counts it."""

import numpy as np
import pytest

from hfgnn.data.rr_intervals.sample_entropy import (
    PATTERN,
    TOLERANCE,
    WINDOW,
    entropy_of_windows,
    sample_entropy,
)


def by_definition(values):
    """Pairs of patterns within the tolerance, each pair compared value by value."""
    near, last = TOLERANCE * np.std(values), len(values) - PATTERN
    short = long = 0
    for one in range(last):
        for other in range(one + 1, last):
            apart = np.abs(values[one : one + PATTERN + 1] - values[other : other + PATTERN + 1])
            short += apart[:PATTERN].max() <= near
            long += apart.max() <= near
    return np.log(short / long)


def test_pairs_counted_one_by_one_give_the_same():
    values = np.random.default_rng(0).normal(800, 40, size=120).round(1)
    assert entropy_of_windows(values[None]) == pytest.approx(by_definition(values))


def test_what_repeats_itself_has_none_and_noise_has_much():
    rhythm = np.tile([700.0, 800.0, 900.0], WINDOW)
    noise = np.random.default_rng(1).normal(800, 40, size=3 * WINDOW)
    assert sample_entropy(rhythm) == pytest.approx(0, abs=1e-6)
    assert sample_entropy(noise) > 1.5


def test_windows_are_counted_together():
    windows = np.random.default_rng(2).normal(800, 40, size=(2, WINDOW))
    assert sample_entropy(windows.ravel()) == entropy_of_windows(windows)
    assert sample_entropy(np.append(windows.ravel(), 1.0)) == entropy_of_windows(windows)


def test_each_window_has_the_tolerance_of_its_own_spread():
    calm = np.random.default_rng(3).normal(800, 40, size=WINDOW)
    excited = 10 * calm
    assert entropy_of_windows(np.stack([calm, excited])) == entropy_of_windows(calm[None])


def test_less_than_a_window_or_no_match_has_no_entropy():
    assert np.isnan(sample_entropy(np.full(WINDOW - 1, 800.0)))
    assert np.isnan(entropy_of_windows(np.arange(12.0)[None]))
