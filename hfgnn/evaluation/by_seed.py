"""Scores of every seed for itself, and their mean with an interval over seeds."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student
from sklearn.metrics import roc_auc_score

from hfgnn.evaluation.metrics import scores
from hfgnn.types import Beats, Estimate, Predictions

SPECIFICITY = 0.9
"""At which a sensitivity is read that this module does not pass on."""

NAMES = ("auroc", "auprc", "accuracy", "balanced_accuracy", "sensitivity", "specificity")


def by_seed(predictions: Predictions) -> dict[str, NDArray[np.float64]]:
    """Each score of the rows of each repeat, whose number is that of its seed.

    Shapes:
        returns: (repeats,) per score.
    """
    repeats = np.unique(predictions.repeat)
    masks = (repeats[:, None] == predictions.repeat).astype(np.float64)
    found = scores(predictions, masks, specificity=SPECIFICITY)
    return {name: np.asarray(found[name]) for name in NAMES}


def over_seeds(values: NDArray[np.float64], confidence: float) -> Estimate:
    """The mean with Student's interval, which speaks of other seeds on these patients.

    Its ends are cut at 0 and 1, between which every score lies.

    Raises:
        ValueError: there are fewer than two values.
    """
    if len(values) < 2:
        raise ValueError(f"there is {len(values)} seed, but an interval needs at least 2")
    mean = float(values.mean())
    error = float(values.std(ddof=1)) / len(values) ** 0.5
    half = float(student.ppf((1 + confidence) / 2, len(values) - 1)) * error
    return Estimate(mean, max(mean - half, 0.0), min(mean + half, 1.0))


def record_means(
    beats: Beats, values: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The first beat of each record, and the mean of its beats' values.

    Shapes:
        values: (beats,).
        returns: (records,), row numbers of ``beats``; (records,).
    """
    _, first, which = np.unique(beats.record_id, return_index=True, return_inverse=True)
    return first.astype(np.int64), np.bincount(which, values) / np.bincount(which)


def auroc_of(beats: Beats, log_odds: NDArray[np.float64]) -> float:
    """AUROC by record where records are of one class, by beat where they hold both."""
    label = beats.label
    first, means = record_means(beats, log_odds)
    _, pure = record_means(beats, label.astype(np.float64))
    if np.isin(pure, (0, 1)).all() and len(first) > 2:
        label, log_odds = label[first], means
    return float(roc_auc_score(label, log_odds))
