"""Hubs, the unheard, and the pieces of a graph, counted by hand."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.config.graph import Direction
from hfgnn.config.protocol import Edges
from hfgnn.graphs.senders import components, sender_numbers, times_heard
from hfgnn.types import Graph, Parts

PARTS = Parts(np.arange(4), np.array([4]), np.array([5]))
# Row 0 is heard by 1, 2, 5 and the validation row 4; row 1 by 0; row 2 by 5; row 3 by nobody.
SIX = Graph(np.array([[0, 0, 0, 0, 1, 2], [1, 2, 5, 4, 0, 5]]), None, 6)


def test_six_patients_by_hand(nodes):
    heard = times_heard(nodes(np.zeros((6, 1))), SIX, PARTS)
    assert heard.tolist() == [3, 1, 1, 0]  # validation rows are not counted
    numbers = sender_numbers(heard)
    spread = np.array([3, 1, 1, 0]) - 1.25
    assert numbers == pytest.approx(
        {
            "median": 1,
            "percentile_95": 2.7,
            "max": 3,
            "skewness": (spread**3).mean() / (spread**2).mean() ** 1.5,
            "never_heard_share": 0.25,
            "top_1_percent_share": 0.6,
            "top_5_percent_share": 0.6,
        }
    )


def test_the_top_is_a_share_of_the_senders():
    heard = np.repeat([10, 1], [10, 190])
    numbers = sender_numbers(heard)
    assert numbers["top_1_percent_share"] == pytest.approx(20 / 290)
    assert numbers["top_5_percent_share"] == pytest.approx(100 / 290)


def test_copies_that_may_not_send_are_no_senders(nodes):
    silent = replace(nodes(np.zeros((6, 1))), may_send=np.array([True] * 3 + [False] + [True] * 2))
    assert times_heard(silent, SIX, PARTS).tolist() == [3, 1, 1]


def test_in_the_published_direction_all_send_equally_often(knn, cohort):
    x, parts = cohort()
    graph = knn(k=3, direction=Direction.from_query).connect(x, parts, Edges.per_part)
    heard = times_heard(x, graph, parts)
    assert set(heard.tolist()) == {3}
    assert np.isnan(sender_numbers(heard)["skewness"])


def test_nobody_heard_has_no_share_of_edges():
    numbers = sender_numbers(np.zeros(4, dtype=np.int64))
    assert numbers["never_heard_share"] == 1
    assert np.isnan(numbers["top_1_percent_share"])


def test_no_sender_at_all_is_refused():
    with pytest.raises(ValueError, match="there are 0 senders, but hubs take at least 1"):
        sender_numbers(np.empty(0, dtype=np.int64))


def test_pieces_are_joined_whichever_way_the_edges_point():
    graph = Graph(np.array([[1, 1, 4, 5], [0, 2, 3, 2]]), None, 6)
    assert components(graph, np.arange(6)) == (2, pytest.approx(4 / 6))
    assert components(graph, np.array([0, 2, 3, 4])) == (3, 0.5)  # what leads outside joins nobody


def test_without_edges_everybody_is_a_piece():
    nobody = Graph(np.empty((2, 0), dtype=np.int64), None, 6)
    assert components(nobody, np.arange(1, 5)) == (4, 0.25)
