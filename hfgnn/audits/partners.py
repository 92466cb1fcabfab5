"""Scores of the network on test pages whose like was trained on, and on the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

import numpy as np
from numpy.typing import NDArray

from hfgnn.audits.probe import Probe
from hfgnn.audits.ranking import Columns, auroc_in_folds
from hfgnn.types import Estimate, Evidence, Predictions, Rows

OTHERS = "test pages without one"

Score = Callable[[Predictions, Rows, Columns], Columns]


def with_and_without(
    predictions: Predictions, keys: Set[tuple[int, str]], *, partner: str, probe: Probe
) -> tuple[Evidence, ...]:
    """Accuracy and AUROC on the named test pages beside those on all others.

    The two kinds of pages may differ in more than their partners: where copies crowd in one class,
    so do the pages. AUROC is left out where the pages concerned are all of one label.

    Args:
        predictions: of one model.
        keys: fold and record_id of the test pages that have a partner.
        partner: what they have, such as "an exact copy".
        probe: for the bootstrap over groups.
    """
    named = zip(predictions.fold.tolist(), predictions.record_id.tolist(), strict=True)
    concerned = np.array([key in keys for key in named], dtype=bool)
    return tuple(_evidence(predictions, concerned, partner, probe))


def _evidence(
    predictions: Predictions, concerned: NDArray[np.bool_], partner: str, probe: Probe
) -> Iterator[Evidence]:
    where = f"test pages with {partner} in training or validation"
    for name, score in (("accuracy", _accuracy), ("AUROC", _auroc)):
        leaking = _estimate(predictions, np.flatnonzero(concerned), score, probe)
        clean = _estimate(predictions, np.flatnonzero(~concerned), score, probe)
        if leaking is not None:
            yield Evidence(f"{name} of {predictions.model} on {where}", leaking, clean, OTHERS)


def _estimate(predictions: Predictions, rows: Rows, score: Score, probe: Probe) -> Estimate | None:
    """None where there are no pages, or none of one label."""
    if not len(rows):
        return None
    estimate = probe.estimate(score(predictions, rows, probe.draws(predictions.group[rows])))
    return None if np.isnan(estimate.value) else estimate


def _accuracy(predictions: Predictions, rows: Rows, weights: Columns) -> Columns:
    right = (predictions.predicted == predictions.label)[rows].astype(np.float64)
    return np.asarray(weights @ right / weights.sum(axis=1))


def _auroc(predictions: Predictions, rows: Rows, weights: Columns) -> Columns:
    ill = predictions.label[rows] == 1
    return auroc_in_folds(predictions.probability[rows], ill, predictions.fit[rows], weights)
