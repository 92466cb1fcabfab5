"""One model's scores over several classes in every bootstrap draw, and what they come to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.evaluation import ClassEvaluation
from hfgnn.evaluation.bootstrap import draw_sums
from hfgnn.evaluation.classes.confusion import Counts, confusion, group_places
from hfgnn.evaluation.classes.one_against_rest import auroc_draws
from hfgnn.evaluation.classes.scores import Draws, class_scores, overall_scores
from hfgnn.evaluation.intervals import interval, share
from hfgnn.types import ClassPredictions, Estimate, Rows

DECISIVE = "macro_f1"

AVERAGED = {"macro_f1": "f1", "macro_recall": "sensitivity", "balanced_accuracy": "sensitivity"}
"""Scores that average a score of the classes."""

Table = dict[str, Estimate]


@dataclass(frozen=True)
class Scored:
    """One model's scores.

    Attributes:
        overall: score to estimate.
        classes: class to score to estimate.
        confusion: beats by true class and by what they were called, all seeds together.
        by_seed: macro-F1 of each seed.
    """

    overall: Table
    classes: dict[str, Table]
    confusion: Rows
    by_seed: tuple[float, ...]


class Drawn:
    """One model's scores in every bootstrap draw of patients.

    Args:
        predictions: of the model.
        settings: draws and confidence.
        seed: of the draws.

    Raises:
        ValueError: a row has no known class.
    """

    def __init__(self, predictions: ClassPredictions, settings: ClassEvaluation, seed: int) -> None:
        self.predictions, self.confidence = predictions, settings.confidence
        place, number = group_places(predictions)
        counts = confusion(predictions, place, number)
        table = np.column_stack([counts.reshape(number, -1), _squared(predictions, place, number)])
        sums = draw_sums(table, resamples=settings.resamples, seed=seed)
        self.counts: Counts = sums[:, :-1].reshape(-1, *counts.shape[1:])
        self.overall = overall_scores(self.counts)
        self.overall["brier"] = sums[:, -1] / self.counts.sum(axis=(1, 2))
        self.classes = class_scores(self.counts)
        auroc = auroc_draws(predictions, resamples=settings.resamples, seed=seed)
        if auroc is not None:
            self.classes["auroc"] = auroc

    @property
    def without_a_class(self) -> float:
        """Share of draws without a class that the data have."""
        there = self.counts.sum(axis=2) > 0
        return float((there[0] & ~there[1:]).any(axis=1).mean())

    def flat(self) -> dict[str, Draws]:
        """The scores that models are compared in."""
        f1 = zip(self.predictions.classes, self.classes["f1"].T, strict=True)
        return {name: self.overall[name] for name in (DECISIVE, "accuracy")} | {
            f"f1_{name}": values for name, values in f1
        }

    def scored(self) -> Scored:
        """Percentiles of the draws; what the data cannot give is left out."""
        overall = dict(self._estimates(self.overall))
        classes = {
            name: dict(self._estimates({of: each[:, row] for of, each in self.classes.items()}))
            for row, name in enumerate(self.predictions.classes)
        }
        self._widen(overall, classes)
        return Scored(overall, classes, self.counts[0].astype(np.int64), self._by_seed())

    def _estimates(self, draws: Mapping[str, Draws]) -> Iterator[tuple[str, Estimate]]:
        for name, values in draws.items():
            if np.isfinite(values[0]):
                yield name, Estimate(*interval(values, self.confidence))

    def _widen(self, overall: Table, classes: Mapping[str, Table]) -> None:
        """Give a score that is the same in every draw an interval that has a width.

        Patients whose beats were all told right are drawn again and again as just these, which is
        not certainty. Sensitivity, positive predictive value and accuracy are shares of rows, and
        F1 is 2 J / (1 + J) of the share J of rows that are rightly called so among those that are
        or are called so: these have Wilson's interval. Averages over classes take the mean of the
        classes' ends, which is wider than it need be. Who calls all beats alike has its scores of
        the classes by definition.
        """
        label, predicted = self.predictions.label, self.predictions.predicted
        self._widen_one(overall, "accuracy", np.ones(len(label), dtype=bool))
        if len(np.unique(predicted)) == 1:
            return
        for one, table in enumerate(classes.values()):
            is_so, called_so = label == one, predicted == one
            self._widen_one(table, "sensitivity", is_so)
            self._widen_one(table, "positive_predictive_value", called_so)
            self._widen_one(table, "f1", is_so | called_so)
        for name, of in AVERAGED.items():
            ends = [table[of] for table in classes.values() if of in table]
            if _is_still(overall.get(name)):
                low, high = (
                    float(np.mean([getattr(one, end) for one in ends])) for end in ("low", "high")
                )
                overall[name] = Estimate(overall[name].value, low, high)

    def _widen_one(self, table: Table, name: str, rows: NDArray[np.bool_]) -> None:
        right = (self.predictions.predicted == self.predictions.label)[rows]
        found = share(right, self.predictions.group[rows], self.confidence)
        if found is None or not _is_still(table.get(name)):
            return
        if name == "f1":
            found = Estimate(*(2 * one / (1 + one) for one in (found.value, found.low, found.high)))
        table[name] = found

    def _by_seed(self) -> tuple[float, ...]:
        seeds, place = np.unique(self.predictions.seed, return_inverse=True)
        counts = confusion(self.predictions, place.astype(np.int64), len(seeds))
        return tuple(float(overall_scores(one[None])[DECISIVE][0]) for one in counts)


def _is_still(found: Estimate | None) -> bool:
    """Whether no draw differs from another."""
    return found is not None and found.low == found.high == found.value


def _squared(predictions: ClassPredictions, place: Rows, number: int) -> Draws:
    """Squared error of the probabilities of all classes, summed in each place (Brier 1950)."""
    truth = np.eye(len(predictions.classes))[predictions.label]
    squared = ((predictions.probability - truth) ** 2).sum(axis=1)
    return np.bincount(place, weights=squared, minlength=number).astype(np.float64)
