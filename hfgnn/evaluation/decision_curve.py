"""Whether deciding by a model does more good than treating everybody, or nobody."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.evaluation.intervals import interval
from hfgnn.types import Rows

Numbers = NDArray[np.float64]

THRESHOLDS = np.arange(1, 100) / 100


@dataclass(frozen=True)
class DecisionCurve:
    """Net benefit per threshold: diseased found per page, less false alarms at their price.

    A threshold of .1 says that a false alarm costs a ninth of what a diseased page found is worth.
    All tuples are in the order of the thresholds.

    Attributes:
        threshold: from which calibrated probability a page is treated as diseased.
        model: net benefit of deciding by the model.
        low: lower end of its bootstrap interval over patients.
        high: upper end.
        treat_all: net benefit of treating every page as diseased.
        treat_none: of treating none, which is zero.
        gain: of the model over the better of the two.
        gain_low: lower end of its interval, both on the same drawn patients.
        gain_high: upper end.
    """

    threshold: tuple[float, ...]
    model: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    treat_all: tuple[float, ...]
    treat_none: tuple[float, ...]
    gain: tuple[float, ...]
    gain_low: tuple[float, ...]
    gain_high: tuple[float, ...]


def decision_curve(
    probability: Numbers, label: Rows, *, weights: Numbers, confidence: float
) -> DecisionCurve:
    """Net benefit = found / pages - false alarms / pages * threshold / (1 - threshold).

    Vickers & Elkin 2006, https://doi.org/10.1177/0272989X06295361.

    Args:
        probability: calibrated, since a threshold on it stands for a price.
        label: 1 for disease.
        weights: bootstrap draws of patients, the first of ones.
        confidence: of the intervals.

    Shapes:
        probability: (rows,).
        label: (rows,).
        weights: (draws, rows).
    """
    model = net_benefit(probability, label, weights)
    everybody = net_benefit(np.ones_like(probability), label, weights)
    gain = model - np.maximum(everybody, 0)
    value, low, high = _ends(model, confidence)
    more, more_low, more_high = _ends(gain, confidence)
    return DecisionCurve(
        threshold=tuple(THRESHOLDS.tolist()),
        model=value,
        low=low,
        high=high,
        treat_all=tuple(everybody[0].tolist()),
        treat_none=(0.0,) * len(THRESHOLDS),
        gain=more,
        gain_low=more_low,
        gain_high=more_high,
    )


def net_benefit(probability: Numbers, label: Rows, weights: Numbers) -> Numbers:
    """(draws, thresholds), of treating pages whose probability reaches the threshold."""
    called = probability[:, None] >= THRESHOLDS
    worth = np.where((label == 1)[:, None], 1.0, -THRESHOLDS / (1 - THRESHOLDS))
    return np.asarray(weights @ (called * worth) / weights.sum(axis=1, keepdims=True))


def _ends(draws: Numbers, confidence: float) -> tuple[tuple[float, ...], ...]:
    """Values, lower and upper ends, each one number per threshold."""
    return tuple(zip(*(interval(column, confidence) for column in draws.T), strict=True))
