"""Where the errors lie: the confusion matrix of every recording."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hfgnn.evaluation.classes.confusion import Counts, confusion
from hfgnn.evaluation.classes.scores import class_scores, overall_scores
from hfgnn.types import ClassPredictions


@dataclass(frozen=True)
class RecordScores:
    """One recording's beats, what they were called, and what the recording does to the score.

    Attributes:
        record_id: the recording.
        patient_id: whose it is.
        classes: names of the classes.
        confusion: (classes, classes), beats by true class and by what they were called, the mean
            over the seeds.
        macro_f1_without: of all other recordings together; NaN where a class occurs in no other.
        macro_f1_change: that of all recordings less the former: below 0 where this one costs.
    """

    record_id: str
    patient_id: str
    classes: tuple[str, ...]
    confusion: Counts
    macro_f1_without: float
    macro_f1_change: float

    @property
    def beats(self) -> int:
        """Tested beats."""
        return round(float(self.confusion.sum()))

    @property
    def of_class(self) -> dict[str, int]:
        """Beats of each class."""
        totals = self.confusion.sum(axis=1).tolist()
        return {name: round(total) for name, total in zip(self.classes, totals, strict=True)}

    @property
    def accuracy(self) -> float:
        """Share of the beats that are called what they are."""
        return float(np.trace(self.confusion) / self.confusion.sum())

    @property
    def f1(self) -> dict[str, float]:
        """F1 of each class that occurs here or is called here."""
        there = self.confusion.sum(axis=0) + self.confusion.sum(axis=1) > 0
        scores = class_scores(self.confusion[None])["f1"][0]
        return {
            name: float(score)
            for name, score, is_there in zip(self.classes, scores, there, strict=True)
            if is_there
        }

    @property
    def errors(self) -> dict[tuple[str, str], float]:
        """Beats by true class and by what they were wrongly called, the most frequent first."""
        found = {
            (self.classes[true], self.classes[called]): float(self.confusion[true, called])
            for true, called in np.argwhere(self.confusion > 0).tolist()
            if true != called
        }
        return dict(sorted(found.items(), key=lambda one: -one[1]))

    @property
    def errors_text(self) -> str:
        """The errors in words, such as "S called N 120, N called V 3"."""
        said = (
            f"{true} called {called} {round(count, 1):,g}"
            for (true, called), count in self.errors.items()
        )
        return ", ".join(said)


def by_record(predictions: ClassPredictions) -> tuple[RecordScores, ...]:
    """Every tested recording, in the order of their names."""
    return tuple(_by_record(predictions))


def _by_record(predictions: ClassPredictions) -> Iterator[RecordScores]:
    names, first, place = np.unique(predictions.record_id, return_index=True, return_inverse=True)
    seeds = len(np.unique(predictions.seed))
    counts = confusion(predictions, place.astype(np.int64), len(names)) / seeds
    total = counts.sum(axis=0)
    score = float(overall_scores(total[None])["macro_f1"][0])
    # The total comes first, so that recordings without which a class is lost get no number.
    others = overall_scores(np.stack([total, *(total - counts)]))["macro_f1"][1:]
    for row, name in enumerate(names.tolist()):
        yield RecordScores(
            record_id=name,
            patient_id=str(predictions.patient_id[first[row]]),
            classes=predictions.classes,
            confusion=counts[row],
            macro_f1_without=float(others[row]),
            macro_f1_change=score - float(others[row]),
        )
