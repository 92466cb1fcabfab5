"""Logistic regression that also knows to which cluster a patient belongs."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from hfgnn.config.ensemble import Clusters
from hfgnn.ensembles.clusters import METHODS, FittedClusters, cluster
from hfgnn.ensembles.learned import Columns, Learned
from hfgnn.ensembles.untailed import Untailed
from hfgnn.types import Rows

Floats = NDArray[np.float64]
INNER_FOLDS = 5
"""In which the penalty is chosen."""


@dataclass(frozen=True)
class ClusterColumns:
    """Membership in each cluster of both methods, and distance to the centres of K-Means.

    Attributes:
        untailed: what takes the long tails from the columns.
        clusters: by method.
        mean: (clusters of K-Means,), of the distances of the training rows.
        scale: their standard deviations.
    """

    untailed: Untailed
    clusters: dict[str, FittedClusters]
    mean: Floats
    scale: Floats

    @staticmethod
    def of(learned: Learned, settings: Clusters, *, seed: int) -> ClusterColumns:
        """Clusters of these rows, of whose labels nothing is used."""
        own = learned.originals().x
        untailed = Untailed.of(own)
        x = untailed.apply(own)
        clusters = {one: cluster(x, settings, method=one, seed=seed) for one in METHODS}
        distance = clusters["kmeans"].distance(x)
        scale = distance.std(axis=0)
        return ClusterColumns(
            untailed, clusters, distance.mean(axis=0), np.where(scale > 0, scale, 1.0)
        )

    def join(self, x: Columns) -> Floats:
        """The columns without their tails, and those of the clusters behind them.

        Shapes:
            x: (rows, columns).
            returns: (rows, columns + further).
        """
        x = self.untailed.apply(x)
        distance = (self.clusters["kmeans"].distance(x) - self.mean) / self.scale
        membership = [
            np.eye(len(found.centres))[found.member(x)] for found in self.clusters.values()
        ]
        return np.concatenate([x.astype(np.float64), distance, *membership], axis=1)


@dataclass(frozen=True)
class FittedClusterLogistic:
    """Weights of the columns, and the clusters.

    Attributes:
        model: scikit-learn's own.
        columns: what joins the clusters.
    """

    model: Any
    columns: ClusterColumns

    def probability(self, x: Columns) -> Floats:
        """Of disease.

        Shapes:
            x: (rows, columns).
            returns: (rows,), float64.
        """
        return np.asarray(self.model.predict_proba(self.columns.join(x))[:, 1])


@dataclass(frozen=True)
class ClusterLogistic:
    """How it learns.

    Attributes:
        penalties: inverse strengths; the lowest loss over folds of the training rows wins.
        clusters: settings of the clusters.
    """

    penalties: Sequence[float]
    clusters: Clusters

    def fit(self, learned: Learned, *, seed: int) -> FittedClusterLogistic:
        """Find clusters, choose the penalty and learn, all on these rows."""
        columns = ClusterColumns.of(learned, self.clusters, seed=seed)
        x = columns.join(learned.x)
        folds = learned.folds(INNER_FOLDS, seed=seed)
        model = choose_and_fit(x, learned.label, folds, self.penalties)
        return FittedClusterLogistic(model, columns)


def choose_and_fit(
    x: Floats, label: Rows, folds: Sequence[tuple[Rows, Rows]], penalties: Sequence[float]
) -> Any:
    """A logistic regression with the penalty of the lowest loss over folds of these rows.

    Args:
        x: the columns.
        label: 1 for disease.
        folds: rows that learn and rows that are answered.
        penalties: inverse strengths.

    Shapes:
        x: (rows, columns).
        label: (rows,).
    """
    losses = [_loss(x, label, folds, penalty) for penalty in penalties]
    return _fit(x, label, penalties[int(np.argmin(losses))])


def _loss(x: Floats, label: Rows, folds: Sequence[tuple[Rows, Rows]], penalty: float) -> float:
    """Of rows that did not learn, summed."""
    return sum(
        float(
            log_loss(
                label[answer],
                _fit(x[learn], label[learn], penalty).predict_proba(x[answer])[:, 1],
                labels=[0, 1],
                normalize=False,
            )
        )
        for learn, answer in folds
    )


def _fit(x: Floats, label: Rows, penalty: float) -> Any:
    model = LogisticRegression(C=penalty, max_iter=300)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a weak penalty is seldom chosen
        return model.fit(x, label)
