"""Scores of the network on test pages whose like was trained on, and on the others."""

from __future__ import annotations

from collections.abc import Iterator, Set

import numpy as np
from numpy.typing import NDArray

from hfgnn.audits.probe import Probe
from hfgnn.audits.ranking import auroc_in_folds
from hfgnn.evaluation.intervals import share
from hfgnn.types import Estimate, Evidence, Predictions, Rows

OTHERS = "test pages without one"


def with_and_without(
    predictions: Predictions, keys: Set[tuple[int, str]], *, partner: str, probe: Probe
) -> tuple[Evidence, ...]:
    """Accuracy and AUROC on the named test pages beside those on all others.

    The two kinds of pages may differ in more than their partners: where copies crowd in one class,
    so do the pages. AUROC is left out where the pages concerned are all of one label. Accuracies
    have Wilson's interval, which has a width also where the few pages are all told right.

    Args:
        predictions: of one model.
        keys: fold and record_id of the test pages that have a partner.
        partner: what they have, such as "an exact copy".
        probe: for the confidence, and the bootstrap of the AUROC over groups.
    """
    named = zip(predictions.fold.tolist(), predictions.record_id.tolist(), strict=True)
    concerned = np.array([key in keys for key in named], dtype=bool)
    return tuple(_evidence(predictions, concerned, partner, probe))


def _evidence(
    predictions: Predictions, concerned: NDArray[np.bool_], partner: str, probe: Probe
) -> Iterator[Evidence]:
    where = f"test pages with {partner} in training or validation"
    for name, score in (("accuracy", _accuracy), ("AUROC", _auroc)):
        leaking = score(predictions, np.flatnonzero(concerned), probe)
        clean = score(predictions, np.flatnonzero(~concerned), probe)
        if leaking is not None:
            yield Evidence(f"{name} of {predictions.model} on {where}", leaking, clean, OTHERS)


def _accuracy(predictions: Predictions, rows: Rows, probe: Probe) -> Estimate | None:
    """None where there are no pages."""
    right = predictions.predicted == predictions.label
    return share(right[rows], predictions.group[rows], probe.confidence)


def _auroc(predictions: Predictions, rows: Rows, probe: Probe) -> Estimate | None:
    """None where there are no pages, or none of one label."""
    if not len(rows):
        return None
    ill, weights = predictions.label[rows] == 1, probe.draws(predictions.group[rows])
    draws = auroc_in_folds(predictions.probability[rows], ill, predictions.fit[rows], weights)
    estimate = probe.estimate(draws)
    return None if np.isnan(estimate.value) else estimate
