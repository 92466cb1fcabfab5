"""From recordings to beats with their columns, and which of them train, choose and test."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hfgnn.config.beat_protocol import (
    AamiClasses,
    BeatProtocol,
    CrossValidated,
    InterPatient,
    RandomBeats,
)
from hfgnn.config.beats import BeatRun
from hfgnn.config.build import build
from hfgnn.data.recordings.beat_table import ReadBeats
from hfgnn.data.recordings.segmentation import LeftOut, segment
from hfgnn.data.recordings.symbols import FIVE_CLASSES, THREE_CLASSES, label_beats
from hfgnn.features.beats.describe import describe
from hfgnn.reports.progress import progress
from hfgnn.splits import cross_validated, inter_patient, random_beats
from hfgnn.splits.inter_patient import Division
from hfgnn.tasks.clock import Clock
from hfgnn.training.beats.shown import ShownBeats
from hfgnn.types import UNKNOWN, Beats, DataError, Recording, Recordings, Refusal

CLASSES = {AamiClasses.three: THREE_CLASSES, AamiClasses.five: FIVE_CLASSES}


@dataclass(frozen=True)
class PreparedBeats:
    """What a run works on, before anything is trained.

    Attributes:
        settings: of the run.
        shown: beats that a class has.
        division: which of them train, choose and test.
        read: where the beats come from.
    """

    settings: BeatRun
    shown: ShownBeats
    division: Division
    read: Read

    @property
    def stamps(self) -> list[str]:
        """What every table and figure of this run must carry."""
        return [*self.read.stamps, *self.division.stamps]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was changed in reading, and what must be known of the division."""
        return (*self.read.notes, *self.division.notes)


@dataclass(frozen=True)
class Read:
    """Beats of all five classes, with what must be said of them.

    Attributes:
        shown: beats with their columns.
        recordings: as they were read; none where the data are a table of beats.
        source: one phrase that says which data these are.
        refused: files that could not be used.
        left_out: marks that did not become beats.
        notes: what was changed in reading, one sentence each.
        stamps: what every table made from these data must carry.
    """

    shown: ShownBeats
    recordings: tuple[Recording, ...]
    source: str
    refused: tuple[Refusal, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    stamps: tuple[str, ...]


def read(settings: BeatRun, clock: Clock) -> Read:
    """Read recordings, filter them, cut out their beats and measure these.

    Raises:
        DataError: data that cannot be used.
    """
    found: Recordings | ReadBeats = build(settings.data).read(progress)
    clock.lap("reading")
    if isinstance(found, ReadBeats):
        shown = ShownBeats(found.beats, describe(found.beats))
        clock.lap("measuring")
        return Read(shown, (), found.source, (), (), (), found.stamps)
    cut = segment(found.recordings, window=build(settings.segmentation), classes=FIVE_CLASSES)
    clock.lap("segmentation")
    shown = ShownBeats(cut.beats, describe(cut.beats))
    clock.lap("measuring")
    notes = (*found.notes, *cut.notes)
    return Read(
        shown, found.recordings, found.source, found.refused, cut.left_out, notes, found.stamps
    )


def prepare(settings: BeatRun, found: Read, protocol: BeatProtocol) -> PreparedBeats:
    """Label the beats by the classes of the protocol, and divide them.

    Args:
        settings: of the run.
        found: all beats.
        protocol: the run's, or the one that stands beside it.

    Raises:
        DataError: the beats cannot be divided in this way.
    """
    shown = _labelled(found.shown, CLASSES[protocol.classes])
    return PreparedBeats(settings, shown, divide(shown.beats, protocol, settings.seed), found)


def divide(beats: Beats, protocol: BeatProtocol, seed: int) -> Division:
    """Which beats train, choose and test.

    Raises:
        DataError: patients must stand apart, but nobody knows whose the beats are.
    """
    if isinstance(protocol, RandomBeats):
        return random_beats.split(beats, protocol, seed=seed)
    if not isinstance(protocol, InterPatient | CrossValidated):
        raise ValueError(f"there is no division for {type(protocol).__name__}")
    if (beats.patient_id == "").any():
        raise DataError(
            "nobody knows whose these beats are, so patients cannot stand apart; take the "
            "recordings themselves, or protocol=random_beats, which leaks"
        )
    if isinstance(protocol, CrossValidated):
        return cross_validated.split(beats, protocol, seed=seed)
    return inter_patient.split(beats, protocol, seed=seed)


def _labelled(shown: ShownBeats, classes: tuple[str, ...]) -> ShownBeats:
    """The beats that have one of these classes."""
    beats = shown.beats
    if beats.classes == classes or (beats.symbol == "").all():
        return shown
    label = label_beats(beats.symbol, classes)
    relabelled = replace(shown, beats=beats.change(label=label, classes=classes))
    return relabelled.take(np.flatnonzero(label != UNKNOWN))
