"""Where each page stands among the pages of the other class, trained model by trained model."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from hfgnn.types import Predictions, Rows

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class FitScores:
    """AUROC of every trained model on its own test fold.

    Attributes:
        repeat: number of the division into folds.
        seed: number of the initial weights.
        fold: number of the test fold.
        auroc: NaN where the fold holds one class.
        pairs: of a diseased and a healthy page, which are the weight of the fit.

    Shapes:
        all: (fits,).
    """

    repeat: Rows
    seed: Rows
    fold: Rows
    auroc: Numbers
    pairs: Numbers

    def pooled(self, chosen: NDArray[np.bool_]) -> float:
        """AUROC over the chosen fits, weighted by their pairs; NaN where no fit has both classes.

        Args:
            chosen: (fits,), which fits to average.
        """
        counted = chosen & (self.pairs > 0)
        if not counted.any():
            return float("nan")
        return float(np.average(self.auroc[counted], weights=self.pairs[counted]))


def placements(probability: Numbers, ill: NDArray[np.bool_]) -> Numbers:
    """For each page, the share of the other class that it is on the right side of.

    A diseased page: the share of the healthy that it outranks; a healthy page: the share of the
    diseased that outrank it; a tie counts one half. Both average to the AUROC. Found from ranks
    in O(n log n) (Sun & Xu 2014, https://doi.org/10.1109/LSP.2014.2337313).

    Args:
        probability: of disease, by one trained model.
        ill: which pages are diseased; some must be and some must not.

    Shapes:
        probability, ill, returns: (rows,).
    """
    passed = np.asarray(rankdata(probability), dtype=np.float64)
    for members in (ill, ~ill):
        passed[members] -= rankdata(probability[members])
    share = passed / np.where(ill, (~ill).sum(), ill.sum())
    return np.asarray(np.where(ill, share, 1 - share))


def rows_by_fit(predictions: Predictions) -> list[Rows]:
    """Row numbers of each trained model's answers, in the order of `fit`."""
    order = np.argsort(predictions.fit, kind="stable")
    _, starts = np.unique(predictions.fit[order], return_index=True)
    return np.split(order, starts[1:])


def auroc_by_fit(predictions: Predictions) -> FitScores:
    """AUROC of each trained model on its own test fold."""
    fits = rows_by_fit(predictions)
    auroc, pairs = np.full(len(fits), np.nan), np.zeros(len(fits))
    for number, rows in enumerate(fits):
        ill = predictions.label[rows] == 1
        pairs[number] = ill.sum() * (~ill).sum()
        if pairs[number]:
            auroc[number] = placements(predictions.probability[rows], ill)[ill].mean()
    first = np.array([rows[0] for rows in fits], dtype=np.int64)
    of = (predictions.repeat[first], predictions.seed[first], predictions.fold[first])
    return FitScores(*of, auroc=auroc, pairs=pairs)


def need_same_rows(one: Predictions, other: Predictions) -> None:
    """Refuse two models that cannot be compared row by row.

    Raises:
        ValueError: they answer other pages, or the same pages in other folds or repeats.
    """
    for name in ("record_id", "group", "label", "repeat", "seed", "fold"):
        if not np.array_equal(getattr(one, name), getattr(other, name)):
            raise ValueError(
                f"{one.model} and {other.model} differ in {name}, "
                "but models are compared on the same rows"
            )
