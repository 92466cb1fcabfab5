"""Artefacts and ectopic beats are found by fixed rules."""

import numpy as np
import pytest

from hfgnn.data.rr_intervals.series import judge


def series(values, *, marks=None, ectopic=True):
    return judge(np.array(values, dtype=float), between_normal_beats=marks, ectopic=ectopic)


def test_only_what_can_be_a_heartbeat_to_the_next_is_in_range():
    judged = series([299, 300, 800, 2000, 2001])
    assert judged.in_range.tolist() == [False, True, True, True, False]
    assert judged.counted.tolist() == judged.in_range.tolist()


def test_an_early_beat_and_the_pause_after_it_are_not_between_normal_beats():
    judged = series([800] * 8 + [500, 1100] + [800] * 8, ectopic=False)
    assert np.flatnonzero(~judged.normal).tolist() == [8, 9]
    assert judged.counted.tolist() == judged.normal.tolist()
    assert judged.not_normal_share == pytest.approx(2 / 18)


def test_a_change_of_a_fifth_is_still_normal_and_more_is_not():
    steady = [1000] * 10
    assert series([*steady, 1200, *steady]).normal.all()
    assert not series([*steady, 1201, *steady]).normal[10]
    assert not series([*steady, 799, *steady]).normal[10]


def test_gaps_do_not_move_the_median_of_their_neighbours():
    gaps = [90_000] * 6
    assert series([*gaps, 800, *gaps]).normal.sum() == 1


def test_marks_take_away_what_the_rule_would_keep():
    marks = np.array([True, False, True])
    assert series([800, 800, 800], marks=marks).normal.tolist() == [True, False, True]


def test_successive_intervals_have_nothing_between_them():
    before, after = series([800, 810, 5000, 820, 830, 840]).successive
    assert before.tolist() == [800, 820, 830]
    assert after.tolist() == [810, 830, 840]


def test_time_runs_on_through_gaps():
    judged = series([1000, 5000, 1000])
    assert judged.end_ms.tolist() == [1000, 6000, 7000]
    assert judged.hours == pytest.approx(7 / 3600)
    assert judged.filled_hours == pytest.approx(2 / 3600)


def test_the_first_hours_end_with_the_last_beat_within_them():
    judged = series([1000] * 7200)
    first = judged.first(1)
    assert len(first.rr_ms) == len(first.counted) == 3600
    assert judged.first(0.9999).end_ms[-1] == 3_599_000


def test_without_any_interval_in_range_nothing_is_known_of_ectopic_beats():
    assert np.isnan(series([5000, 5000]).not_normal_share)
