"""Scores of confusion matrices, for many bootstrap draws at once.

Where a ratio has nothing below its line it is 0, as scikit-learn has it with ``zero_division=0``:
the F1 and the positive predictive value of a class that is never called. A draw of patients in
which a class does not occur, though the data have it, has no score of that class, and none that
averages over the classes; it is NaN there and left out of those intervals. To count it as 0 would
say that the model fails on beats that are not there. A class that the data themselves lack has no
sensitivity, and counts as 0 in macro-F1 and macro-recall.
"""

import numpy as np
from numpy.typing import NDArray

from hfgnn.evaluation.classes.confusion import Counts

Draws = NDArray[np.float64]

PER_CLASS = ("f1", "sensitivity", "positive_predictive_value")


def class_scores(counts: Counts) -> dict[str, Draws]:
    """F1, sensitivity and positive predictive value of each class.

    Args:
        counts: confusion matrices; the first is that of the data themselves.

    Shapes:
        counts: (draws, classes, classes), true class before called one.
        returns: (draws, classes) per score; NaN where a draw lacks the class.
    """
    hit, true, called = _margins(counts)
    lacks = true == 0
    found = {
        "f1": _divide(2 * hit, true + called),
        "sensitivity": np.where(lacks, np.nan, _divide(hit, true)),
        "positive_predictive_value": _divide(hit, called),
    }
    lacks &= true[0] > 0
    return {name: np.where(lacks, np.nan, values) for name, values in found.items()}


def overall_scores(counts: Counts) -> dict[str, Draws]:
    """Scores over all classes.

    Balanced accuracy is the mean sensitivity of the classes that the data have; macro-recall is
    that over all classes, so the two differ only where one never occurs. Weighted F1 weighs each
    class with its beats.

    Shapes:
        counts: (draws, classes, classes).
        returns: (draws,) per score.
    """
    hit, true, called = _margins(counts)
    total = true.sum(axis=1)
    by_class = class_scores(counts)
    known = true[0] > 0
    recall = by_class["sensitivity"]
    return {
        "macro_f1": by_class["f1"].mean(axis=1),
        "accuracy": _divide(hit.sum(axis=1), total),
        "balanced_accuracy": recall[:, known].mean(axis=1),
        "macro_recall": np.where(known, recall, 0).mean(axis=1),
        "weighted_f1": _divide((_divide(2 * hit, true + called) * true).sum(axis=1), total),
    }


def _margins(counts: Counts) -> tuple[Draws, Draws, Draws]:
    """Beats that are called what they are, that are of each class, that are called so."""
    return np.diagonal(counts, axis1=1, axis2=2), counts.sum(axis=2), counts.sum(axis=1)


def _divide(one: Draws, other: Draws) -> Draws:
    return np.divide(one, other, out=np.zeros_like(one), where=other > 0)
