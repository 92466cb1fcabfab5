"""What the models say of the test rows, and that each test fold was read once by each."""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from hfgnn.config.evaluation import Evaluation
from hfgnn.evaluation.chosen import choose
from hfgnn.tasks.arrangement import Arrangement
from hfgnn.tasks.fold import Answer
from hfgnn.types import Predictions, Split


class Answers:
    """Collects what every model says of the test rows, fold by fold.

    Args:
        arrangement: for who the rows are.
        settings: rules by which validation rows choose a threshold, a recalibration and the
            limits of the conformal sets.
    """

    def __init__(self, arrangement: Arrangement, settings: Evaluation) -> None:
        self.records = arrangement.records
        self.settings = settings
        self.collected: dict[str, dict[tuple[int, int, int], dict[str, NDArray[Any]]]] = {}
        self.validation_auroc: dict[str, dict[tuple[int, int, int], float]] = {}
        self.listens: list[tuple[float, ...]] = []
        self.reads: Counter[tuple[str, tuple[int, int, int]]] = Counter()

    def add(self, split: Split, answer: Answer) -> None:
        """Let validation rows choose whatever is chosen, then read the test rows, once.

        Raises:
            ValueError: this model has read this test fold before.
        """
        own = (split.repeat, answer.seed, split.fold)
        if answer.listens:
            self.listens.append(answer.listens)
        folds = self.collected.setdefault(answer.model, {})
        self.reads[answer.model, own] += 1
        if own in folds:
            raise ValueError(f"{answer.model} reads the test rows of {split.name} a second time")
        label = self.records.label[split.parts.validation]
        said = answer.probability[split.parts.validation]
        self.validation_auroc.setdefault(answer.model, {})[own] = float(roc_auc_score(label, said))
        chosen = choose(said, label, self.settings)
        tested = answer.probability[split.parts.test]
        folds[own] = self._of_test_rows(split, answer.seed) | {
            "probability": tested,
            "threshold": np.full(len(tested), chosen.threshold),
            "calibrated": chosen.recalibration.apply(tested),
            "may_be_healthy": chosen.limits.may_be_healthy(tested),
            "may_be_ill": chosen.limits.may_be_ill(tested),
        }

    def _of_test_rows(self, split: Split, seed: int) -> dict[str, NDArray[Any]]:
        records, test = self.records, split.parts.test
        return {
            "record_id": records.record_id[test],
            "patient_id": records.patient_id[test],
            "group": records.group[test],
            "label": records.label[test],
            "repeat": np.full(len(test), split.repeat),
            "seed": np.full(len(test), seed),
            "fold": np.full(len(test), split.fold),
        }

    def mean_validation_auroc(self, model: str) -> float:
        """What a sweeper may choose by: no test row of the same fold counts in it."""
        of_fits = self.validation_auroc.get(model, {})
        return float(np.mean(list(of_fits.values()))) if of_fits else float("nan")

    def mean_listens(self) -> list[float]:
        """How far the gates of each layer stand open, the mean over fits; empty without gates."""
        return list(np.mean(self.listens, axis=0).tolist()) if self.listens else []

    def test_reads(self) -> dict[str, Any]:
        """How often answers for test rows were taken, for run.json, before anything is reported.

        Scores, diagnostics and the audit read the labels of test rows afterwards; by then nothing
        is left to be chosen.
        """
        per_model = {model: len(folds) for model, folds in self.collected.items()}
        return {
            "reads_per_model_and_test_fold": max(self.reads.values(), default=0),
            "test_folds_read_per_model": per_model,
        }

    def predictions(self) -> list[Predictions]:
        """One table per model, in the order in which the models first answered."""
        return [
            Predictions(
                model=model,
                **{
                    column: np.concatenate([folds[own][column] for own in sorted(folds)])
                    for column in next(iter(folds.values()))
                },
            )
            for model, folds in self.collected.items()
        ]
