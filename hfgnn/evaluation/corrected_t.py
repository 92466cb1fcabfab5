"""Corrected resampled t-test: two models over the folds of a repeated cross-validation."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from hfgnn.evaluation.placements import Numbers, auroc_by_fit, need_same_rows
from hfgnn.types import Predictions


@dataclass(frozen=True)
class CorrectedT:
    """Mean difference over the folds.

    Attributes:
        difference: mean over the folds, each with the same weight.
        low: of the interval.
        high: of the interval.
        t: the corrected statistic.
        degrees_of_freedom: folds less one.
        p: two-sided.
        folds: compared, over all repeats.
        dropped: folds with one class, which have no AUROC.
    """

    difference: float
    low: float
    high: float
    t: float
    degrees_of_freedom: int
    p: float
    folds: int
    dropped: int


def auroc_differences(one: Predictions, other: Predictions) -> Numbers:
    """AUROC of one model less the other's, on every test fold of every repeat.

    Seeds are averaged: they share their training rows, so they are not further folds.

    Shapes:
        returns: (repeats * folds,), by repeat, then fold; NaN where a fold holds one class.

    Raises:
        ValueError: the models do not answer the same rows.
    """
    need_same_rows(one, other)
    scores, others = auroc_by_fit(one), auroc_by_fit(other)
    keys = np.stack([scores.repeat, scores.fold], axis=1)
    _, fold = np.unique(keys, axis=0, return_inverse=True)
    fold = fold.ravel()
    return np.bincount(fold, weights=scores.auroc - others.auroc) / np.bincount(fold)


def corrected_t(
    differences: Numbers, *, test_to_train: float, confidence: float
) -> CorrectedT | None:
    """Test whether the mean difference over folds is 0.

    Training sets overlap, so folds are not independent and the plain t-test finds too much. The
    variance of the mean is therefore (1/J + test/train) times that of the J differences instead of
    1/J times it (Nadeau & Bengio 2003, https://doi.org/10.1023/A:1024068626366), with J - 1
    degrees of freedom over all folds of all repeats (Bouckaert & Frank 2004,
    https://doi.org/10.1007/978-3-540-24775-3_3).

    Args:
        differences: one per fold, NaN where there is none.
        test_to_train: rows of a test fold over rows it was trained on, the mean over the folds.
        confidence: of the interval, in (0, 1).

    Shapes:
        differences: (folds,).
        returns: None with fewer than two folds, or where all folds have the same difference other
            than 0, so that there is no spread to compare it with.

    Raises:
        ValueError: test_to_train is negative.
    """
    if not 0 <= test_to_train < np.inf:
        raise ValueError(f"test_to_train is {test_to_train}, but it must be at least 0")
    kept = differences[~np.isnan(differences)]
    folds, dropped = len(kept), int(np.isnan(differences).sum())
    if folds < 2:
        return None
    mean, constant = float(kept.mean()), bool(np.ptp(kept) < 1e-12)
    if constant and abs(mean) > 1e-12:
        return None
    error = float(np.sqrt((1 / folds + test_to_train) * kept.var(ddof=1)))
    statistic = 0.0 if constant else mean / error
    spread = float(student.ppf((1 + confidence) / 2, folds - 1)) * error
    p = float(2 * student.sf(abs(statistic), folds - 1))
    return CorrectedT(mean, mean - spread, mean + spread, statistic, folds - 1, p, folds, dropped)
