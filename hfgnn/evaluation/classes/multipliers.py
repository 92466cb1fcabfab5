"""How much each class is called for, chosen on validation rows, as a threshold is for two."""

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows

Floats = NDArray[np.float64]

STEPS = tuple(2.0**step for step in (0, -1, 1, -2, 2, -3, 3, -4))
"""What a class's probability may be multiplied by; of equal ones the nearest to 1."""

ROUNDS = 2
LEAST = 10
"""Validation rows of a class from which on it is moved at all."""


def choose_multipliers(probability: Floats, label: Rows) -> Floats:
    """Factors on the probabilities with which the called classes have the highest macro-F1.

    One class after the other, the first class fixed at 1. A model that was trained with other
    shares of the classes than there are, as with weights or made beats, says some too often.

    Args:
        probability: of each class, for validation rows.
        label: their true class.

    Shapes:
        probability: (rows, classes).
        label: (rows,).
        returns: (classes,).
    """
    classes = probability.shape[1]
    counts = np.bincount(label, minlength=classes)
    factors = np.ones(classes)
    for _ in range(ROUNDS):
        for number in np.flatnonzero(counts >= LEAST)[1:].tolist():
            scores = [_macro_f1(probability, label, factors, number, step) for step in STEPS]
            factors[number] = STEPS[int(np.argmax(scores))]
    return factors


def _macro_f1(probability: Floats, label: Rows, factors: Floats, number: int, step: float) -> float:
    tried = factors.copy()
    tried[number] = step
    classes = len(factors)
    called = (probability * tried).argmax(axis=1)
    counts = np.bincount(label * classes + called, minlength=classes**2).reshape(classes, classes)
    both = counts.sum(axis=0) + counts.sum(axis=1)
    return float((2 * np.diag(counts) / np.maximum(both, 1)).mean())


def multiply(probability: Floats, factors: Floats) -> Floats:
    """Probabilities times the factors, made to sum to 1 again.

    Shapes:
        probability: (rows, classes).
        factors: (classes,).
        returns: (rows, classes).
    """
    moved = probability * factors
    return np.asarray(moved / moved.sum(axis=1, keepdims=True))
