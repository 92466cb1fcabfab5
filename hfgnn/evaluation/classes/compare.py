"""Scores over several classes with intervals, differences to the controls, and the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from hfgnn.config.evaluation import ClassEvaluation
from hfgnn.evaluation.classes.confusion import need_same_beats
from hfgnn.evaluation.classes.drawn import DECISIVE, Drawn, Scored
from hfgnn.evaluation.classes.verdict import Floor, Strangers, class_verdict
from hfgnn.evaluation.compare import Comparison
from hfgnn.evaluation.intervals import interval
from hfgnn.types import ClassPredictions, Estimate

MAJORITY = "majority"


@dataclass(frozen=True)
class EvaluatedClasses:
    """What the predictions of all models come to.

    Attributes:
        models: by name, the model in question first.
        comparisons: the model in question against every control, in macro-F1, accuracy and the F1
            of each class.
        verdict: one sentence on the model in question.
        draws_without_a_class: share of the bootstrap draws of patients in which a class does not
            occur that the data have; they count in no interval that averages over classes.
    """

    models: dict[str, Scored]
    comparisons: tuple[Comparison, ...]
    verdict: str
    draws_without_a_class: float

    def as_json(self) -> dict[str, Any]:
        """The parts of metrics.json."""
        return {
            "models": {name: _plain(one.overall) for name, one in self.models.items()},
            "classes": {
                name: {of: _plain(table) for of, table in one.classes.items()}
                for name, one in self.models.items()
            },
            "confusion": {name: one.confusion.tolist() for name, one in self.models.items()},
            "comparisons": [asdict(comparison) for comparison in self.comparisons],
            "verdict": self.verdict,
            "statistics": {
                "draws_without_a_class": self.draws_without_a_class,
                "by_seed": {name: list(one.by_seed) for name, one in self.models.items()},
            },
        }


def _plain(table: Mapping[str, Estimate]) -> dict[str, dict[str, float]]:
    return {name: asdict(estimate) for name, estimate in table.items()}


def evaluate_classes(
    network: ClassPredictions,
    controls: Sequence[ClassPredictions],
    *,
    strangers: Strangers,
    settings: ClassEvaluation,
    seed: int,
) -> EvaluatedClasses:
    """Score the model in question and its controls on the same bootstrap draws of patients.

    Args:
        network: the model in question.
        controls: models on the same beats; they may have other numbers of seeds.
        strangers: how far the tested patients were strangers to the model.
        settings: draws and confidence.
        seed: of the draws.

    Raises:
        ValueError: a control answers other beats, or a row has no known class.
    """
    every = (network, *controls)
    for model in every:
        need_same_beats(network, model)
    drawn = {one.model: Drawn(one, settings, seed) for one in every}
    own = drawn[network.model]
    compared = own.flat()
    comparisons = tuple(
        Comparison(
            network.model,
            control.model,
            metric,
            *interval(compared[metric] - others[metric], settings.confidence),
        )
        for control in controls
        for others in [drawn[control.model].flat()]
        for metric in compared
    )
    models = {one.model: drawn[one.model].scored() for one in every}
    said = class_verdict(
        network.model,
        models[network.model].overall[DECISIVE],
        found=dict(
            zip(network.classes, models[network.model].confusion.diagonal() > 0, strict=True)
        ),
        strangers=strangers,
        floor=_floor(controls, models, comparisons),
    )
    return EvaluatedClasses(models, comparisons, said, own.without_a_class)


def _floor(
    controls: Sequence[ClassPredictions],
    models: Mapping[str, Scored],
    comparisons: Sequence[Comparison],
) -> Floor | None:
    for control in controls:
        if control.model == MAJORITY:
            gain = next(
                one for one in comparisons if (one.against, one.metric) == (MAJORITY, DECISIVE)
            )
            says = control.classes[int(np.bincount(control.predicted).argmax())]
            return Floor(says, models[MAJORITY].overall[DECISIVE], gain.low)
    return None
