"""Multinomial logistic regression on a few columns, and the most frequent class for everything."""

import warnings

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from hfgnn.types import Rows

PENALTY = 1.0
"""Inverse strength; with thousands of rows and a few columns it hardly matters."""


def class_logistic(
    x: NDArray[np.float32], label: Rows, fitted: Rows, *, classes: int
) -> NDArray[np.float64]:
    """Probability of each class by ridge-penalized logistic regression.

    Args:
        x: columns without gaps, on one scale.
        label: class of each row; only those of fitted rows are looked at.
        fitted: rows that are learned.
        classes: how many there are.

    Shapes:
        x: (rows, columns).
        label: (rows,).
        returns: (rows, classes), float64; 0 for a class that no fitted row has.
    """
    model = LogisticRegression(C=PENALTY, max_iter=200)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # near enough for a control
        model.fit(x[fitted], label[fitted])
    said = np.zeros((len(x), classes))
    said[:, model.classes_] = model.predict_proba(x)
    return said


def class_majority(label: Rows, *, classes: int, rows: int) -> NDArray[np.float64]:
    """The share of each class among the learned rows, for every row.

    Args:
        label: class of each learned row.
        classes: how many there are.
        rows: how many answers are wanted.

    Shapes:
        label: (learned rows,).
        returns: (rows, classes), float64.
    """
    return np.tile(np.bincount(label, minlength=classes) / len(label), (rows, 1))
