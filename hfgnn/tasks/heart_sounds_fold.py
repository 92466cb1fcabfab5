"""One fold on heart sounds: the network on spectrograms, and its controls on the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import StandardScaler

from hfgnn.baselines.forest import forest
from hfgnn.baselines.logistic import logistic
from hfgnn.baselines.majority import majority
from hfgnn.config.protocol import Protocol
from hfgnn.tasks.answers import Answers
from hfgnn.tasks.connected import fit_seed
from hfgnn.tasks.fold import Answer
from hfgnn.tasks.heart_sounds_prepared import Columns, PreparedSounds
from hfgnn.tasks.heart_sounds_store import SoundStore
from hfgnn.training.logs import CsvLogs, WandbLogs
from hfgnn.training.sounds.fit import FittedSounds, SoundFitting, fit_sounds, predict_sounds
from hfgnn.types import Nodes, Rows, Split

Probability = NDArray[np.float64]
BANDS, FOREST, SHORTCUT, MAJORITY = "logistic_bands", "forest_bands", "shortcut", "majority"
"""Names of the controls."""


@dataclass
class SoundModels:
    """Every model of a run on heart sounds, fold by fold.

    Attributes:
        prepared: what they learn from.
        protocol: by which it was divided.
        store: where fitted networks go; None where they are not kept.
        logs: of the course of training, or None.
        fitted: the network of the first split and seed, for the report.
        said: probability of every class for the test rows of each split and seed.
    """

    prepared: PreparedSounds
    protocol: Protocol
    store: SoundStore | None
    logs: CsvLogs | WandbLogs | None
    fitted: FittedSounds | None = None
    said: dict[tuple[int, int, int], Probability] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the network is called."""
        return str(self.prepared.settings.model._target_).split(".")[-2]

    def ask(self, answers: Answers, split: Split) -> None:
        """Fit every model on a split and let each answer.

        The network is trained once per seed; the other models, which hardly know chance, once,
        and their answers stand beside those of every seed.

        Args:
            answers: collects what they say.
            split: which rows train, choose and test.
        """
        seeds = range(self.protocol.seeds)
        for seed in seeds:
            fitted = self._fit(split, seed)
            probability = self._probability(fitted, split)
            self.said[split.repeat, seed, split.fold] = probability[split.parts.test]
            disease = probability[:, self.prepared.positive].sum(axis=1)
            answers.add(split, Answer(self.name, seed, disease))
            if self.store is not None:
                self.store.add(fitted, split, seed, disease)
        for control, said in self._controls(split):
            for seed in seeds:
                answers.add(split, Answer(control, seed, said))

    def _fit(self, split: Split, seed: int) -> FittedSounds:
        settings = self.prepared.settings
        place = f"{split.name}_seed{seed}" if seed else split.name
        how = SoundFitting(
            model=settings.model,
            loss=settings.loss,
            training=settings.training,
            seed=fit_seed(settings.seed, split.fold, repeat=split.repeat, seed=seed),
            logger=None if self.logs is None else self.logs.for_trainer(place, self.name),
        )
        fitted = fit_sounds(
            how,
            self.prepared.pictures,
            self.prepared.class_number,
            split.parts,
            num_classes=len(self.prepared.classes),
        )
        self.fitted = self.fitted or fitted
        return fitted

    def _probability(self, fitted: FittedSounds, split: Split) -> Probability:
        """Of every class, NaN for the rows that trained."""
        asked = np.concatenate([split.parts.validation, split.parts.test])
        pictures = self.prepared.pictures
        probability = np.full((len(pictures), len(self.prepared.classes)), np.nan)
        probability[asked] = predict_sounds(fitted, [pictures[row] for row in asked.tolist()])
        return probability

    def _controls(self, split: Split) -> Iterator[tuple[str, Probability]]:
        controls, place = self.prepared.settings.controls, self.prepared.place
        bands = self._nodes(self.prepared.heard.bands[place], split.parts.train)
        facts = self._nodes(self.prepared.heard.facts[place], split.parts.train)
        penalties = controls.logistic_penalties
        for name, nodes in ((BANDS, bands), (SHORTCUT, facts)):
            every = np.arange(nodes.x.shape[1])
            yield name, logistic(nodes, split.parts, every, penalties=penalties)
        yield (
            FOREST,
            forest(
                bands,
                split.parts,
                trees=controls.forest_trees,
                least_in_leaf=controls.forest_least_in_leaf,
                seed=fit_seed(self.prepared.settings.seed, split.fold, repeat=split.repeat, seed=0),
            ),
        )
        yield MAJORITY, majority(bands.label[split.parts.train], len(bands.label))

    def _nodes(self, x: Columns, train: Rows) -> Nodes:
        """Columns in standard deviations of the training rows."""
        records = self.prepared.arrangement.records
        scaled = StandardScaler().fit(x[train]).transform(x)
        return Nodes(
            x=np.asarray(scaled, dtype=np.float32),
            columns=tuple(f"column_{number}" for number in range(x.shape[1])),
            label=records.label,
            group=records.group,
            record_id=records.record_id,
        )
