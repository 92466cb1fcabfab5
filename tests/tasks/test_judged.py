"""One simulated cohort: what is told of its graph."""

from types import SimpleNamespace

import numpy as np
import pytest

from hfgnn.tasks.judged import heard_labels, share_of_mates
from hfgnn.types import Graph, Nodes, Parts

CIRCLE = np.array([0, 0, 1, 1])
LABEL = np.array([1, 0, 0, 0])


def fold(edges, test):
    """Rows 0 and 1 send; ``test`` receives, along these edges among others."""
    names = np.arange(4).astype(str)
    nodes = Nodes(np.zeros((4, 1), dtype=np.float32), ("image_000",), LABEL, np.arange(4), names)
    rest = np.array([row for row in range(4) if row not in test])
    parts = Parts(rest[:1], rest[1:], np.array(test))
    return SimpleNamespace(nodes=nodes, graph=Graph(np.array(edges).T, None, 4), parts=parts)


FOLDS = [
    fold([(0, 2), (1, 2), (0, 3), (0, 1)], test=[2, 3]),  # the last edge ends in no test row
    fold([(1, 0), (2, 0)], test=[0]),
]


def test_mates_are_counted_on_the_edges_that_test_rows_receive():
    assert share_of_mates(FOLDS, CIRCLE) == pytest.approx((0 / 3 + 1 / 2) / 2)


def test_equal_labels_are_counted_there_too_as_a_mean_over_folds():
    told = heard_labels(FOLDS)
    assert told["homophily"] == pytest.approx((1 / 3 + 0) / 2)
    assert told["homophily by chance"] == pytest.approx((1 / 3 + 0) / 2)
