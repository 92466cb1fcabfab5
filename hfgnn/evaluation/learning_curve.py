"""Two ways to start a network, compared at several shares of the training labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.evaluation import ClassEvaluation
from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.by_seed import NAMES, SPECIFICITY, over_seeds
from hfgnn.evaluation.compare import Comparison
from hfgnn.evaluation.intervals import Draws, estimates, interval
from hfgnn.evaluation.metrics import scores
from hfgnn.evaluation.paired_seeds import paired_gain
from hfgnn.types import Estimate, Predictions

SCRATCH, TRANSFERRED = "scratch", "transferred"
RANKED = ("auroc", "auprc")


@dataclass(frozen=True)
class Point:
    """The scores of one way to start at one share of the labels.

    Attributes:
        share: of the training labels.
        start: scratch or transferred.
        labelled: how many units, such as patients, had a label; the mean over fits.
        values: of every seed, by score.
    """

    share: float
    start: str
    labelled: float
    values: Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Curve:
    """Scores over the share of the labels, with intervals over seeds.

    Attributes:
        points: one per share and start.
        confidence: of the intervals.
    """

    points: Sequence[Point]
    confidence: float

    @property
    def shares(self) -> list[float]:
        """Rising."""
        return sorted({one.share for one in self.points})

    @property
    def seeds(self) -> int:
        """How many pairs there are."""
        return len(next(iter(self.points[0].values.values())))

    def point(self, share: float, start: str) -> Point:
        """The one of this share and start."""
        return next(one for one in self.points if (one.share, one.start) == (share, start))

    def estimate(self, share: float, start: str, score: str) -> Estimate:
        """The mean over seeds."""
        return over_seeds(self.point(share, start).values[score], self.confidence)

    def gain(self, share: float, score: str) -> Estimate:
        """What transfer gains over scratch, from pairs that share their seed."""
        one, other = (self.point(share, start).values[score] for start in (TRANSFERRED, SCRATCH))
        return paired_gain(one, other, self.confidence)

    def as_json(self) -> list[dict[str, Any]]:
        """Plain dictionaries for metrics.json."""
        lines = []
        for share in self.shares:
            line: dict[str, Any] = {"share": share}
            line["labelled"] = self.point(share, SCRATCH).labelled
            for start in (SCRATCH, TRANSFERRED):
                values = self.point(share, start).values
                line[start] = {
                    name: asdict(self.estimate(share, start, name))
                    | {"seeds": values[name].tolist()}
                    for name in values
                }
            line["gain"] = {
                name: asdict(self.gain(share, name)) for name in self.point(share, SCRATCH).values
            }
            lines.append(line)
        return lines


def over_patients(
    network: Predictions,
    others: Sequence[Predictions],
    *,
    settings: ClassEvaluation,
    seed: int,
) -> tuple[dict[str, dict[str, Estimate]], tuple[Comparison, ...]]:
    """Scores and differences with bootstrap intervals over patients.

    Args:
        network: the model in question.
        others: on the same rows.
        settings: draws and confidence.
        seed: of the draws.

    Returns:
        Scores by model, and the network's differences to each of the others.

    Raises:
        ValueError: another model answers other rows.
    """
    for other in others:
        if not np.array_equal(other.record_id, network.record_id):
            raise ValueError(f"{other.model} answers other records than {network.model}")
    weights = draw_patients(network.group, resamples=settings.resamples, seed=seed)
    draws: dict[str, dict[str, Draws]] = {}
    for one in (network, *others):
        found = scores(one, weights, specificity=SPECIFICITY)
        # A column that is no probability ranks, and calls nobody diseased.
        names = NAMES if _is_probability(one) else RANKED
        draws[one.model] = {name: found[name] for name in names}
    models = {name: estimates(table, settings.confidence) for name, table in draws.items()}
    comparisons = tuple(
        Comparison(
            network.model,
            other.model,
            name,
            *interval(draws[network.model][name] - draws[other.model][name], settings.confidence),
        )
        for other in others
        for name in draws[other.model]
    )
    return models, comparisons


def _is_probability(predictions: Predictions) -> bool:
    """Whether a model calls both some healthy and some diseased."""
    return len(np.unique(predictions.predicted)) > 1
