"""A forest tells apart what a line cannot, and asks nobody but the training rows."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.baselines.forest import forest
from hfgnn.types import Nodes, Parts


@pytest.fixture
def nodes():
    """Disease where both columns have one sign, which no line tells apart."""
    x = np.random.default_rng(0).normal(size=(200, 2)).astype(np.float32)
    label = (x[:, 0] * x[:, 1] > 0).astype(np.int64)
    names = np.array([f"r{row}" for row in range(200)])
    return Nodes(x, ("a", "b"), label, np.arange(200), names)


PARTS = Parts(np.arange(120), np.arange(120, 140), np.arange(140, 200))


def answers(nodes, seed=0):
    return forest(nodes, PARTS, trees=50, least_in_leaf=2, seed=seed)


def test_it_tells_apart_what_a_line_cannot(nodes):
    said = answers(nodes)[PARTS.test]
    assert ((said > 0.5) == nodes.label[PARTS.test]).mean() > 0.85


def test_labels_of_other_rows_are_not_looked_at(nodes):
    other = nodes.label.copy()
    other[120:] = 1 - other[120:]
    np.testing.assert_array_equal(answers(nodes), answers(replace(nodes, label=other)))


def test_the_same_seed_gives_the_same_forest(nodes):
    np.testing.assert_array_equal(answers(nodes), answers(nodes))
    assert not np.array_equal(answers(nodes), answers(nodes, seed=1))
