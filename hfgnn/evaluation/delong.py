"""DeLong's variance of the AUROC and of a difference of two, with patients as the units.

The AUROC of a run is the mean of the AUROC of its trained models, each on its own test fold,
weighted by pairs (hfgnn/evaluation/metrics.py). To first order it is a sum over rows: a diseased
page of a fit adds its placement less the AUROC, over the number of diseased pages of the fit; a
healthy page likewise. Rows of one patient, over pages, repeats and seeds, are added up before they
are squared, so that what they have in common is counted (Obuchowski 1997,
https://doi.org/10.2307/2533958). With one fit and one page per patient this is DeLong, DeLong &
Clarke-Pearson 1988 (https://doi.org/10.2307/2531595) exactly.

As there, a class of m patients loses one degree of freedom to its mean, so its rows carry
sqrt(m / (m - 1)). m counts patients, not pages, so a page that is there twice changes nothing; a
further G / (G - 1) over all patients would count the same loss twice.

The AUROC that is taken off is that of the run, not that of the fit. A fold has few patients, and
taking off their own mean would hide part of what a patient does alike in every repeat: too small
a variance, the more so with more repeats. With the run's mean, folds that differ count as
variance, as in the bootstrap, which errs on the side of caution.

The variance is that of other patients before the same trained models. What another training would
have changed is not in it; the corrected t (corrected_t.py) and variance.py look at that.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from scipy.stats import norm

from hfgnn.evaluation.placements import (
    Numbers,
    auroc_by_fit,
    need_same_rows,
    placements,
    rows_by_fit,
)
from hfgnn.types import Estimate, Predictions, Rows

_NOTHING = 1e-12
"""Standard errors below this are rounding."""


@dataclass(frozen=True)
class AurocTest:
    """How much higher one model's AUROC is than another's, and whether that may be chance."""

    difference: float
    low: float
    high: float
    z: float
    p: float


def auroc_interval(predictions: Predictions, confidence: float) -> Estimate:
    """AUROC with DeLong's interval, made on the logit scale.

    The plain interval is symmetric, so near 1 it runs past 1 and stays too short below, and covers
    less than it says; on the logit scale it stays inside (0, 1) and is longer towards one half
    (Pepe 2003, The Statistical Evaluation of Medical Tests, section 5.2).

    Where nothing varies the variance is 0, which is not certainty. If every pair is ranked right
    (or wrong), the bound is the AUROC at which as many disjoint pairs as there are patients of the
    rarer class would all be right with a probability of (1 - confidence) / 2. The same number of
    pairs gives Hoeffding's bound (1963, https://doi.org/10.2307/2282952) in what is left, such as
    a class of one patient. A model that tells nobody apart has one half without doubt.

    Args:
        predictions: of one model.
        confidence: that the interval holds the AUROC, in (0, 1).

    Shapes:
        returns: all NaN where no test fold holds both classes.
    """
    value, influence = _influence(predictions)
    if np.isnan(value):
        return Estimate(value, value, value)
    error, patients = _standard_error(influence, predictions.group), min(_patients(predictions))
    if error > _NOTHING and patients > 1:
        centre, spread = float(logit(value)), _quantile(confidence) * error / (value * (1 - value))
        return Estimate(value, float(expit(centre - spread)), float(expit(centre + spread)))
    if _tells_nobody_apart(predictions):
        return Estimate(value, value, value)
    if value in (0, 1):
        edge = ((1 - confidence) / 2) ** (1 / patients)
        return Estimate(value, edge if value else 0.0, 1.0 if value else 1 - edge)
    slack = _slack(confidence, patients)
    return Estimate(value, max(value - slack, 0.0), min(value + slack, 1.0))


def auroc_difference(one: Predictions, other: Predictions, confidence: float) -> AurocTest | None:
    """Compare the AUROC of two models on the same rows.

    The difference is left on its own scale: it is far from its limits, and what the models share
    cancels row by row. Models that rank alike differ by 0 with p = 1. Where they differ and yet
    nothing varies, as a perfect model against one that tells nobody apart, or where a class has
    one patient, p and interval are Hoeffding's bound and z is the normal quantile of p.

    Args:
        one: the model from whose AUROC the other's is taken.
        other: on the same rows.
        confidence: of the interval, in (0, 1).

    Shapes:
        returns: None where no test fold holds both classes.

    Raises:
        ValueError: the models do not answer the same rows.
    """
    need_same_rows(one, other)
    (left, left_rows), (right, right_rows) = _influence(one), _influence(other)
    if np.isnan(left):
        return None
    difference = left - right
    influence = left_rows - right_rows
    error, patients = _standard_error(influence, one.group), min(_patients(one))
    if error > _NOTHING and patients > 1:
        spread, z = _quantile(confidence) * error, difference / error
        p = float(2 * norm.sf(abs(z)))
    elif abs(difference) < _NOTHING:
        spread, z, p = 0.0, 0.0, 1.0
    else:
        # A pair can differ from -1 to 1, twice the range of one model's pair.
        spread = 2 * _slack(confidence, patients)
        p = min(1.0, 2 * float(np.exp(-patients * difference**2 / 2)))
        p = max(p, float(np.finfo(np.float64).tiny))  # of 0 the quantile would be infinite
        z = float(np.sign(difference) * norm.isf(p / 2))
    low, high = max(difference - spread, -1.0), min(difference + spread, 1.0)
    return AurocTest(difference, low, high, z, p)


def _influence(predictions: Predictions) -> tuple[float, Numbers]:
    """AUROC, and what each row adds to its deviation from the truth."""
    scores = auroc_by_fit(predictions)
    auroc = scores.pooled(np.ones(len(scores.auroc), dtype=bool))
    influence = np.zeros(len(predictions.label))
    for rows, pairs in zip(rows_by_fit(predictions), scores.pairs, strict=True):
        if not pairs:
            continue
        ill = predictions.label[rows] == 1
        off = placements(predictions.probability[rows], ill) - auroc
        size = np.where(ill, ill.sum(), (~ill).sum())
        influence[rows] = pairs / scores.pairs.sum() * off / size
    of_ill, of_healthy = (math.sqrt(m / max(m - 1, 1)) for m in _patients(predictions))
    return auroc, np.where(predictions.label == 1, of_ill, of_healthy) * influence


def _standard_error(influence: Numbers, group: Rows) -> float:
    _, member = np.unique(group, return_inverse=True)
    return float(np.linalg.norm(np.bincount(member.ravel(), weights=influence)))


def _patients(predictions: Predictions) -> tuple[int, int]:
    """Diseased and healthy patients in the fits that rank anything."""
    ill, fit = predictions.label == 1, predictions.fit
    share = np.bincount(fit, weights=ill) / np.bincount(fit)
    ranked = ((share > 0) & (share < 1))[fit]
    diseased, healthy = (
        len(np.unique(predictions.group[ranked & members])) for members in (ill, ~ill)
    )
    return diseased, healthy


def _tells_nobody_apart(predictions: Predictions) -> bool:
    return all(np.ptp(predictions.probability[rows]) == 0 for rows in rows_by_fit(predictions))


def _quantile(confidence: float) -> float:
    return float(norm.ppf((1 + confidence) / 2))


def _slack(confidence: float, patients: int) -> float:
    """Hoeffding's half-width for a mean of so many values in [0, 1]."""
    return float(np.sqrt(np.log(2 / (1 - confidence)) / (2 * patients)))
