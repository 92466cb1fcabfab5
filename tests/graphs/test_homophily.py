"""Three measures of homophily, on graphs of six patients and on random labels."""

import numpy as np
import pytest

from hfgnn.config.protocol import Edges
from hfgnn.graphs.homophily import adjusted_homophily, edge_homophily, node_homophily
from hfgnn.types import Graph

LABEL = [1, 1, 1, 0, 0, 0]
# Row 0 hears 1, 2, 3; row 3 hears 4; row 5 hears 0 and 3; rows 1, 2, 4 hear nobody.
SIX = Graph(np.array([[1, 2, 3, 4, 0, 3], [0, 0, 0, 3, 5, 5]]), None, 6)
NOBODY = Graph(np.empty((2, 0), dtype=np.int64), None, 6)


@pytest.fixture
def six(nodes):
    """Three diseased, three healthy."""
    return nodes(np.zeros((6, 1)), label=LABEL)


def test_six_patients_by_hand(six):
    # Equal: 1-0, 2-0, 4-3, 3-5. Diseased send 3 of 6 edges and receive 3 of 6.
    assert edge_homophily(SIX, six) == (pytest.approx(4 / 6), pytest.approx(0.5))
    assert node_homophily(SIX, six) == pytest.approx((2 / 3 + 1 + 1 / 2) / 3)
    assert adjusted_homophily(SIX, six) == pytest.approx((4 / 6 - 1 / 2) / (1 / 2))


def test_chance_counts_sent_and_received_edges_apart(nodes):
    # Diseased send 2 of 3 edges and receive none: chance 1 * 1/3; none is joined to its like ...
    x = nodes(np.zeros((3, 1)), label=[1, 0, 0])
    graph = Graph(np.array([[0, 0, 1], [1, 2, 2]]), None, 3)
    assert adjusted_homophily(graph, x) == pytest.approx(0)  # ... but by that third


def test_a_symmetric_graph_gives_the_undirected_formula(nodes):
    generator = np.random.default_rng(0)
    pairs = np.array([(i, j) for i in range(30) for j in range(i) if generator.random() < 0.2]).T
    label = (generator.random(30) < 0.3).astype(np.int64)
    graph = Graph(np.concatenate([pairs, pairs[::-1]], axis=1), None, 30)
    degree = np.bincount(pairs.ravel(), minlength=30)
    chance = sum((degree[label == one].sum() / (2 * pairs.shape[1])) ** 2 for one in (0, 1))
    equal = (label[pairs[0]] == label[pairs[1]]).mean()
    found = adjusted_homophily(graph, nodes(np.zeros((30, 1)), label=label))
    assert found == pytest.approx((equal - chance) / (1 - chance))


def test_random_labels_have_no_adjusted_homophily_however_rare_the_disease(knn, cohort, nodes):
    x, parts = cohort(rows=1500)
    label = (np.random.default_rng(1).random(1500) < 0.1).astype(np.int64)
    rare = nodes(x.x, label=label)
    graph = knn(k=8).connect(rare, parts, Edges.transductive)
    assert edge_homophily(graph, rare)[0] > 0.75
    assert adjusted_homophily(graph, rare) == pytest.approx(0, abs=0.03)


def test_equal_labels_throughout_give_one(nodes):
    x = nodes(np.zeros((4, 1)), label=[1, 1, 0, 0])
    graph = Graph(np.array([[0, 1, 2, 3], [1, 0, 3, 2]]), None, 4)
    assert (node_homophily(graph, x), adjusted_homophily(graph, x)) == (1, 1)


def test_node_and_edge_homophily_agree_where_all_hear_equally_many(knn, cohort):
    x, parts = cohort()
    graph = knn(k=3).connect(x, parts, Edges.inductive)
    assert node_homophily(graph, x) == pytest.approx(edge_homophily(graph, x)[0])


def test_without_edges_or_with_one_label_there_is_no_number(six, nodes):
    assert np.isnan([node_homophily(NOBODY, six), adjusted_homophily(NOBODY, six)]).all()
    assert np.isnan(adjusted_homophily(SIX, nodes(np.zeros((6, 1)))))
