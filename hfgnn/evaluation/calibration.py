"""Whether a probability of 30 % comes true in 30 of 100: curve, slope, intercept, Brier parts, ECE.

All folds are pooled: unlike a ranking, a probability claims to mean the same in every fold.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from hfgnn.evaluation.by_chance import BesideChance, Value, beside_chance, true_labels
from hfgnn.evaluation.intervals import estimates, share
from hfgnn.evaluation.logistic_line import bounded_logit, fit_logistic
from hfgnn.types import Estimate, Rows

Numbers = NDArray[np.float64]

BINS = 10


@dataclass(frozen=True)
class Bin:
    """One point of a reliability curve: pages of similar probability.

    Attributes:
        pages: rows in it.
        probability: their mean probability.
        observed: share of disease among them, with Wilson's interval over patients.
    """

    pages: int
    probability: float
    observed: Estimate


@dataclass(frozen=True)
class Calibration:
    """How far probabilities can be taken at their word.

    Attributes:
        scores: slope, intercept, brier and uncertainty with a bootstrap interval; ece and
            miscalibration beside what chance gives; discrimination alone. One that does not exist,
            such as the slope of a model that gives everybody the same probability, is left out.
        curve: the reliability curve, by rising probability.
    """

    scores: dict[str, Estimate | Value]
    curve: tuple[Bin, ...]


def calibration(
    probability: Numbers,
    label: Rows,
    group: Rows,
    *,
    weights: Numbers,
    confidence: float,
    seed: int,
) -> Calibration:
    """Everything about one column of probabilities.

    Args:
        probability: raw or recalibrated.
        label: 1 for disease.
        group: rows that share a number are of one patient.
        weights: bootstrap draws of patients, the first of ones.
        confidence: of the intervals.
        seed: of the labels that are drawn from the probabilities.

    Shapes:
        probability: (rows,).
        label: (rows,).
        group: (rows,).
        weights: (draws, rows).
    """
    slope, intercept = slope_and_intercept(probability, label, weights)
    parts = brier_parts(probability, label, weights)
    certain = {name: parts[name] for name in ("brier", "uncertainty")}
    draws = {"slope": slope, "intercept": intercept, **certain}
    scores: dict[str, Estimate | Value] = {
        **estimates(draws, confidence),
        **_beside_chance(probability, label, group, seed),
        "discrimination": Value(float(parts["discrimination"][0])),
    }
    return Calibration(scores, reliability_curve(probability, label, group, confidence=confidence))


def _beside_chance(
    probability: Numbers, label: Rows, group: Rows, seed: int
) -> dict[str, BesideChance]:
    """The two scores that are above 0 also for perfect calibration, the more the fewer rows."""
    labels = np.concatenate([label[None], true_labels(probability, group, seed=seed)])
    ones = np.ones(labels.shape)
    found = {
        "ece": expected_calibration_error(probability, labels, ones),
        "miscalibration": brier_parts(probability, labels, ones)["miscalibration"],
    }
    return {name: beside_chance(float(values[0]), values[1:]) for name, values in found.items()}


def slope_and_intercept(
    probability: Numbers, label: Rows, weights: Numbers
) -> tuple[Numbers, Numbers]:
    """Logistic regression of the label on the logit of the probability, per draw.

    The slope is 1 for calibrated probabilities and below 1 for exaggerated ones. The intercept is
    that of a model with slope 1, calibration in the large: 0 if as many are ill as predicted, below
    0 if fewer (Cox 1958; Van Calster et al. 2019, https://doi.org/10.1186/s12916-019-1466-7).

    Shapes:
        probability: (rows,).
        label: (rows,).
        weights: (draws, rows).
        returns: (draws,) each; NaN where a draw holds one class only. The slope is NaN also where
            the probability parts the classes, or is the same for everybody.
    """
    logits, target = bounded_logit(probability), label.astype(np.float64)
    ones = np.ones_like(logits)
    ill, healthy = (weights > 0) & (label == 1), (weights > 0) & (label == 0)
    both = ill.any(axis=1) & healthy.any(axis=1)
    slope, intercept = np.full((2, len(weights)), np.nan)
    intercept[both] = fit_logistic(ones[:, None], target, weights[both], logits)[:, 0]
    meet = both & _overlaps(logits, ill, healthy) & _overlaps(-logits, ill, healthy)
    columns = np.column_stack([logits, ones])
    slope[meet] = fit_logistic(columns, target, weights[meet], 0 * logits)[:, 0]
    return slope, intercept


def _overlaps(
    logits: Numbers, ill: NDArray[np.bool_], healthy: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether some ill row lies below some healthy one, per draw."""
    lowest = np.where(ill, logits, np.inf).min(axis=1)
    return np.asarray(lowest < np.where(healthy, logits, -np.inf).max(axis=1))


def brier_parts(probability: Numbers, label: Rows, weights: Numbers) -> dict[str, Numbers]:
    """Brier score = miscalibration - discrimination + uncertainty, exactly, per draw.

    The probabilities are set against the best rising recalibration of themselves (isotonic
    regression on the same rows) and against the share of disease for everybody. Miscalibration is
    what recalibration would save, discrimination what it would then be better than the share,
    uncertainty the Brier score of the share (CORP: Dimitriadis, Gneiting & Jordan 2021,
    https://doi.org/10.1073/pnas.2016191118). Both first parts are never negative, and too large by
    chance in few rows.

    Shapes:
        probability: (rows,).
        label: (rows,), or (draws, rows) where each draw has its own.
        weights: (draws, rows).
        returns: (draws,) each.
    """
    at, place = np.unique(probability, return_inverse=True)
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(len(at)))
    count = np.add.reduceat(weights[:, order], starts, axis=1)
    ill = np.add.reduceat((weights * label)[:, order], starts, axis=1)
    number, total = count.sum(axis=1), ill.sum(axis=1)
    brier = (ill * (1 - at) ** 2 + (count - ill) * at**2).sum(axis=1) / number
    uncertainty = total / number * (1 - total / number)
    best = np.array([_isotonic_brier(*drawn) for drawn in zip(count, ill, strict=True)])
    return {
        "brier": brier,
        "miscalibration": brier - best,
        "discrimination": uncertainty - best,
        "uncertainty": uncertainty,
    }


