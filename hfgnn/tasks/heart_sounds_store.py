"""Fitted networks on heart sounds, kept for new clips."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hfgnn.evaluation.chosen import choose
from hfgnn.features.sounds.file_facts import COLUMNS
from hfgnn.serving.stored_sounds import SoundFacts, told_by, write_sound_fit
from hfgnn.tasks.heart_sounds_prepared import PreparedSounds
from hfgnn.training.sounds.fit import FittedSounds
from hfgnn.types import Split


@dataclass(frozen=True)
class SoundStore:
    """Writes the networks of a run.

    Attributes:
        prepared: what the run works on.
        folder: of the run.
        settings_text: its settings as yaml.
    """

    prepared: PreparedSounds
    folder: Path
    settings_text: str

    def add(
        self, fitted: FittedSounds, split: Split, seed: int, probability: NDArray[np.float64]
    ) -> None:
        """Write a network with what a new clip's prediction needs.

        Args:
            fitted: the network.
            split: on which it was fitted.
            seed: of its weights.
            probability: of disease of every row; validation rows are looked at.
        """
        name = f"{split.name}_seed{seed}" if seed else split.name
        path = self.folder / "checkpoints" / f"{name}.pt"
        write_sound_fit(path, fitted, self._facts(split, probability), self.settings_text)

    def _facts(self, split: Split, probability: NDArray[np.float64]) -> SoundFacts:
        prepared, parts = self.prepared, split.parts
        records = prepared.arrangement.records
        label = records.label[parts.validation]
        chosen = choose(probability[parts.validation], label, prepared.settings.evaluation)
        threshold, recalibration = told_by(chosen)
        seen = prepared.heard.facts[prepared.place[parts.train]]
        known = records.content_hash[np.concatenate([parts.train, parts.validation])]
        return SoundFacts(
            classes=list(prepared.classes),
            positive=prepared.positive,
            sampling_hz=prepared.heard.sounds.sampling_hz,
            threshold=threshold,
            recalibration=recalibration,
            prevalence=float(records.label[parts.train].mean()),
            usual={
                name: [float(column.min()), float(column.max())]
                for name, column in zip(COLUMNS, seen.T, strict=True)
            },
            stamps=prepared.stamps,
            fitted_on=np.unique(known).tolist(),
        )
