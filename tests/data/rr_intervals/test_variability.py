"""Measures of variability against values by hand and by a second way to compute them."""

import numpy as np
import pytest

from hfgnn.data.rr_intervals.series import judge
from hfgnn.data.rr_intervals.variability import (
    COLUMNS,
    deceleration_capacity,
    measure,
    of_differences,
    of_segments,
    poincare,
    triangular_index,
)


def series(values, *, ectopic=True):
    return judge(np.array(values, dtype=float), between_normal_beats=None, ectopic=ectopic)


def a_day(seed=0, minutes=60):
    generator = np.random.default_rng(seed)
    walk = np.cumsum(generator.normal(0, 2, size=minutes * 75))
    return 800 + 100 * np.tanh(walk / 100) + generator.normal(0, 20, size=len(walk))


def test_differences_by_hand():
    # Differences 10, -60, 51, over no gap: (100 + 3600 + 2601) / 3, two of three above 50 ms.
    rmssd, pnn50 = of_differences(series([800, 810, 750, 801]))
    assert rmssd == pytest.approx(np.sqrt(6301 / 3))
    assert pnn50 == pytest.approx(200 / 3)


def test_a_difference_over_a_gap_does_not_count():
    rmssd, _ = of_differences(series([800, 810, 5000, 400, 410]))
    assert rmssd == pytest.approx(10)


def test_segments_by_hand():
    # Four times 5 minutes: 500 ms with a spread of 10, then 1000 ms with one of 20, and again.
    fast, slow = [490.0, 510.0] * 300, [980.0, 1020.0] * 150
    sdann, sdnn_index = of_segments(series(fast + slow + fast + slow))
    assert sdann == pytest.approx(np.std([500, 1000, 500, 1000], ddof=1), rel=1e-2)
    assert sdnn_index == pytest.approx(15, rel=2e-2)


def test_segments_as_a_loop_over_five_minutes_gives_them():
    judged = series(a_day())
    parts = [[] for _ in range(100)]
    for end, rr in zip(judged.end_ms, judged.rr_ms, strict=True):
        parts[int((end - rr) // 300_000)].append(rr)
    whole = [part for part in parts if sum(part) >= 150_000]
    sdann, sdnn_index = of_segments(judged)
    assert sdann == pytest.approx(np.std([np.mean(part) for part in whole], ddof=1))
    assert sdnn_index == pytest.approx(np.mean([np.std(part, ddof=1) for part in whole]))


def test_a_segment_that_is_mostly_a_gap_says_nothing():
    day = a_day(minutes=30)
    lost = np.insert(day, 0, [2_900_000.0])  # the first segment that has beats has few of them
    judged = series(lost)
    assert of_segments(judged) == pytest.approx(of_segments(judged.first(1e9)), nan_ok=False)
    few = series([*([800.0] * 100), 10_000_000.0])
    assert np.isnan(of_segments(few)).all()


def test_the_triangular_index_is_the_number_by_the_highest_bin():
    # Bins of 7.8125 ms: 101 to 105 are 1, 2, 4, 2, 1 times there.
    bins = [101] + [102] * 2 + [103] * 4 + [104] * 2 + [105]
    assert triangular_index(np.array(bins) * 1000 / 128) == 10 / 4


def test_poincare_spreads_are_those_of_the_turned_points():
    judged = series(a_day())
    before, after = judged.rr_ms[:-1], judged.rr_ms[1:]
    sd1, sd2 = poincare(judged)
    assert sd1**2 == pytest.approx(np.var(after - before, ddof=1) / 2)
    assert sd1**2 + sd2**2 == pytest.approx(np.var(before, ddof=1) + np.var(after, ddof=1))
    rmssd, _ = of_differences(judged)
    assert sd1 == pytest.approx(rmssd / np.sqrt(2), rel=1e-3)


def test_deceleration_capacity_by_hand():
    # The one anchor with two intervals before it and one after is 820: (820 + 840 - 806 - 800) / 4.
    assert deceleration_capacity(series([800, 806, 820, 840])) == pytest.approx(13.5)
    # Two anchors, 10 each.
    assert deceleration_capacity(series([800, 800, 820, 820] * 2)) == pytest.approx(10)


def test_an_interval_much_longer_than_the_one_before_is_no_deceleration():
    assert np.isnan(deceleration_capacity(series([800, 800, 900, 900])))
    assert np.isnan(deceleration_capacity(series([800, 800, 820])))


def test_every_measure_of_a_day_is_a_number_in_its_place():
    judged = series(a_day())
    values = dict(zip(COLUMNS, measure(judged), strict=True))
    assert np.isfinite(list(values.values())).all()
    assert all(name.startswith("recording_") for name in COLUMNS)
    assert values["recording_mean_nn_ms"] == pytest.approx(judged.rr_ms.mean())
    assert np.exp(values["recording_log_sdnn_ms"]) == pytest.approx(judged.rr_ms.std(ddof=1))
    sd1, sd2 = poincare(judged)
    assert np.exp(values["recording_log_sd1_by_sd2"]) == pytest.approx(sd1 / sd2)
    assert values["recording_not_normal_percent"] == pytest.approx(100 * judged.not_normal_share)


def test_measures_of_normal_beats_do_not_see_ectopic_ones():
    day = a_day()
    ectopic = day.copy()
    ectopic[1000], ectopic[1001] = 450, 1150
    normal, everything = (measure(series(ectopic, ectopic=every)) for every in (False, True))
    steady = measure(series(day, ectopic=False))
    rmssd = COLUMNS.index("recording_log_rmssd_ms")
    assert normal[rmssd] == pytest.approx(steady[rmssd], abs=2e-3)
    assert everything[rmssd] > normal[rmssd] + 0.05


def test_a_heart_without_variability_has_no_logarithm_of_it():
    values = measure(series([800.0] * 2000))
    assert values[0] == 800
    assert np.isnan(values[COLUMNS.index("recording_log_sdnn_ms")])
    assert not np.isinf(values).any()


@pytest.mark.parametrize("values", [[800.0], [5000.0] * 10, [800.0, 5000.0, 810.0]])
def test_next_to_nothing_is_measured_without_a_stumble(values):
    assert measure(series(values)).shape == (len(COLUMNS),)
