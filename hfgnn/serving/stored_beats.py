"""What a finished run on heartbeats keeps of each fit, so that a new recording can be told."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hfgnn.training.beats.fitted import FittedBeats, State
from hfgnn.training.beats.shown import ShownBeats, Widths
from hfgnn.training.checkpoint import read_content, write_checkpoint
from hfgnn.types import DataError

FACTS = "beats"
MULTIPLIERS = "multipliers.json"
"""Beside the fits: how much each class is called for."""


@dataclass(frozen=True)
class BeatFacts:
    """What of a fit is text or a number.

    Attributes:
        model: the option by which it was chosen.
        classes: names of the classes.
        leads: names of the leads; several names of one where records differ.
        columns: names of the measurements.
        samples: of a beat's window.
        stamps: what everything made from this run must carry.
        records: names of the recordings that trained or chose.
    """

    model: str
    classes: list[str]
    leads: list[str]
    columns: list[str]
    samples: int
    stamps: list[str]
    records: list[str]

    @staticmethod
    def of(model: str, shown: ShownBeats, stamps: list[str], records: list[str]) -> BeatFacts:
        """Of a model that is fitted on these beats."""
        beats = shown.beats
        return BeatFacts(
            model=model,
            classes=list(beats.classes),
            leads=list(beats.leads),
            columns=list(shown.columns.columns),
            samples=beats.signal.shape[2],
            stamps=stamps,
            records=records,
        )

    @property
    def widths(self) -> Widths:
        """Of the beats that the model takes."""
        return Widths(len(self.leads), len(self.columns), len(self.classes))


def write_fit(path: Path, fitted: FittedBeats, facts: BeatFacts, settings: str) -> None:
    """Write everything as tensors and text.

    Raises:
        DataError: the file cannot be written.
    """
    write_checkpoint(path, fitted.state(), settings, further={FACTS: json.dumps(asdict(facts))})


@dataclass(frozen=True)
class StoredFit:
    """One fit as it was stored."""

    state: State
    settings: str
    facts: BeatFacts


def read_fit(path: Path) -> StoredFit:
    """A fit from its checkpoint.

    Raises:
        DataError: the file is no checkpoint of a run on heartbeats.
    """
    content = read_content(path)
    if FACTS not in content:
        raise DataError(f"{path} is of a run that tells no heartbeats; take one of task=beats")
    try:
        facts = BeatFacts(**json.loads(content[FACTS]))
    except (TypeError, ValueError) as error:
        raise DataError(f"{path} was written by another version of hfgnn: {error}") from None
    return StoredFit(content["weights"], content["settings"], facts)


def read_multipliers(run: Path, classes: int) -> NDArray[np.float64]:
    """How much each class is called for; alike where the run has not chosen.

    Raises:
        DataError: the file is not that of a run with so many classes.
    """
    path = run / "checkpoints" / MULTIPLIERS
    if not path.is_file():
        return np.ones(classes)
    try:
        factors = np.array(json.loads(path.read_text(encoding="utf-8")), dtype=np.float64)
    except (OSError, TypeError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {error}") from None
    if factors.shape != (classes,) or not (factors > 0).all():
        raise DataError(f"{path} must hold {classes} numbers above 0")
    return factors
