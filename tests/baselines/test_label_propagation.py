"""Label propagation against a graph of five rows worked out by hand.

Rows 0 (ill) and 1 (healthy) are trained on. 0 sends to 2, 1 sends to 2 and 3, 2 sends to 3 and
back to 0; nobody sends to 4.
"""

import numpy as np
import pytest

from hfgnn.baselines.label_propagation import label_propagation
from hfgnn.types import Graph, Parts

EDGES = np.array([[0, 1, 2, 1, 2], [2, 2, 3, 3, 0]])
PARTS = Parts(np.array([0, 1]), np.array([2]), np.array([3, 4]))


@pytest.fixture
def five(make_nodes):
    return make_nodes(np.zeros((5, 1)), np.array([1, 0, 1, 0, 1]))


def spread(nodes, weights=None, steps=50, edges=EDGES, parts=PARTS):
    given = None if weights is None else np.array(weights, dtype=np.float32)
    graph = Graph(edges, given, len(nodes.label))
    return label_propagation(nodes, graph, parts, steps=steps)


def test_every_row_is_the_mean_of_its_senders(five):
    assert spread(five).tolist() == [1, 0, 0.5, 0.25, 0.5]


def test_weights_count(five):
    """Row 2: (3 x 1 + 1 x 0) / 4. Row 3: (1 x .75 + 2 x 0) / 3."""
    assert spread(five, [3, 1, 1, 2, 5]).tolist() == [1, 0, 0.75, 0.25, 0.5]


def test_one_step_goes_one_edge_far(five):
    """Before the first step, rows that are not trained on have the prior, one half."""
    assert spread(five, [3, 1, 1, 1, 5], steps=1).tolist() == [1, 0, 0.75, 0.25, 0.5]
    assert spread(five, [3, 1, 1, 1, 5], steps=2).tolist() == [1, 0, 0.75, 0.375, 0.5]


def test_labels_travel_from_sender_to_receiver(five):
    one_way = np.array([[0, 4], [2, 0]])
    assert spread(five, edges=one_way).tolist() == [1, 0, 1, 0.5, 0.5]


def test_training_rows_keep_their_labels(five):
    assert spread(five)[PARTS.train].tolist() == [1, 0]


def test_a_row_without_senders_has_the_share_of_disease_in_training(make_nodes):
    nodes = make_nodes(np.zeros((5, 1)), np.array([1, 0, 0, 0, 1]))
    parts = Parts(np.arange(4), np.empty(0, dtype=np.int64), np.array([4]))
    nobody = np.empty((2, 0), dtype=np.int64)
    assert spread(nodes, edges=nobody, parts=parts).tolist() == [1, 0, 0, 0, 0.25]


def test_rows_that_only_hear_of_each_other_keep_the_prior(make_nodes):
    nodes = make_nodes(np.zeros((5, 1)), np.array([1, 0, 0, 1, 1]))
    parts = Parts(np.arange(3), np.empty(0, dtype=np.int64), np.array([3, 4]))
    pair = np.array([[3, 4], [4, 3]])
    assert spread(nodes, edges=pair, parts=parts)[3:] == pytest.approx([1 / 3, 1 / 3])


def test_only_training_labels_are_used(five, flip):
    others = flip(five, np.array([2, 3, 4]))
    assert spread(others).tolist() == spread(five).tolist()