def _isotonic_brier(count: Numbers, ill: Numbers) -> float:
    drawn = count > 0
    count, ill = count[drawn], ill[drawn]
    best = isotonic_regression(ill / count, weights=count).x
    return float((ill * (1 - best) ** 2 + (count - ill) * best**2).sum() / count.sum())


def expected_calibration_error(probability: Numbers, label: Rows, weights: Numbers) -> Numbers:
    """Mean distance of predicted and observed share over bins of as many pages each, per draw.

    Equal probabilities share a bin, so there can be fewer than ten. Few pages per bin make it too
    large, also for calibrated probabilities (Naeini, Cooper & Hauskrecht 2015,
    https://doi.org/10.1609/aaai.v29i1.9602, with bins of equal mass).

    Shapes:
        probability: (rows,).
        label: (rows,), or (draws, rows) where each draw has its own.
        weights: (draws, rows).
        returns: (draws,).
    """
    place = bins(probability)
    members = place[:, None] == np.arange(place.max() + 1)
    gap = (weights * (probability - label)) @ members
    return np.asarray(np.abs(gap).sum(axis=1) / weights.sum(axis=1))


def reliability_curve(
    probability: Numbers, label: Rows, group: Rows, *, confidence: float
) -> tuple[Bin, ...]:
    """Mean probability and share of disease in bins of as many pages each."""
    place = bins(probability)
    points = []
    for number in range(place.max() + 1):
        inside = place == number
        observed = share(label[inside] == 1, group[inside], confidence)
        if observed is not None:
            points.append(Bin(int(inside.sum()), float(probability[inside].mean()), observed))
    return tuple(points)


def bins(probability: Numbers) -> Rows:
    """Number of each row's bin: tenths of the rows by rising probability, ties together."""
    shares = np.arange(1, BINS) / BINS
    edges = np.unique(np.quantile(probability, shares, method="inverted_cdf"))
    above = np.searchsorted(edges, probability, side="left")
    return np.unique(above, return_inverse=True)[1].astype(np.int64)
