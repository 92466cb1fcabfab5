"""Shapley values by the formula of another way of counting."""

from itertools import permutations

import numpy as np
import pytest

from hfgnn.serving.variants import shapley, subsets


@pytest.mark.parametrize("players", [("a", "b"), ("a", "b", "c"), ("a", "b", "c", "d")])
def test_shares_are_the_mean_over_all_orders_and_sum_to_the_whole(players):
    generator = np.random.default_rng(0)
    value = {some: float(generator.normal()) for some in subsets(players)}
    expected = dict.fromkeys(players, 0.0)
    orders = list(permutations(players))
    for order in orders:
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            expected[player] += (value[before | {player}] - value[before]) / len(orders)
    shares = shapley(value, players)
    assert shares == pytest.approx(expected)
    whole = value[frozenset(players)] - value[frozenset()]
    assert sum(shares.values()) == pytest.approx(whole, abs=1e-12)


def test_two_players_by_hand():
    value = {frozenset(): 0.1, frozenset("a"): 0.5, frozenset("b"): 0.2, frozenset("ab"): 0.4}
    assert shapley(value, ("a", "b")) == pytest.approx({"a": 0.3, "b": 0.0})


def test_subsets_are_all_of_them():
    assert subsets(("a", "b")) == [frozenset(), frozenset("a"), frozenset("b"), frozenset("ab")]
