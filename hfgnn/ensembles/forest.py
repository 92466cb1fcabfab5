"""Random Forest (Breiman 2001, https://doi.org/10.1023/A:1010933404324), by scikit-learn."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier

from hfgnn.config.ensemble import Forest
from hfgnn.ensembles.explained import Contributions
from hfgnn.ensembles.learned import Columns, Learned
from hfgnn.ensembles.tree import Tree


@dataclass(frozen=True)
class FittedForest:
    """Trees that have been grown; ``model`` is scikit-learn's own."""

    model: Any

    def probability(self, x: Columns) -> NDArray[np.float64]:
        """Of disease: the mean of the trees.

        Shapes:
            x: (rows, columns).
            returns: (rows,), float64.
        """
        return np.asarray(self.model.predict_proba(x)[:, 1], dtype=np.float64)

    def contributions(self, x: Columns) -> Contributions:
        """What each column adds to the probability, as TreeSHAP has it.

        Lundberg et al. 2020, https://doi.org/10.1038/s42256-019-0138-9, through the shap package;
        unknown columns are averaged over by the training rows in each branch.

        Shapes:
            x: (rows, columns).
        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PendingDeprecationWarning)  # of its colours
            import shap  # takes a second, and most runs explain nothing

        explainer = shap.TreeExplainer(self.model, feature_perturbation="tree_path_dependent")
        values = np.asarray(explainer.shap_values(x, check_additivity=False))[:, :, 1]
        base = float(np.asarray(explainer.expected_value)[1])
        return Contributions(values, base, self.probability(x), scale="probability")

    def most_usual(self, x: Columns, columns: tuple[str, ...]) -> Tree:
        """The tree whose answers are nearest to those of the whole forest, on average over rows.

        Banerjee, Ding and Noone 2012, https://doi.org/10.1002/sim.4492, choose so as well.

        Args:
            x: rows by which to choose.
            columns: names of the columns.

        Shapes:
            x: (rows, columns).
        """
        whole = self.probability(x)
        trees = list(self.model.estimators_)
        away = [np.abs(tree.predict_proba(x)[:, 1] - whole).mean() for tree in trees]
        return Tree.of(trees[int(np.argmin(away))], columns, is_classifier=True)


@dataclass(frozen=True)
class RandomForest:
    """How a forest is grown.

    Attributes:
        settings: of its trees.
        threads: of the processor.
    """

    settings: Forest
    threads: int

    def fit(self, learned: Learned, *, seed: int) -> FittedForest:
        """Grow the trees on these rows."""
        model = RandomForestClassifier(
            n_estimators=self.settings.trees,
            max_depth=self.settings.depth,
            min_samples_leaf=self.settings.least_rows,
            max_features=self.settings.column_share,
            n_jobs=self.threads,
            random_state=seed,
        )
        return FittedForest(model.fit(learned.x, learned.label))
