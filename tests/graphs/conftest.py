"""Nodes and graphs that a test can write by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from hfgnn.config.graph import Direction, Metric, Search, Space, Weights
from hfgnn.graphs.knn import Knn
from hfgnn.types import CLINICAL_COLUMNS, IMAGE_COLUMNS, Nodes, Parts

SETTINGS = {
    "k": 2,
    "counts_itself": False,
    "metric": Metric.euclidean,
    "symmetric": False,
    "weights": Weights.none,
    "direction": Direction.to_query,
    "space": Space.raw,
    "shares": {},
    "components": 2,
    "inner_folds": 2,
    "penalties": [0.01, 0.1],
    "rebuilds": 1,
    "search": Search.auto,
}


@pytest.fixture
def knn() -> Callable[..., Knn]:
    """Knn with the plainest settings but for those that are named."""
    return lambda **changed: Knn(**(SETTINGS | changed))


@pytest.fixture
def nodes() -> Callable[..., Nodes]:
    """Nodes with the given columns; each row a group of its own."""

    def make(x, group=None, label=None, clinical=0) -> Nodes:
        x = np.asarray(x, dtype=np.float32)
        rows, width = x.shape
        columns = IMAGE_COLUMNS[: width - clinical] + CLINICAL_COLUMNS[:clinical]
        return Nodes(
            x,
            columns,
            np.zeros(rows, dtype=np.int64) if label is None else np.asarray(label),
            np.arange(rows) if group is None else np.asarray(group),
            np.array([f"p{row}" for row in range(rows)]),
        )

    return make


@pytest.fixture
def cohort(nodes) -> Callable[..., tuple[Nodes, Parts]]:
    """Random patients, the first half training, then validation and test."""

    def make(rows=60, width=8, seed=0, **more) -> tuple[Nodes, Parts]:
        generator = np.random.default_rng(seed)
        made = nodes(generator.normal(size=(rows, width)), label=np.arange(rows) % 2, **more)
        third = rows // 3
        return made, Parts(
            np.arange(rows - third),
            np.arange(rows - third, rows - third // 2),
            np.arange(rows - third // 2, rows),
        )

    return make
