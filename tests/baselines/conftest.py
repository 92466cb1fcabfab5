"""Rows whose label shows in their columns, and how they are parted."""

from collections.abc import Callable

import numpy as np
import pytest

from hfgnn.types import Nodes, Parts


@pytest.fixture
def make_nodes() -> Callable[..., Nodes]:
    def nodes(x: np.ndarray, label: np.ndarray) -> Nodes:
        rows, width = x.shape
        return Nodes(
            x=x.astype(np.float32),
            columns=tuple(f"column_{number}" for number in range(width)),
            label=np.asarray(label, dtype=np.int64),
            group=np.arange(rows),
            record_id=np.array([f"page{row}" for row in range(rows)]),
        )

    return nodes


@pytest.fixture
def parts() -> Parts:
    return Parts(np.arange(60), np.arange(60, 110), np.arange(110, 150))


@pytest.fixture
def cohort(make_nodes) -> Nodes:
    """150 rows of 30 columns, of which the first two tell the label, with overlap."""
    rng = np.random.default_rng(0)
    label = rng.integers(0, 2, 150)
    x = rng.normal(size=(150, 30))
    x[:, :2] += label[:, None]
    return make_nodes(x, label)


@pytest.fixture
def flip() -> Callable[[Nodes, np.ndarray], Nodes]:
    """The same nodes with the labels of some rows exchanged."""

    def flipped(nodes: Nodes, rows: np.ndarray) -> Nodes:
        label = nodes.label.copy()
        label[rows] = 1 - label[rows]
        return Nodes(nodes.x, nodes.columns, label, nodes.group, nodes.record_id)

    return flipped
