"""Scores of one model, for many weightings of the patients at once.

A bootstrap draw is a weight per page: how often its patient was drawn. Every score takes a matrix
of weights, one draw per row, and gives one value per draw; a row of ones gives the score itself.

Scores that rank pages (AUROC, AUPRC, sensitivity at a specificity) compare pages inside their
test fold only, since the probabilities of differently trained models are on different scales,
and are averaged over folds with the weight of the pairs, or of the diseased, that they rank.
"""

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Predictions

Draws = NDArray[np.float64]

RANKED = ("auroc", "auprc", "sensitivity_at_specificity")


def scores(predictions: Predictions, weights: Draws, *, specificity: float) -> dict[str, Draws]:
    """All scores of a model.

    Args:
        predictions: of one model, rows of all folds, repeats and seeds.
        weights: (draws, rows), how often each page counts.
        specificity: at which the sensitivity is read.

    Shapes:
        returns: (draws,) per score; NaN where a draw holds one class only.
    """
    result = _ranked(predictions, weights, specificity)
    result |= _counted(predictions, weights)
    squared = (predictions.probability - predictions.label) ** 2
    result["brier"] = weights @ squared / weights.sum(axis=1)
    return result


def _counted(predictions: Predictions, weights: Draws) -> dict[str, Draws]:
    ill, called = predictions.label == 1, predictions.predicted == 1
    found, missed, alarm, cleared = (
        weights @ both.astype(float)
        for both in (ill & called, ill & ~called, ~ill & called, ~ill & ~called)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        sensitivity = found / (found + missed)
        specificity = cleared / (cleared + alarm)
        f1_ill = 2 * found / (2 * found + missed + alarm)
        f1_healthy = 2 * cleared / (2 * cleared + missed + alarm)
    return {
        "accuracy": (found + cleared) / weights.sum(axis=1),
        "balanced_accuracy": (sensitivity + specificity) / 2,
        "macro_f1": (f1_ill + f1_healthy) / 2,
        "sensitivity": sensitivity,
        "specificity": specificity,
    }


def _ranked(predictions: Predictions, weights: Draws, specificity: float) -> dict[str, Draws]:
    sums = {name: np.zeros(len(weights)) for name in RANKED}
    counts = {name: np.zeros(len(weights)) for name in RANKED}
    for fit in np.unique(predictions.fit):
        rows = np.flatnonzero(predictions.fit == fit)
        # Highest probability first, so that every sum runs from the most to the least suspect.
        rows = rows[np.argsort(-predictions.probability[rows], kind="stable")]
        counted = _RankedFold(
            predictions.probability[rows], predictions.label[rows] == 1, weights[:, rows]
        )
        pairs = counted.ill_total * counted.healthy_total
        both = pairs > 0
        for name, value, weight in (
            ("auroc", counted.auroc(), pairs),
            ("auprc", counted.auprc(), counted.ill_total * both),
            (
                "sensitivity_at_specificity",
                counted.sensitivity_at(specificity),
                counted.ill_total * both,
            ),
        ):
            sums[name] += np.where(both, value, 0) * weight
            counts[name] += weight
    with np.errstate(divide="ignore", invalid="ignore"):
        return {name: sums[name] / counts[name] for name in RANKED}


class _RankedFold:
    """Weighted counts of one fold above each distinct probability.

    Shapes:
        probability: (rows,), falling.
        ill: (rows,), bool.
        weights: (draws, rows).
    """

    def __init__(
        self, probability: NDArray[np.float64], ill: NDArray[np.bool_], weights: Draws
    ) -> None:
        last_of_tie = np.flatnonzero(np.append(np.diff(probability) != 0, True))
        self.ill = np.cumsum(weights * ill, axis=1)[:, last_of_tie]
        self.healthy = np.cumsum(weights * ~ill, axis=1)[:, last_of_tie]
        self.ill_total = self.ill[:, -1]
        self.healthy_total = self.healthy[:, -1]

    def auroc(self) -> Draws:
        """Share of pairs in which the diseased page ranks higher; a tie counts one half."""
        ill_here = np.diff(self.ill, axis=1, prepend=0)
        healthy_below = self.healthy_total[:, None] - self.healthy
        healthy_here = np.diff(self.healthy, axis=1, prepend=0)
        won = (ill_here * (healthy_below + healthy_here / 2)).sum(axis=1)
        return _divide(won, self.ill_total * self.healthy_total)

    def auprc(self) -> Draws:
        """Average precision: precision at each diseased page, averaged."""
        ill_here = np.diff(self.ill, axis=1, prepend=0)
        precision = _divide(self.ill, self.ill + self.healthy)
        return _divide((ill_here * precision).sum(axis=1), self.ill_total)

    def sensitivity_at(self, specificity: float) -> Draws:
        """Sensitivity at this specificity, read off the ROC curve by linear interpolation.

        Between two thresholds the curve is a straight line, since one may toss a coin between
        them; a fold with few healthy pages has no threshold at exactly this specificity.
        """
        origin = np.zeros((len(self.ill), 1))
        alarms = np.hstack([origin, _divide(self.healthy, self.healthy_total[:, None])])
        found = np.hstack([origin, _divide(self.ill, self.ill_total[:, None])])
        wanted = 1 - specificity
        below = (alarms <= wanted + 1e-12).sum(axis=1) - 1
        above = np.minimum(below + 1, alarms.shape[1] - 1)
        draws = np.arange(len(alarms))
        step = alarms[draws, above] - alarms[draws, below]
        part = _divide(wanted - alarms[draws, below], step)
        rise = found[draws, above] - found[draws, below]
        return np.asarray(found[draws, below] + part * rise)


def _divide(one: Draws, other: Draws) -> Draws:
    return np.divide(
        one, other, out=np.zeros(np.broadcast_shapes(one.shape, other.shape)), where=other > 0
    )
