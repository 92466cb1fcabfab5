"""Rows whose label shows in their columns, and ensembles small enough for a test."""

from collections.abc import Callable

import numpy as np
import pytest

from hfgnn.config.ensemble import Boosting, Clusters, Forest, Splines
from hfgnn.ensembles.learned import Learned
from hfgnn.ensembles.stacking import Stacking
from hfgnn.types import Nodes, Parts

COLUMNS = ("age_years", "sbp_mmhg", "sex=female", "bnp_pg_per_ml", "bnp_pg_per_ml_missing")
FOREST = Forest(trees=15, depth=4, least_rows=3, column_share=0.6)
BOOSTING = Boosting(
    trees=20,
    depth=2,
    learning_rate=0.2,
    row_share=0.8,
    column_share=1.0,
    penalty=1.0,
    least_weight=1.0,
)
CLUSTERS = Clusters(most=4, rows=200, starts=2, pairs=3, share=0.8)
SPLINES = Splines(knots=4, degree=2, least_values=8)


@pytest.fixture
def make_nodes() -> Callable[..., Nodes]:
    def nodes(x, label, group=None, columns=COLUMNS) -> Nodes:
        return Nodes(
            x=np.asarray(x, dtype=np.float32),
            columns=columns,
            label=np.asarray(label, dtype=np.int64),
            group=np.arange(len(label)) if group is None else np.asarray(group),
            record_id=np.array([f"patient{row}" for row in range(len(label))]),
        )

    return nodes


@pytest.fixture
def parts() -> Parts:
    return Parts(np.arange(90), np.arange(90, 110), np.arange(110, 150))


@pytest.fixture
def cohort(make_nodes) -> Nodes:
    """150 patients in two clouds; age tells the label, with overlap."""
    rng = np.random.default_rng(0)
    label = rng.integers(0, 2, 150)
    x = rng.normal(size=(150, 5))
    x[:, 0] += 1.5 * label
    x[:, 1] += 6 * (np.arange(150) % 2)
    x[:, 2] = rng.integers(0, 2, 150) - 0.5
    x[:, 4] = rng.random(150) < 0.2
    return make_nodes(x, label)


@pytest.fixture
def learned(cohort, parts) -> Learned:
    return Learned.of(cohort, parts.train, np.ones(150, dtype=bool))


@pytest.fixture
def stacking() -> Stacking:
    return Stacking(
        folds=3,
        stack_penalty=1.0,
        forest=FOREST,
        boosting=BOOSTING,
        logistic_penalties=[0.1, 1.0],
        clusters=CLUSTERS,
        splines=SPLINES,
        surrogate_depth=2,
        threads=1,
    )
