"""Rewired and empty graphs, and how alike neighbours are."""

import numpy as np
import pytest

from hfgnn.config.graph import Weights
from hfgnn.config.protocol import Edges
from hfgnn.graphs.homophily import edge_homophily
from hfgnn.graphs.rewired import rewire
from hfgnn.graphs.without_edges import without_edges
from hfgnn.types import Graph


def counts(graph, end):
    return np.bincount(graph.edges[end], minlength=graph.num_nodes).tolist()


def rewired(graph, parts, nodes, seed=0):
    return rewire(graph, parts, group=nodes.group, swaps_per_edge=10, seed=seed)


@pytest.mark.parametrize("edges", list(Edges))
@pytest.mark.parametrize("symmetric", [False, True])
def test_rewiring_keeps_how_often_everybody_sends_and_receives(knn, cohort, edges, symmetric):
    nodes, parts = cohort()
    graph = knn(k=4, symmetric=symmetric).connect(nodes, parts, edges)
    other = rewired(graph, parts, nodes)
    assert counts(other, 0) == counts(graph, 0)
    assert counts(other, 1) == counts(graph, 1)
    assert len(set(zip(*other.edges.tolist(), strict=True))) == graph.edges.shape[1]


def test_rewiring_leaves_little_of_the_neighbourhoods(knn, cohort):
    nodes, parts = cohort(rows=120)
    graph = knn(k=4).connect(nodes, parts, Edges.inductive)
    before = set(zip(*graph.edges.tolist(), strict=True))
    after = set(zip(*rewired(graph, parts, nodes).edges.tolist(), strict=True))
    assert len(before & after) / len(before) < 0.2


def test_rewiring_takes_similarity_away(knn, cohort):
    nodes, parts = cohort(rows=200)
    nodes.x[:, 0] += 10 * nodes.label
    graph = knn(k=4).connect(nodes, parts, Edges.inductive)
    assert edge_homophily(graph, nodes)[0] > 0.95
    homophily, chance = edge_homophily(rewired(graph, parts, nodes), nodes)
    assert homophily == pytest.approx(chance, abs=0.08)


def test_a_symmetric_graph_stays_symmetric(knn, cohort):
    nodes, parts = cohort()
    graph = rewired(knn(k=3, symmetric=True).connect(nodes, parts, Edges.per_part), parts, nodes)
    edges = set(zip(*graph.edges.tolist(), strict=True))
    assert {(receiver, sender) for sender, receiver in edges} == edges


def test_rewiring_joins_no_two_rows_of_one_group(knn, cohort):
    nodes, parts = cohort(group=np.arange(60) // 3)
    graph = rewired(knn(k=4).connect(nodes, parts, Edges.inductive), parts, nodes)
    assert (nodes.group[graph.edges[0]] != nodes.group[graph.edges[1]]).all()


def test_rewired_queries_still_receive_from_training_rows_only(knn, cohort):
    nodes, parts = cohort()
    graph = rewired(knn(k=4).connect(nodes, parts, Edges.inductive), parts, nodes)
    assert np.isin(graph.edges[0], parts.train).all()


def test_test_rows_do_not_move_the_rewired_training_graph(knn, cohort):
    nodes, parts = cohort()
    before = rewired(knn().connect(nodes, parts, Edges.inductive), parts, nodes)
    nodes.x[parts.test] = -nodes.x[parts.test]
    after = rewired(knn().connect(nodes, parts, Edges.inductive), parts, nodes)
    assert np.array_equal(
        before.received_by(parts.train).edges, after.received_by(parts.train).edges
    )


def test_the_seed_decides_the_rewiring(knn, cohort):
    nodes, parts = cohort()
    graph = knn().connect(nodes, parts, Edges.inductive)
    first, again, other = (rewired(graph, parts, nodes, seed).edges for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_weights_stay_with_their_edges(knn, cohort):
    nodes, parts = cohort()
    graph = knn(weights=Weights.gaussian).connect(nodes, parts, Edges.inductive)
    assert np.array_equal(rewired(graph, parts, nodes).weights, graph.weights)


def test_lengths_stay_with_the_edges_they_were_measured_on(knn, cohort):
    nodes, parts = cohort()
    graph = knn().connect(nodes, parts, Edges.inductive)
    assert np.array_equal(rewired(graph, parts, nodes).distances, graph.distances)


def test_without_edges_there_are_nodes_only(knn, cohort):
    nodes, parts = cohort()
    graph = knn(weights=Weights.gaussian).connect(nodes, parts, Edges.inductive)
    empty = without_edges(graph)
    assert (empty.edges.shape, empty.weights.shape, empty.num_nodes) == ((2, 0), (0,), 60)
    assert empty.distances.shape == (0,)


def test_homophily_by_hand(nodes):
    graph = Graph(np.array([[0, 1, 2, 3], [1, 2, 3, 0]]), None, 4)
    # Equal labels on 0-1 and 2-3; half of senders and receivers are ill, so chance is one half.
    assert edge_homophily(graph, nodes(np.zeros((4, 1)), label=[1, 1, 0, 0])) == (0.5, 0.5)
    nobody = Graph(np.empty((2, 0), dtype=np.int64), None, 4)
    assert np.isnan(edge_homophily(nobody, nodes(np.zeros((4, 1))))).all()


def test_chance_is_that_of_the_edges_and_not_of_the_patients(nodes):
    graph = Graph(np.array([[0, 0, 1], [1, 2, 2]]), None, 3)
    # Senders are ill, ill, healthy; receivers all healthy: one third of random pairs agree.
    homophily, chance = edge_homophily(graph, nodes(np.zeros((3, 1)), label=[1, 0, 0]))
    assert (homophily, chance) == pytest.approx((1 / 3, 1 / 3))


def test_rewiring_pairs_joins_no_group_and_leaves_little(knn, cohort):
    nodes, parts = cohort(rows=120, group=np.arange(120) // 3)
    graph = knn(k=4, symmetric=True).connect(nodes, parts, Edges.per_part)
    other = rewired(graph, parts, nodes)
    assert (nodes.group[other.edges[0]] != nodes.group[other.edges[1]]).all()
    before, after = (set(zip(*one.edges.tolist(), strict=True)) for one in (graph, other))
    assert len(before & after) / len(before) < 0.4


def test_edges_without_weights_stay_without_weights_and_weights_go_along(knn, cohort):
    nodes, parts = cohort()
    graph = knn(weights=Weights.gaussian).connect(nodes, parts, Edges.inductive)
    received = graph.received_by(parts.test)
    assert np.array_equal(received.weights, graph.weights[np.isin(graph.edges[1], parts.test)])
