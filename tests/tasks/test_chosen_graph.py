"""A graph is chosen by validation rows, and none unless they speak for one."""

from types import SimpleNamespace

import numpy as np
import pytest

from hfgnn.config.build import build
from hfgnn.config.check import ConfigError
from hfgnn.config.composed import composed
from hfgnn.config.graph import Space
from hfgnn.graphs.connected import Connected
from hfgnn.tasks.chosen_graph import Candidate, losses


@pytest.fixture
def rule():
    return lambda *overrides: build(composed(["graph=auto", *overrides]).graph)


def candidate(space, k, values):
    knn = SimpleNamespace(space=Space(space), k=k)
    return Candidate(Connected(None, None, knn), np.array(values, dtype=float))


ALONE = candidate("none", 5, [1.0, 1.0, 1.0, 1.0])
"""Four validation rows of the network on no graph."""


def test_the_lowest_loss_wins_where_it_is_proven(rule):
    clear = candidate("score", 10, [0.8, 0.7, 0.8, 0.7])
    other = candidate("raw", 5, [0.9, 0.8, 0.9, 0.8])
    chosen = rule().choose([ALONE, other, clear])
    assert (chosen.knn.space, chosen.knn.k) == (Space.score, 10)
    assert [(one.space, one.k) for one in chosen.tried] == [("none", 5), ("raw", 5), ("score", 10)]
    assert [one.loss for one in chosen.tried] == pytest.approx([1.0, 0.85, 0.75])


def test_a_lower_loss_that_could_be_chance_joins_nobody(rule):
    # lowered by .5, .5, .5 and raised by 1.3: .05 on average, with a standard error of .45
    doubtful = candidate("score", 10, [0.5, 0.5, 0.5, 2.3])
    assert rule().choose([ALONE, doubtful]).knn.space is Space.none
    assert rule("graph.standard_errors=0").choose([ALONE, doubtful]).knn.space is Space.score


def test_the_burden_of_proof_is_counted_in_standard_errors(rule):
    # lowered by .1, .1, .3, .3: .2 on average, with a standard error of .0577, which is 3.46 less
    better = candidate("raw", 5, [0.9, 0.9, 0.7, 0.7])
    assert rule("graph.standard_errors=3.4").choose([ALONE, better]).knn.space is Space.raw
    assert rule("graph.standard_errors=3.5").choose([ALONE, better]).knn.space is Space.none


def test_without_none_among_them_some_graph_is_taken(rule):
    worse, worst = candidate("raw", 5, [2.0, 2.0]), candidate("pca", 5, [3.0, 3.0])
    assert rule().choose([worst, worse]).knn.space is Space.raw


def test_every_space_is_tried_with_every_k_and_none_once(rule):
    spaces = rule("graph.spaces=[none,raw,score]", "graph.ks=[3,7]").by_space()
    assert [[(one.space.value, one.k) for one in some] for some in spaces] == [
        [("none", 3)],
        [("raw", 3), ("raw", 7)],
        [("score", 3), ("score", 7)],
    ]


def test_the_loss_of_a_row_is_that_of_its_label():
    found = losses(np.array([0.9, 0.9, 0.0]), np.array([1, 0, 1]))
    assert found[:2] == pytest.approx([-np.log(0.9), -np.log(0.1)])
    assert np.isfinite(found).all()


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("graph.ks=[]", r"graph.ks is \[\], but it must be one or more numbers, each at least 1"),
        ("graph.ks=[0]", r"graph.ks is \[0\], but it must be one or more numbers, each at least 1"),
        ("graph.spaces=[]", r"graph.spaces is \[\], but it must be one or more"),
        ("graph.standard_errors=-1", r"graph.standard_errors is -1.0, but it must be at least 0"),
    ],
)
def test_what_cannot_be_chosen_from_is_refused(rule, override, sentence):
    with pytest.raises(ConfigError, match=sentence):
        rule(override)
