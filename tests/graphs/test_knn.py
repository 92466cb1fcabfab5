"""Who may hear whom: the direction of edges, and the three kinds of graph."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.config.graph import Direction, Metric, Weights
from hfgnn.config.protocol import Edges
from hfgnn.types import DataError, Graph, Parts

POINTS = [[0.0, 0], [1, 0], [3, 0], [3.5, 0], [10, 0], [10, 4]]
ALL = Parts(np.arange(4), np.array([4]), np.array([5]))


def senders_of(graph, row):
    return sorted(graph.edges[0][graph.edges[1] == row].tolist())


def test_a_new_patient_receives_from_its_own_nearest_training_patients(knn, nodes):
    graph = knn().connect(nodes(POINTS), ALL, Edges.inductive)
    assert senders_of(graph, 4) == [2, 3]
    assert senders_of(graph, 5) == [2, 3]
    assert senders_of(graph, 0) == [1, 2]
    assert not {4, 5} & set(graph.edges[0].tolist())  # and sends to nobody


def test_an_edge_is_sender_over_receiver_and_the_network_reads_it_so(knn, nodes):
    import torch

    from hfgnn.models.gcn import GCN

    torch.manual_seed(0)
    x = nodes(POINTS)
    edges = torch.from_numpy(knn().connect(x, ALL, Edges.inductive).edges)
    plain = {"residual": False, "jumping_knowledge": False}
    network = GCN(in_width=2, hidden_width=32, num_classes=2, dropout=0, **plain).eval()

    def answers(changed_row):
        changed = torch.from_numpy(x.x).clone()
        changed[changed_row] += 1
        return network(changed, edges)

    same = network(torch.from_numpy(x.x), edges)
    assert not torch.allclose(answers(3)[4], same[4])  # a training patient reaches the new one
    torch.testing.assert_close(answers(4)[:4], same[:4])  # the new one reaches nobody
    torch.testing.assert_close(answers(4)[5], same[5])


@pytest.mark.parametrize("symmetric", [False, True])
def test_inductive_queries_only_receive_and_only_from_training_rows(knn, cohort, symmetric):
    x, parts = cohort()
    graph = knn(k=4, symmetric=symmetric).connect(x, parts, Edges.inductive)
    assert set(graph.edges[0].tolist()) <= set(parts.train.tolist())
    for row in (*parts.validation, *parts.test):
        assert len(senders_of(graph, row)) == 4


def test_a_changed_test_row_moves_no_edge_of_the_others(knn, cohort):
    x, parts = cohort()
    before = knn(weights=Weights.gaussian).connect(x, parts, Edges.inductive)
    x.x[parts.test[0]] *= 100
    after = knn(weights=Weights.gaussian).connect(x, parts, Edges.inductive)
    others = np.setdiff1d(parts.all, parts.test[:1])
    assert np.array_equal(before.received_by(others).edges, after.received_by(others).edges)
    assert np.array_equal(before.received_by(others).weights, after.received_by(others).weights)


def test_transductive_joins_all_rows(knn, nodes):
    graph = knn().connect(nodes(POINTS), ALL, Edges.transductive)
    assert senders_of(graph, 4) == [3, 5]
    assert senders_of(graph, 5) == [3, 4]


def test_per_part_joins_each_part_with_itself(knn, cohort):
    x, parts = cohort()
    graph = knn().connect(x, parts, Edges.per_part)
    for rows in (parts.train, parts.validation, parts.test):
        assert np.isin(graph.received_by(rows).edges, rows).all()
        assert graph.received_by(rows).edges.shape[1] == 2 * len(rows)


def test_the_published_direction_is_the_reverse(knn, cohort):
    x, parts = cohort()
    right = knn().connect(x, parts, Edges.per_part)
    published = knn(direction=Direction.from_query).connect(x, parts, Edges.per_part)
    assert np.array_equal(right.edges[::-1], published.edges)


def test_a_patient_that_counts_itself_has_one_other_less(knn, nodes):
    graph = knn(counts_itself=True).connect(nodes(POINTS), ALL, Edges.inductive)
    assert senders_of(graph, 0) == [1]


def test_a_symmetric_graph_has_every_training_edge_both_ways_once(knn, nodes):
    graph = knn(k=1, symmetric=True).connect(nodes(POINTS), ALL, Edges.inductive)
    edges = list(zip(*graph.received_by(ALL.train).edges.tolist(), strict=True))
    assert sorted(edges) == [(0, 1), (1, 0), (2, 3), (3, 2)]


def test_gaussian_weights_by_hand(knn, nodes):
    graph = knn(k=1, weights=Weights.gaussian).connect(nodes(POINTS), ALL, Edges.inductive)
    # Training distances 1, 1, .5, .5: their median is .75. The query at 10 is 6.5 from its nearest.
    expected = np.exp(-((np.array([1, 1, 0.5, 0.5, 6.5]) / 0.75) ** 2))
    assert graph.weights[:5] == pytest.approx(expected)


def test_equal_training_rows_still_get_weights(knn, nodes):
    graph = knn(k=1, weights=Weights.gaussian).connect(
        nodes(np.zeros((6, 2))), ALL, Edges.inductive
    )
    assert graph.weights.tolist() == [1] * 6


def test_copies_and_their_parent_are_never_joined(knn, nodes):
    x = nodes([[0.0], [0.1], [5], [5.1], [9], [9]], group=[0, 0, 1, 1, 2, 3])
    graph = knn(k=1).connect(x, ALL, Edges.inductive)
    sender, receiver = graph.edges
    assert (x.group[sender] != x.group[receiver]).all()


def test_augmented_copies_receive_but_do_not_send(knn, nodes):
    x = replace(nodes(POINTS), may_send=np.array([True, False, True, True, True, True]))
    for edges in (Edges.inductive, Edges.transductive):
        graph = knn(symmetric=True).connect(x, ALL, edges)
        assert 1 not in graph.edges[0]
        assert 1 in graph.edges[1]


def test_cosine_looks_at_the_angle(knn, nodes):
    x = nodes([[1.0, 0], [0, 1], [100, 1], [1, 100], [2, 0.1], [0.1, 2]])
    graph = knn(k=1, metric=Metric.cosine).connect(x, ALL, Edges.inductive)
    assert senders_of(graph, 4) == [2]
    assert senders_of(graph, 5) == [3]


def test_too_few_patients_are_refused_in_one_sentence(knn, nodes):
    with pytest.raises(DataError, match=r"graph\.k is 4, but a patient has 3 others"):
        knn(k=4).connect(nodes(POINTS), ALL, Edges.inductive)


def test_a_patient_that_counts_itself_says_so_in_the_refusal(knn, nodes):
    with pytest.raises(DataError, match=r"graph\.k is 5, the patient itself counted, but"):
        knn(k=5, counts_itself=True).connect(nodes(POINTS), ALL, Edges.inductive)


@pytest.mark.parametrize(
    ("edges", "weights", "sentence"),
    [
        ([[0, 1], [1, 3]], None, "an edge names row 3, but there are 3 nodes"),
        ([[0, -1], [1, 2]], None, "an edge names row -1"),
        ([[0, 2], [1, 2]], None, "row 2 sends to itself"),
        ([[0, 1, 2]], None, r"edges are \(1, 3\), but must be \(2, edges\)"),
    ],
)
def test_an_impossible_edge_is_refused(edges, weights, sentence):
    with pytest.raises(ValueError, match=sentence):
        Graph(np.array(edges), weights, 3)


def test_both_ways_of_a_symmetric_edge_weigh_what_its_length_says(knn, nodes):
    x = nodes([[0.0], [1], [3], [9], [20], [30]])
    graph = knn(k=2, symmetric=True, weights=Weights.gaussian).connect(x, ALL, Edges.inductive)
    length = np.abs(x.x[graph.edges[0], 0] - x.x[graph.edges[1], 0])
    # Training edges 0-1, 0-2, 1-2, 1-3, 2-3 are 1, 3, 2, 8, 6 long, each there twice: median 3.
    assert graph.weights == pytest.approx(np.exp(-((length / 3) ** 2)))
