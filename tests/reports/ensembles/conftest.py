"""Two folds of explained patients, whose contributions can be added by hand."""

import numpy as np
import pytest

from hfgnn.ensembles.explained import Contributions, Explained
from hfgnn.ensembles.tree import Tree
from hfgnn.ensembles.units import Units

UNITS = Units({"age_years": 60.0}, {"age_years": 10.0})


def stump(columns: tuple[str, ...]) -> Tree:
    """Asks for age above 60."""
    return Tree(
        columns=columns,
        feature=np.array([0, -1, -1]),
        threshold=np.array([0.0, -2.0, -2.0]),
        left=np.array([1, -1, -1]),
        right=np.array([2, -1, -1]),
        share=np.array([0.5, 0.2, 0.8]),
        rows=np.array([20, 10, 10]),
        units=UNITS,
    )


def fold(names, x, label, probability, columns, added):
    """Contributions to the forest are a tenth of those to xgboost."""
    x, added = np.array(x, dtype=float), np.array(added, dtype=float)
    return Explained(
        record_id=np.array(names),
        label=np.array(label),
        probability=np.array(probability),
        columns=columns,
        x=x,
        value=np.column_stack([60 + 10 * x[:, 0], x[:, 1:]]),
        in_unit=np.array([True] + [False] * (len(columns) - 1)),
        levels=frozenset(["pain=typical", "pain=none"]),
        contributions={
            "forest": Contributions(added / 10, 0.4, 0.4 + added.sum(axis=1) / 10, "probability"),
            "xgboost": Contributions(added, -0.5, added.sum(axis=1) - 0.5, "log-odds"),
        },
        trees={"surrogate": stump(columns), "forest": stump(columns)},
        surrogate=np.where(x[:, 0] > 0, 0.8, 0.2),
        weights={"forest": 0.2, "xgboost": 0.6},
    )


@pytest.fixture
def explained() -> list[Explained]:
    """The second fold has no level "none" of pain, but a column more."""
    return [
        fold(
            ["ann", "bob", "cem"],
            [[1.0, 0.8, -0.2], [-1.0, -0.2, 0.8], [0.5, -0.2, -0.2]],
            [1, 0, 0],
            [0.9, 0.1, 0.7],
            ("age_years", "pain=typical", "pain=none"),
            [[2.0, 1.0, 0.5], [-1.0, 0.0, -0.5], [0.5, -0.25, 0.0]],
        ),
        fold(
            ["dan", "eva"],
            [[-0.5, 0.8, 1.5], [0.2, -0.2, -1.5]],
            [1, 0],
            [0.05, 0.6],
            ("age_years", "pain=typical", "bnp"),
            [[-1.0, 0.5, 3.0], [0.5, 0.0, -1.0]],
        ),
    ]


def compared(against, difference=0.01, low=-0.02, high=0.03):
    ends = {"difference": difference, "low": low, "high": high}
    return {"model": "stacking", "against": against, "metric": "auroc", **ends}


@pytest.fixture
def metrics():
    method = {
        "clusters": {"2": 3, "4": 2},
        "silhouette": 0.25,
        "stability": 0.5,
        "lowest_prevalence": 0.1,
        "highest_prevalence": 0.9,
        "smallest_rows": 7,
    }
    estimate = {"value": 0.8, "low": 0.7, "high": 0.9}
    return {
        "network": "gcn",
        "stamps": ["simulated cohort"],
        "models": {name: {"auroc": estimate} for name in ("gcn", "forest", "xgboost", "stacking")},
        "stacking": {
            "over_best": compared("best_member"),
            "over_members": [compared("forest"), compared("xgboost", -0.01)],
            "chosen": {"forest": 4, "xgboost": 1},
        },
        "clusters": {"folds": 5, "agreement": 0.62, "kmeans": method, "ward": method},
    }
