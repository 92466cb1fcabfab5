"""Sets of diagnoses that hold the true one as often as promised; where they hold both, abstain."""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from hfgnn.evaluation.intervals import share
from hfgnn.types import Estimate, Predictions, Rows

Numbers = NDArray[np.float64]
Claims = NDArray[np.bool_]


@dataclass(frozen=True)
class Limits:
    """How doubtful a class may be and still stay in a page's set; inf keeps it in every set.

    Attributes:
        healthy: the largest probability of disease with which a page may be healthy.
        ill: the largest probability of no disease with which it may be ill.
    """

    healthy: float
    ill: float

    def may_be_healthy(self, probability: Numbers) -> Claims:
        """Whether "no disease" is in the set of each page."""
        return np.asarray(probability <= self.healthy)

    def may_be_ill(self, probability: Numbers) -> Claims:
        """Whether "disease" is in the set of each page."""
        return np.asarray(1 - probability <= self.ill)


def conformal_limits(probability: Numbers, label: Rows, coverage: float) -> Limits:
    """Limits that the validation rows of a fold set, in each class by itself.

    The limit is the ceil((n + 1) * coverage)-th smallest of the scores 1 - probability of the own
    class over the n validation rows of the class, and infinite where n is too small for that. If
    the new page and the validation pages of its class could be exchanged, its set holds its class
    with at least this chance, however bad the model is (class-conditional split conformal: Vovk,
    Gammerman & Shafer 2005, https://doi.org/10.1007/b106715; Angelopoulos & Bates 2021,
    https://arxiv.org/abs/2107.07511).

    Validation pages that also chose the epochs, or that share a patient, are not quite
    exchangeable with new ones: the coverage measured on test pages says what is left of the
    promise. A recalibration that keeps the ranking keeps the sets.

    Args:
        probability: of disease.
        label: 1 for disease.
        coverage: the chance wanted, in (0, 1).

    Shapes:
        probability: (validation rows,).
        label: (validation rows,).

    Raises:
        ValueError: the coverage is not in (0, 1).
    """
    if not 0 < coverage < 1:
        raise ValueError(f"coverage is {coverage}, but it must be in (0, 1)")
    return Limits(
        healthy=_limit(probability[label == 0], coverage),
        ill=_limit(1 - probability[label == 1], coverage),
    )


def _limit(scores: Numbers, coverage: float) -> float:
    # Less a rounding error, so that 25 * .56 = 14.000000000000002 is the 14th, not the 15th.
    place = ceil((len(scores) + 1) * coverage - 1e-9)
    return float(np.sort(scores)[place - 1]) if place <= len(scores) else float("inf")


def conformal_scores(predictions: Predictions, confidence: float) -> dict[str, Estimate]:
    """What the sets of one model come to, each with Wilson's interval over patients.

    Returns:
        Share of sets that hold the truth (``coverage``, ``coverage_healthy``, ``coverage_ill``);
        of those with exactly one class (``decided``), with both and with none (``empty``); and
        ``accuracy_decided``, the share of truths among the decided, likewise among those decided
        as healthy (``accuracy_decided_healthy``) and as ill (``accuracy_decided_ill``). One is
        left out where it is a share of nothing.
    """
    healthy, ill = predictions.may_be_healthy, predictions.may_be_ill
    is_ill = predictions.label == 1
    holds = np.where(is_ill, ill, healthy)
    decided, everyone = healthy ^ ill, np.ones_like(ill)
    shares = {
        "coverage": (holds, everyone),
        "coverage_healthy": (holds, ~is_ill),
        "coverage_ill": (holds, is_ill),
        "decided": (decided, everyone),
        "both": (healthy & ill, everyone),
        "empty": (~healthy & ~ill, everyone),
        "accuracy_decided": (holds, decided),
        "accuracy_decided_healthy": (holds, decided & healthy),
        "accuracy_decided_ill": (holds, decided & ill),
    }
    found = {
        name: share(claim[among], predictions.group[among], confidence)
        for name, (claim, among) in shares.items()
    }
    return {name: estimate for name, estimate in found.items() if estimate is not None}
