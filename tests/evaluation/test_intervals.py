"""Intervals of bootstrap draws and of shares."""

import numpy as np
import pytest
from scipy.stats import binomtest

from hfgnn.evaluation.intervals import estimates, interval, share
from hfgnn.types import Estimate


@pytest.mark.parametrize("found", [0, 3, 17, 20])
def test_a_share_of_patients_with_one_page_each_has_wilsons_interval(found):
    got = share(np.arange(20) < found, np.arange(20), 0.9)
    expected = binomtest(found, 20).proportion_ci(0.9, method="wilson")
    assert got.value == found / 20
    assert (got.low, got.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_more_pages_of_the_same_patients_make_nothing_surer():
    holds, group = np.arange(20) < 13, np.arange(20)
    assert share(np.tile(holds, 5), np.tile(group, 5), 0.95) == share(holds, group, 0.95)


def test_a_patient_with_many_pages_makes_it_less_sure():
    # Pages 8, 1, 1: (8 + 1 + 1)^2 / (64 + 1 + 1) = 100 / 66 effective patients.
    got = share(np.array([True] * 5 + [False] * 5), np.array([0] * 8 + [1, 2]), 0.95)
    z2, number = 1.959963985**2, 100 / 66
    half = (z2 * (0.25 / number + z2 / (4 * number**2))) ** 0.5 / (1 + z2 / number)
    assert (got.low, got.high) == pytest.approx((0.5 - half, 0.5 + half))


def test_a_share_of_nothing_does_not_exist():
    assert share(np.zeros(0, dtype=bool), np.zeros(0, dtype=int), 0.95) is None


def test_estimates_leave_out_what_cannot_be_computed():
    draws = {
        "good": np.array([0.5, 0.1, 0.9]),
        "no value": np.array([np.nan, 0.1, 0.9]),
        "no interval": np.array([0.5, np.nan, np.nan]),
    }
    assert estimates(draws, 0.5) == {"good": Estimate(0.5, pytest.approx(0.3), pytest.approx(0.7))}


def test_an_interval_is_the_percentiles_of_the_draws():
    draws = np.concatenate([[0.5], np.arange(1001) / 1000, [np.nan]])
    assert interval(draws, 0.9) == pytest.approx((0.5, 0.05, 0.95))


def test_without_any_usable_draw_there_is_no_interval():
    value, low, high = interval(np.array([0.5, np.nan, np.nan]), 0.9)
    assert value == 0.5
    assert np.isnan([low, high]).all()
