"""Paces that hold where early beats are the majority, pauses, and unsteady rhythms."""

import numpy as np
import pytest

from hfgnn.features.beats.pace import by_pauses, by_slow_pace, two_centres, unsteadiness


def slow_columns(before, after=None):
    before = np.asarray(before, dtype=float)
    return dict(by_slow_pace(before, before if after is None else np.asarray(after, dtype=float)))


def test_a_steady_heart_is_at_its_pace_by_every_measure():
    found = slow_columns(np.full(50, 0.8))
    for name, values in found.items():
        if name != "slow_share":
            np.testing.assert_allclose(values, 0, atol=1e-12, err_msg=name)


def test_a_heart_twice_as_fast_gives_the_same_numbers():
    before = np.random.default_rng(0).uniform(0.5, 1.2, 80)
    once, twice = slow_columns(before, before[::-1]), slow_columns(before / 2, before[::-1] / 2)
    for name, values in once.items():
        np.testing.assert_allclose(values, twice[name], atol=1e-12, err_msg=name)


def test_early_beats_are_early_though_they_are_most():
    before = np.where(np.arange(100) % 4 == 0, 1.2, 0.6)
    found = slow_columns(before)
    early = before == 0.6
    for name in ("previous_by_slow90", "previous_by_slow_of_21", "previous_by_slow_centre"):
        inside = found[name][11:-11]  # windows at the ends repeat their last beat
        np.testing.assert_allclose(inside[early[11:-11]], np.log(0.5), err_msg=name)
        np.testing.assert_allclose(inside[~early[11:-11]], 0, atol=1e-12, err_msg=name)
    np.testing.assert_allclose(found["slow_by_fast"], np.log(2))
    np.testing.assert_allclose(found["slow_share"], 0.25)


def test_two_clusters_have_their_means_as_centres():
    low, high, share = two_centres(np.array([1.0, 1.2, 1.1, 5.0, 5.2, 1.1]))
    assert (low, high, share) == pytest.approx((1.1, 5.1, 1 / 3))


def test_beats_are_counted_from_a_pause_and_to_the_next():
    before = np.ones(60)
    before[[10, 40]] = 2
    found = dict(by_pauses(before))
    assert np.expm1(found["beats_since_pause"][[10, 11, 15, 39, 40]]) == pytest.approx(
        [0, 1, 5, 29, 0]
    )
    assert np.expm1(found["beats_until_pause"][[0, 9, 10, 39]]) == pytest.approx([10, 1, 0, 1])
    assert np.expm1(found["beats_since_pause"][9]) == pytest.approx(50)  # there was none
    assert np.expm1(found["beats_until_pause"][41]) == pytest.approx(50)
    np.testing.assert_allclose(found["last_pause"][:10], 0)
    np.testing.assert_allclose(found["last_pause"][10:], np.log(2))


def test_early_beats_that_stand_together_are_counted_from_both_ends():
    before = np.ones(60)
    before[[20, 21, 22]] = 0.6
    found = dict(by_pauses(before))
    assert np.expm1(found["early_by_slow_run"][19:24]) == pytest.approx([0, 1, 2, 3, 0])
    assert np.expm1(found["early_by_slow_run_after"][19:24]) == pytest.approx([0, 3, 2, 1, 0])
    np.testing.assert_allclose(found["early_by_slow_share"], 3 / 60)
    assert found["early_by_slow_of_15"][21] == pytest.approx(3 / 15)


def test_a_steady_heart_is_not_unsteady():
    for name, values in unsteadiness(np.full(50, 0.8)):
        np.testing.assert_allclose(values, 0, atol=1e-12, err_msg=name)


def test_an_alternating_heart_turns_at_every_beat():
    before = np.where(np.arange(201) % 2 == 0, 0.6, 1.0)
    found = dict(unsteadiness(before))
    assert found["turns_of_41"][100] == pytest.approx(1)
    assert found["turns"][0] == pytest.approx(199 / 201)
    # 11 neighbours: every step is 0.4 s, and 6 or 5 of the intervals are short.
    assert found["successive_of_11"][100] == pytest.approx(
        0.4 / ((6 * 0.6 + 5 * 1.0) / 11), rel=0.1
    )


def test_intervals_that_are_all_but_alike_do_not_turn():
    before = 0.8 + 0.005 * (np.arange(60) % 2)
    np.testing.assert_allclose(dict(unsteadiness(before))["turns"], 0)
