"""XGBoost for two classes (Chen and Guestrin 2016, https://doi.org/10.1145/2939672.2939785)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xgboost
from numpy.typing import NDArray

from hfgnn.config.ensemble import Boosting
from hfgnn.ensembles.explained import Contributions
from hfgnn.ensembles.learned import Columns, Learned


@dataclass(frozen=True)
class FittedBoosting:
    """Trees that have been grown; ``booster`` is xgboost's own."""

    booster: Any

    def probability(self, x: Columns) -> NDArray[np.float64]:
        """Of disease.

        Shapes:
            x: (rows, columns).
            returns: (rows,), float64.
        """
        return np.asarray(self.booster.predict(xgboost.DMatrix(x)), dtype=np.float64)

    def contributions(self, x: Columns) -> Contributions:
        """What each column adds to the log-odds, as TreeSHAP has it; computed by xgboost itself.

        Shapes:
            x: (rows, columns).
        """
        table = xgboost.DMatrix(x)
        parts = np.asarray(self.booster.predict(table, pred_contribs=True), dtype=np.float64)
        margin = np.asarray(self.booster.predict(table, output_margin=True), dtype=np.float64)
        return Contributions(parts[:, :-1], float(parts[0, -1]), margin, scale="log-odds")


@dataclass(frozen=True)
class BoostedClassifier:
    """How trees are grown on each other's errors.

    Attributes:
        settings: of the trees.
        threads: of the processor.
    """

    settings: Boosting
    threads: int

    def fit(self, learned: Learned, *, seed: int) -> FittedBoosting:
        """Grow all of them; nothing stops early, so that no row has to be held back."""
        settings = self.settings
        table = xgboost.DMatrix(learned.x, label=learned.label)
        parameters = {
            "objective": "binary:logistic",
            "max_depth": settings.depth,
            "eta": settings.learning_rate,
            "subsample": settings.row_share,
            "colsample_bytree": settings.column_share,
            "lambda": settings.penalty,
            "min_child_weight": settings.least_weight,
            "tree_method": "hist",
            "max_bin": BINS,
            "nthread": self.threads,
            "seed": seed,
        }
        return FittedBoosting(xgboost.train(parameters, table, num_boost_round=settings.trees))


BINS = 64
"""Steps into which the range of a column is cut."""
