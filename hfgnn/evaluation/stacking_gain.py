"""What a stack of models adds to its members, and to the best of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.evaluation import Evaluation
from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.compare import DECISIVE, Comparison
from hfgnn.evaluation.intervals import interval
from hfgnn.evaluation.metrics import scores
from hfgnn.types import Predictions, Rows

BEST_MEMBER = "best_member"
"""Whichever member was best on the validation rows of each fold."""

Fit = tuple[int, int, int]


@dataclass(frozen=True)
class StackingGain:
    """How much higher a stack scores than other models, on the same drawn patients.

    Attributes:
        over_best: than the member which did best on the validation rows, fold by fold; test rows
            chose nothing.
        over_members: than each member.
        chosen: in how many folds each member was the best.
    """

    over_best: Comparison
    over_members: tuple[Comparison, ...]
    chosen: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries for metrics.json."""
        return {
            "over_best": asdict(self.over_best),
            "over_members": [asdict(one) for one in self.over_members],
            "chosen": dict(self.chosen),
        }


def stacking_gain(
    stack: Predictions,
    members: Sequence[Predictions],
    *,
    validation_auroc: Mapping[str, Mapping[Fit, float]],
    settings: Evaluation,
    seed: int,
) -> StackingGain:
    """AUROC of a stack minus that of its members, with intervals over patients.

    Args:
        stack: its answers.
        members: theirs, to the same pages in the same order.
        validation_auroc: by member, on the validation rows of each trained model: of each
            (repeat, seed, fold).
        settings: number of draws and confidence, as for every other comparison.
        seed: of the draws, as for every other comparison.

    Raises:
        ValueError: there are no members, one answers other pages, or one lacks the AUROC of a fold.
    """
    if not members:
        raise ValueError("a stack is compared with its members, but there are none")
    for member in members:
        if not np.array_equal(member.record_id, stack.record_id):
            raise ValueError(f"{member.model} answers other pages than {stack.model}")
    best, chosen = best_of(members, validation_auroc)
    weights = draw_patients(stack.group, resamples=settings.resamples, seed=seed)
    draws = {
        one.model: scores(one, weights, specificity=settings.specificity)[DECISIVE]
        for one in (stack, best, *members)
    }
    over = {
        name: Comparison(
            stack.model,
            name,
            DECISIVE,
            *interval(draws[stack.model] - values, settings.confidence),
        )
        for name, values in draws.items()
    }
    return StackingGain(over[BEST_MEMBER], tuple(over[one.model] for one in members), chosen)


def best_of(
    members: Sequence[Predictions], validation_auroc: Mapping[str, Mapping[Fit, float]]
) -> tuple[Predictions, dict[str, int]]:
    """In every fold the answers of the member that validation rows rank highest.

    Args:
        members: their answers to the same pages in the same order.
        validation_auroc: by member, of each (repeat, seed, fold); the first of equals wins.

    Raises:
        ValueError: the AUROC of a fold is not there.
    """
    first = members[0]
    fits = np.stack([first.repeat, first.seed, first.fold], axis=1)
    keys, place = np.unique(fits, axis=0, return_inverse=True)
    table = np.array(
        [[_auroc(validation_auroc, one.model, key) for key in keys.tolist()] for one in members]
    )
    winner = table.argmax(axis=0)
    chosen = {
        one.model: int(count)
        for one, count in zip(members, np.bincount(winner, minlength=len(members)), strict=True)
    }
    return _gathered(members, winner[place.ravel()]), chosen


def _auroc(
    validation_auroc: Mapping[str, Mapping[Fit, float]], model: str, key: Sequence[int]
) -> float:
    repeat, seed, fold = key
    try:
        return validation_auroc[model][repeat, seed, fold]
    except KeyError:
        raise ValueError(
            f"{model} has no validation AUROC for repeat {repeat}, seed {seed}, fold {fold}"
        ) from None


def _gathered(members: Sequence[Predictions], winner: Rows) -> Predictions:
    """Row by row, what the winner of its fold says."""
    rows = np.arange(len(winner))
    columns: dict[str, NDArray[Any]] = {
        field.name: np.stack([getattr(one, field.name) for one in members])[winner, rows]
        for field in fields(Predictions)
        if field.name != "model"
    }
    return Predictions(model=BEST_MEMBER, **columns)
