"""Fit the model and its controls, and ask each about the test beats, once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from hfgnn.augment import smote as augment
from hfgnn.baselines.class_logistic import class_logistic, class_majority
from hfgnn.config.beat_model import name_of
from hfgnn.config.build import build
from hfgnn.config.oversample import Oversample, Smote
from hfgnn.evaluation.classes.multipliers import choose_multipliers, multiply
from hfgnn.reports.files import write_beside
from hfgnn.reports.progress import progress
from hfgnn.serving.stored_beats import MULTIPLIERS, BeatFacts, write_fit
from hfgnn.tasks.beats_prepared import PreparedBeats
from hfgnn.training.beats.fit import fit_beats
from hfgnn.training.beats.fitted import FittedBeats, Fitting
from hfgnn.training.beats.shown import ColumnScale
from hfgnn.training.logs import CsvLogs, WandbLogs
from hfgnn.types import ClassPredictions, Rows, Split

RHYTHM = "logistic_rhythm"
MAJORITY = "majority"
RHYTHM_COLUMNS = (
    "previous_by_usual", "next_by_usual", "previous_by_pace11", "next_by_pace11",
    "previous_by_next",
)  # fmt: skip
"""What the simplest control is given: how early a beat comes, and the pause after it."""


Said = list[tuple[Rows, NDArray[np.float64]]]
"""Validation rows of each fit, and what it says of them."""


@dataclass(frozen=True)
class Answered:
    """What the models say of the test beats.

    Attributes:
        network: the model in question, a row per test beat and seed.
        controls: the others on the same beats.
        multipliers: on the probability of each class, chosen on the validation beats.
        validation_macro_f1: of the validation beats, each as said by the one fit that did not
            train on its patient; the mean over the seeds.
        seconds_per_beat: what a fit needs to classify a beat in a batch.
        reads: how often each model was asked about the test beats, per seed.
    """

    network: ClassPredictions
    controls: tuple[ClassPredictions, ...]
    multipliers: tuple[float, ...]
    validation_macro_f1: float
    seconds_per_beat: float
    reads: dict[str, int]


@dataclass
class Asking:
    """One run's fits.

    Attributes:
        prepared: the beats and their division.
        folder: where checkpoints are written; None where the fits are not kept.
        settings_text: the run's settings, for the checkpoints.
        logs: of the course of training, or None.
    """

    prepared: PreparedBeats
    folder: Path | None
    settings_text: str
    logs: CsvLogs | WandbLogs | None
    seconds: float = 0.0
    asked: int = 0

    def answers(self) -> Answered:
        """Fit and ask."""
        settings, division = self.prepared.settings, self.prepared.division
        seeds = range(settings.protocol.seeds)
        jobs = [(seed, split) for seed in seeds for split in division.splits]
        said = {seed: np.zeros((len(division.test), self._classes)) for seed in seeds}
        chosen: dict[int, Said] = {seed: [] for seed in seeds}
        asked = [np.isin(division.test, split.parts.test) for split in division.splits]
        times = np.sum(asked, axis=0)[:, None]  # fits whose answers are averaged
        for seed, split in progress(jobs, total=len(jobs), description="training folds"):
            model = self._fit(seed, split)
            rows = split.parts.validation
            here = np.isin(division.test, split.parts.test)
            probability = self._ask(model, np.concatenate([split.parts.test, rows]))
            said[seed][here] += (probability[division.test] / times)[here]
            chosen[seed].append((rows, probability[rows]))
        factors = self._factors(chosen)
        said = {seed: multiply(one, factors) for seed, one in said.items()}
        validation = [self._macro_f1(one, factors) for one in chosen.values()]
        controls = dict(self._controls())
        return Answered(
            network=self._predictions(name_of(settings.model), said),
            controls=tuple(self._predictions(name, {0: one}) for name, one in controls.items()),
            validation_macro_f1=float(np.mean(validation)),
            multipliers=tuple(factors.tolist()),
            seconds_per_beat=self.seconds / self.asked,
            reads=dict.fromkeys([name_of(settings.model), *controls], 1),
        )

    @property
    def _classes(self) -> int:
        return len(self.prepared.shown.beats.classes)

    def _fit(self, seed: int, split: Split) -> FittedBeats:
        settings = self.prepared.settings
        name = f"seed{seed}_{split.name}"
        how = Fitting(
            model=settings.model,
            training=settings.training,
            oversample=_oversample(settings.oversample),
            seed=fit_seed(settings.seed, seed, split.fold),
            logger=self._logger(name),
        )
        fitted = fit_beats(how, self.prepared.shown, split.parts)
        if self.folder is not None:
            path = self.folder / "checkpoints" / f"{name}.pt"
            write_fit(path, fitted, self._facts(split), self.settings_text)
        return fitted

    def _logger(self, name: str) -> Any:
        if self.logs is None:
            return None
        return self.logs.for_trainer(name, name_of(self.prepared.settings.model))

    def _facts(self, split: Split) -> BeatFacts:
        fitted = np.concatenate([split.parts.train, split.parts.validation])
        records = np.unique(self.prepared.shown.beats.record_id[fitted]).tolist()
        model = name_of(self.prepared.settings.model)
        return BeatFacts.of(model, self.prepared.shown, self.prepared.stamps, records)

    def _ask(self, model: FittedBeats, rows: Rows) -> NDArray[np.float64]:
        """What a model says of these rows, shown with the whole of their recordings."""
        shown = self.prepared.shown
        names = shown.beats.record_id
        whole = np.flatnonzero(np.isin(names, np.unique(names[rows])))
        asked = shown.take(whole)
        begin = time.perf_counter()
        said = model.probability(asked)
        self.seconds += time.perf_counter() - begin
        self.asked += len(whole)
        probability = np.full((len(shown), self._classes), np.nan)
        probability[whole] = said
        return probability

    def _controls(self) -> Iterator[tuple[str, NDArray[np.float64]]]:
        """What is reached by the rhythm alone, and by nothing."""
        shown, division = self.prepared.shown, self.prepared.division
        label, names = shown.beats.label, shown.columns.columns
        said = {name: np.zeros((len(shown), self._classes)) for name in (RHYTHM, MAJORITY)}
        rhythm = [names.index(name) for name in RHYTHM_COLUMNS if name in names]
        for fitted, test in division.sides:
            if rhythm:
                x = shown.columns.x[:, rhythm]
                scaled = ColumnScale.fit(x[fitted]).apply(x)
                logistic = class_logistic(scaled, label, fitted, classes=self._classes)
                said[RHYTHM][test] = logistic[test]
            said[MAJORITY][test] = class_majority(
                label[fitted], classes=self._classes, rows=len(test)
            )
        if not rhythm:
            del said[RHYTHM]
        for name, probability in said.items():
            yield name, probability[division.test]

    def _factors(self, chosen: Mapping[int, Said]) -> NDArray[np.float64]:
        """How much each class is called for, by the validation rows of all fits together."""
        if not self.prepared.settings.evaluation.multipliers:
            return np.ones(self._classes)
        every = [pair for pairs in chosen.values() for pair in pairs]
        rows = np.concatenate([rows for rows, _ in every])
        said = np.concatenate([said for _, said in every])
        factors = choose_multipliers(said, self.prepared.shown.beats.label[rows])
        if self.folder is not None:
            path = self.folder / "checkpoints" / MULTIPLIERS
            write_beside(path, json.dumps(factors.tolist()) + "\n")
        return factors

    def _macro_f1(self, chosen: Said, factors: NDArray[np.float64]) -> float:
        rows = np.concatenate([one for one, _ in chosen])
        called = multiply(np.concatenate([said for _, said in chosen]), factors).argmax(axis=1)
        label = self.prepared.shown.beats.label[rows]
        return float(f1_score(label, called, average="macro", zero_division=0))

    def _predictions(self, model: str, said: dict[int, NDArray[np.float64]]) -> ClassPredictions:
        test, seeds = self.prepared.division.test, list(said)
        beats = self.prepared.shown.beats.take(test)
        times = len(seeds)
        return ClassPredictions(
            model=model,
            classes=beats.classes,
            record_id=np.tile(beats.record_id, times),
            patient_id=np.tile(beats.patient_id, times),
            group=np.tile(beats.group, times),
            sample=np.tile(beats.sample, times),
            seed=np.repeat(seeds, len(test)).astype(np.int64),
            label=np.tile(beats.label, times),
            probability=np.concatenate([said[seed] for seed in seeds]),
        )


def fit_seed(seed: int, repeat: int, fold: int) -> int:
    """Of one fit: the same for the same place in the same run."""
    return int(np.random.default_rng([seed, repeat, fold]).integers(2**31))


def _oversample(settings: Oversample) -> augment.Smote | None:
    if not isinstance(settings, Smote):
        return None
    made: augment.Smote = build(settings)
    return made
