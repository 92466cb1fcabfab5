"""From what a model says to how often it is so: maps fitted on a fold's validation rows.

Networks are trained on balanced classes, which shifts their logit, and they are too sure of
themselves, which stretches it. A map fitted on the validation rows of a fold is applied to its test
rows and to new patients; it is a few plain numbers, so that a finished run can keep it.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from hfgnn.config.evaluation import Recalibration
from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.logistic_line import bounded_logit, fit_logistic
from hfgnn.evaluation.recalibration_map import (
    LogitLine,
    RecalibrationMap,
    Steps,
    Unchanged,
    from_arrays,
)
from hfgnn.types import Rows

Numbers = NDArray[np.float64]

FLATTEST = 1e-3
"""The smallest slope of a logit map: where the validation rows rank the wrong way round, or hold
one class only, all nearly get the share of disease among them, in the order the model gave."""
ALIKE = 1e-9
"""Logits that differ by less are the same answer for everybody."""


def fit_recalibration(probability: Numbers, label: Rows, rule: Recalibration) -> RecalibrationMap:
    """The map of highest likelihood on the validation rows of a fold.

    ``platt``: slope and shift of the logit, with labels drawn in a little towards each other, to
    (n+1)/(n+2) and 1/(n+2) for n rows of the class, so that classes which the model parts have a
    finite slope (Platt 1999; Lin, Lin & Weng 2007, https://doi.org/10.1007/s10994-007-5018-6).
    ``temperature``: a slope without a shift (Guo et al. 2017, https://arxiv.org/abs/1706.04599),
    with the same labels, for the same reason; it cannot undo a shift. ``isotonic``: any rising
    steps (Zadrozny & Elkan 2002, https://doi.org/10.1145/775047.775151), between 1/(n+2) and
    (n+1)/(n+2) for n rows in all, since a few rows make nobody certain; ties arise. ``none``:
    unchanged.

    With ``platt`` and ``isotonic`` a model that gives everybody the same probability gets the share
    of disease among the validation rows, and so does every model where these hold one class only;
    both with the labels drawn in as above. A temperature moves no probability across one half, so
    there it gives at best about one half.

    Shapes:
        probability: (validation rows,), as the model says it.
        label: (validation rows,), 1 for disease.

    Raises:
        ValueError: there are no rows, not as many labels, or something else than probabilities.
    """
    fitted = _fit(probability, label, np.ones((1, len(label))), rule)
    single = {
        name: values if name == "at" else values[0] for name, values in fitted.arrays().items()
    }
    return from_arrays(single)


def bootstrap_recalibrations(
    probability: Numbers, label: Rows, group: Rows, rule: Recalibration, *, draws: int, seed: int
) -> RecalibrationMap:
    """The same fitted on resampled validation patients, as one map that gives a row per draw.

    The spread of its answers for a page says how far its calibrated probability depends on which
    patients stood in the validation part, for a model that is held fixed.

    Args:
        probability: as the model says it.
        label: 1 for disease.
        group: pages that share a number are drawn together.
        rule: how to correct.
        draws: how many.
        seed: of the draws.

    Shapes:
        probability: (validation rows,).
        label: (validation rows,).
        group: (validation rows,).

    Raises:
        ValueError: as ``fit_recalibration``, or there are fewer draws than one.
    """
    if draws < 1:
        raise ValueError(f"draws is {draws}, but it must be at least 1")
    weights = draw_patients(group, resamples=draws, seed=seed)[1:]
    return _fit(probability, label, weights, rule)


def _fit(
    probability: Numbers, label: Rows, weights: Numbers, rule: Recalibration
) -> RecalibrationMap:
    _refuse(probability, label)
    match rule:
        case Recalibration.none:
            return Unchanged(np.ones(len(weights)))
        case Recalibration.isotonic:
            return _steps(probability, label, weights)
        case Recalibration.temperature:
            return _temperature(bounded_logit(probability), _drawn_in(label, weights), weights)
        case Recalibration.platt:
            return _platt(bounded_logit(probability), _drawn_in(label, weights), weights)


def _refuse(probability: Numbers, label: Rows) -> None:
    if not len(label) or len(label) != len(probability):
        raise ValueError(
            f"there are {len(probability)} probabilities and {len(label)} labels, but a map is "
            "fitted on as many of both, at least one"
        )
    if not ((probability >= 0) & (probability <= 1)).all():
        raise ValueError("every probability must be a number in [0, 1]")


def _drawn_in(label: Rows, weights: Numbers) -> Numbers:
    """Platt's targets, (draws, rows)."""
    ill = weights @ (label == 1)
    healthy = weights @ (label == 0)
    return np.asarray(
        np.where(label == 1, ((ill + 1) / (ill + 2))[:, None], (1 / (healthy + 2))[:, None])
    )


def _platt(logits: Numbers, target: Numbers, weights: Numbers) -> LogitLine:
    ones = np.ones((len(logits), 1))
    if np.ptp(logits) < ALIKE:
        slope = np.ones(len(weights))
    else:
        columns = np.column_stack([logits, ones])
        slope = fit_logistic(columns, target, weights, np.zeros_like(logits))[:, 0]
        slope = np.maximum(slope, FLATTEST)
    # With the slope held, so that the shift is the best one for a slope at its limit too.
    shift = fit_logistic(ones, target, weights, slope[:, None] * logits)[:, 0]
    return LogitLine(slope, shift)


def _temperature(logits: Numbers, target: Numbers, weights: Numbers) -> LogitLine:
    slope = fit_logistic(logits[:, None], target, weights, np.zeros_like(logits))[:, 0]
    return LogitLine(np.maximum(slope, FLATTEST), np.zeros(len(weights)))


def _steps(probability: Numbers, label: Rows, weights: Numbers) -> Steps:
    at, place = np.unique(probability, return_inverse=True)
    is_at = place[:, None] == np.arange(len(at))
    count, ill = weights @ is_at, (weights * (label == 1)) @ is_at
    value = np.empty_like(count)
    for draw in range(len(weights)):
        drawn = count[draw] > 0
        share = ill[draw, drawn] / count[draw, drawn]
        rising = isotonic_regression(share, weights=count[draw, drawn]).x
        value[draw] = np.interp(at, at[drawn], rising)
    least = 1 / (weights.sum(axis=1, keepdims=True) + 2)
    return Steps(at, np.clip(value, least, 1 - least))
