"""The exponent is that of known noises, and that of a plain loop."""

import numpy as np
import pytest

from hfgnn.data.rr_intervals.fluctuation import fluctuation_exponent

BOXES = range(4, 17)


def by_a_loop(values, boxes):
    profile = np.cumsum(values - np.mean(values))
    fluctuations = []
    for length in boxes:
        rests = []
        for start in range(0, len(profile) - length + 1, length):
            part, time = profile[start : start + length], np.arange(length)
            rests.extend(part - np.polyval(np.polyfit(time, part, 1), time))
        fluctuations.append(np.sqrt(np.mean(np.square(rests))))
    return np.polyfit(np.log(list(boxes)), np.log(fluctuations), 1)[0]


def test_a_loop_with_lines_fitted_one_by_one_gives_the_same():
    values = np.random.default_rng(0).normal(800, 30, size=500)
    assert fluctuation_exponent(values, boxes=BOXES) == pytest.approx(by_a_loop(values, BOXES))


@pytest.mark.parametrize(("sums", "exponent"), [(0, 0.5), (1, 1.5)])
def test_noise_and_a_walk_have_the_exponents_that_theory_gives_them(sums, exponent):
    values = np.random.default_rng(1).normal(size=200_000)
    for _ in range(sums):
        values = np.cumsum(values)
    measured = fluctuation_exponent(values, boxes=range(64, 1025, 64))
    assert measured == pytest.approx(exponent, abs=0.05)


def test_a_series_shorter_than_two_boxes_has_none():
    assert np.isnan(fluctuation_exponent(np.arange(31.0), boxes=BOXES))
    assert np.isfinite(fluctuation_exponent(np.arange(32.0) % 3, boxes=BOXES))


def test_a_series_without_fluctuation_has_none():
    assert np.isnan(fluctuation_exponent(np.full(100, 800.0), boxes=BOXES))
