"""What a finished run on heart sounds keeps of each fit, so that a new clip can be told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hfgnn.evaluation.chosen import Chosen
from hfgnn.evaluation.recalibration_map import RecalibrationMap, from_arrays
from hfgnn.training.checkpoint import read_content, write_checkpoint
from hfgnn.training.sounds.fit import FittedSounds, State
from hfgnn.types import DataError

FACTS = "sounds"


@dataclass(frozen=True)
class SoundFacts:
    """What of a fit is text or a number.

    Attributes:
        classes: names of the classes.
        positive: numbers of those that count as disease.
        sampling_hz: of the clips.
        threshold: calibrated probability from which a clip is called diseased.
        recalibration: from raw to calibrated probabilities, as ``RecalibrationMap.arrays``.
        prevalence: share of the training clips with disease.
        usual: lowest and highest value of each fact about the files of the training clips.
        stamps: what everything made from this run must carry.
        fitted_on: SHA-256 of the files that trained or chose.
    """

    classes: list[str]
    positive: list[int]
    sampling_hz: float
    threshold: float
    recalibration: dict[str, list[float] | float]
    prevalence: float
    usual: dict[str, list[float]]
    stamps: list[str]
    fitted_on: list[str]

    def calibrated(self, probability: NDArray[np.float64]) -> NDArray[np.float64]:
        """How often that is so, by the validation clips.

        Args:
            probability: of disease, as the network says it.

        Shapes:
            probability: (clips,).
            returns: (clips,).
        """
        arrays = {name: np.asarray(value) for name, value in self.recalibration.items()}
        return from_arrays(arrays).apply(probability)


def told_by(chosen: Chosen) -> tuple[float, dict[str, list[float] | float]]:
    """Calibrated threshold and recalibration as they are stored.

    Args:
        chosen: by validation clips.
    """
    recalibration: RecalibrationMap = chosen.recalibration
    threshold = float(recalibration.apply(np.array([chosen.threshold]))[0])
    arrays: Mapping[str, NDArray[np.float64]] = recalibration.arrays()
    return threshold, {name: value.tolist() for name, value in arrays.items()}


def write_sound_fit(path: Path, fitted: FittedSounds, facts: SoundFacts, settings: str) -> None:
    """Write everything as tensors and text.

    Args:
        path: the file.
        fitted: network and scale.
        facts: what belongs to them.
        settings: of the run, as yaml text.

    Raises:
        DataError: the file cannot be written.
    """
    write_checkpoint(path, fitted.state(), settings, further={FACTS: json.dumps(asdict(facts))})


@dataclass(frozen=True)
class StoredSounds:
    """One fit as it was stored."""

    state: State
    settings: str
    facts: SoundFacts


def read_sound_fit(path: Path) -> StoredSounds:
    """A fit from its checkpoint.

    Args:
        path: the file.

    Raises:
        DataError: the file is no checkpoint of a run on heart sounds.
    """
    content = read_content(path)
    if FACTS not in content:
        raise DataError(f"{path} is of a run that hears no sounds; take one of task=heart_sounds")
    try:
        facts = SoundFacts(**json.loads(content[FACTS]))
    except (TypeError, ValueError) as error:
        raise DataError(f"{path} was written by another version of hfgnn: {error}") from None
    return StoredSounds(content["weights"], content["settings"], facts)
