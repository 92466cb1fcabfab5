"""Scores of one model for men and women, the young and the old, one clinic and another."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from hfgnn.config.evaluation import Evaluation
from hfgnn.evaluation.bands import UNKNOWN, bands
from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.conformal import conformal_scores
from hfgnn.evaluation.intervals import estimates, share
from hfgnn.evaluation.metrics import scores
from hfgnn.types import Estimate, Predictions, Rows

FEWEST = 5
"""Patients that each class must have for an AUROC to be worth a number, and both classes together
for calibration in the large: a bootstrap over fewer looks surer than it is."""


@dataclass(frozen=True)
class Subgroup:
    """Pages that share a value of a column, and how the model does on them.

    Attributes:
        column: such as "sex".
        value: such as "female", a band such as "60-71", or "unknown".
        pages: different pages.
        patients: different patients.
        prevalence: share of disease.
        scores: auroc, ranked inside the trained models and with a bootstrap interval over the
            subgroup's patients, absent where a class has fewer than five; sensitivity and
            specificity, with Wilson's interval over patients; calibration_in_the_large, mean
            calibrated probability less the share of disease, with a bootstrap interval, absent
            where there are fewer than five patients; and those of the conformal sets.
    """

    column: str
    value: str
    pages: int
    patients: int
    prevalence: float
    scores: dict[str, Estimate]


def subgroups(
    predictions: Predictions,
    attributes: Mapping[str, Mapping[str, str]],
    *,
    settings: Evaluation,
    seed: int,
) -> tuple[Subgroup, ...]:
    """Every subgroup of every column, in the order of the columns.

    The more subgroups one looks at, the more of them differ by chance; the intervals do not know
    how many there are.

    Args:
        predictions: of one model.
        attributes: column to record_id to value; a record that a column lacks is "unknown".
        settings: resamples, confidence and specificity.
        seed: of the draws.
    """
    found = []
    for column, values in attributes.items():
        texts = [values.get(record, UNKNOWN) for record in predictions.record_id.tolist()]
        names, order = bands(texts)
        for value in order:
            rows = np.flatnonzero(np.array(names) == value)
            found.append(_subgroup(column, value, take(predictions, rows), settings, seed))
    return tuple(found)


def take(predictions: Predictions, rows: Rows) -> Predictions:
    """Some of the rows of a model's answers."""
    columns: dict[str, Any] = {
        field.name: getattr(predictions, field.name)[rows]
        for field in fields(predictions)
        if field.name != "model"
    }
    return replace(predictions, **columns)


def _subgroup(
    column: str, value: str, inside: Predictions, settings: Evaluation, seed: int
) -> Subgroup:
    return Subgroup(
        column=column,
        value=value,
        pages=len(np.unique(inside.record_id)),
        patients=len(np.unique(inside.patient_id)),
        prevalence=float(inside.label.mean()),
        scores=_bootstrapped(inside, settings, seed)
        | _shares(inside, settings.confidence)
        | conformal_scores(inside, settings.confidence),
    )


def _bootstrapped(inside: Predictions, settings: Evaluation, seed: int) -> dict[str, Estimate]:
    weights = draw_patients(inside.group, resamples=settings.resamples, seed=seed)
    draws = {}
    if len(np.unique(inside.patient_id)) >= FEWEST:
        excess = weights @ (inside.calibrated - inside.label) / weights.sum(axis=1)
        draws["calibration_in_the_large"] = excess
    patients = [len(np.unique(inside.patient_id[inside.label == label])) for label in (0, 1)]
    if min(patients) >= FEWEST:
        draws["auroc"] = scores(inside, weights, specificity=settings.specificity)["auroc"]
    return estimates(draws, settings.confidence)


def _shares(inside: Predictions, confidence: float) -> dict[str, Estimate]:
    right = inside.predicted == inside.label
    found = {
        name: share(right[inside.label == label], inside.group[inside.label == label], confidence)
        for name, label in (("sensitivity", 1), ("specificity", 0))
    }
    return {name: estimate for name, estimate in found.items() if estimate is not None}
