"""Beats whose recordings are known to show an infarction, or a normal heart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.recordings.peaks import mark_peaks
from hfgnn.data.recordings.record import Reading
from hfgnn.data.recordings.segmentation import Window, segment
from hfgnn.data.recordings.symbols import FIVE_CLASSES
from hfgnn.types import Beats, DataError, Refusal
from hfgnn.types.recording import Recording

CLASSES = ("normal", "infarction")
NORMAL, INFARCTION = 0, 1
MAX_GAP_S, MAX_FLAT_S = 0.1, 8.0
"""Missing samples are bridged up to here, and a lead is dead from here on."""


@dataclass(frozen=True)
class Diagnosed:
    """Beats with the diagnosis of their recording.

    Attributes:
        beats: of the classes normal and infarction.
        age_years: of each beat's patient, NaN where unknown.
        refused: records that could not be used.
        notes: what a reader must know, one sentence each.
        stamps: what every table made from these data must carry.
        source: one phrase for the report that says which data these are.
        patients_known: whether anybody knows whose the beats are.
    """

    beats: Beats
    age_years: NDArray[np.float64]
    refused: tuple[Refusal, ...]
    notes: tuple[str, ...]
    stamps: tuple[str, ...]
    source: str
    patients_known: bool

    def __post_init__(self) -> None:
        counts = np.bincount(self.beats.label, minlength=2)
        if not counts.all():
            missing = CLASSES[int(counts.argmin())]
            raise DataError(
                f"{self.source}: no beat is of the class {missing}, but infarction is told from "
                "normal, so both are needed"
            )


@dataclass(frozen=True)
class Chosen:
    """The recordings whose diagnosis is one of the two.

    Attributes:
        recordings: without marks, or with marks that are replaced by R peaks.
        label: of each recording, by its name.
        refused: records that could not be used.
        notes: what was left out, and how many.
        name: of the data set.
    """

    recordings: Sequence[Recording]
    label: Mapping[str, int]
    refused: Sequence[Refusal]
    notes: Sequence[str]
    name: str


def diagnose(chosen: Chosen, *, window: Window, beats_per_record: int) -> Diagnosed:
    """Find the R peaks of every recording, cut its beats, and give them its diagnosis.

    Args:
        chosen: recordings and their diagnoses.
        window: which part of the signal is a beat.
        beats_per_record: at most so many, evenly over the recording.

    Raises:
        DataError: no beat is found, or all recordings are of one class.
    """
    marked = [mark_peaks(one) for one in chosen.recordings]
    silent = tuple(
        Refusal(one.record_id, "no beat was found") for one in marked if not len(one.sample)
    )
    with_beats = [one for one in marked if len(one.sample)]
    if not with_beats:
        none = f"{chosen.name}: no record has a beat and one of the two diagnoses"
        raise DataError(none + _first(chosen.refused))
    segmented = segment(with_beats, window=window, classes=FIVE_CLASSES)
    found = thinned(segmented.beats, beats_per_record)
    records, row = np.unique(found.record_id, return_inverse=True)
    label = np.array([chosen.label[name] for name in records.tolist()], dtype=np.int64)[row]
    beats = found.change(label=label, classes=CLASSES)
    return Diagnosed(
        beats=beats,
        age_years=_ages(with_beats, beats),
        refused=(*chosen.refused, *silent),
        notes=(*chosen.notes, *segmented.notes),
        stamps=(),
        source=_source(chosen.name, beats),
        patients_known=True,
    )


def _first(refused: Sequence[Refusal]) -> str:
    """The first refusal, as the rest of a sentence."""
    if not refused:
        return ""
    return f"; {len(refused):,} were refused, the first, {refused[0].file}: {refused[0].reason}"


def thinned(beats: Beats, most: int) -> Beats:
    """At most so many beats per recording, evenly spaced over those it has."""
    starts = np.flatnonzero(np.append(True, beats.record_id[1:] != beats.record_id[:-1]))
    kept = []
    for first, end in zip(starts, [*starts[1:], len(beats)], strict=True):
        number = min(most, end - first)
        kept.append(first + (np.arange(number) * (end - first)) // number)
    return beats.take(np.concatenate(kept))


def wanted(leads: Sequence[str]) -> Reading:
    """How records are read of which just these leads are wanted, and no marks."""
    return Reading(
        leads=leads,
        num_leads=len(leads),
        sampling_hz=None,
        annotator=None,
        max_gap_s=MAX_GAP_S,
        max_flat_s=MAX_FLAT_S,
    )


def with_leads(found: Recording | Refusal, leads: Sequence[str]) -> Recording | Refusal:
    """The recording, or a refusal where it has other leads than these in place of one it lacks."""
    if isinstance(found, Refusal):
        return found
    has = {name.lower() for name in found.leads}
    missing = [name for name in leads if name.lower() not in has]
    if missing:
        return Refusal(found.record_id, f"it has no lead {', '.join(missing)}")
    # Data sets write the names of leads in letters of different case.
    return replace(found, leads=tuple(leads))


def age_of(text: str | None) -> float:
    """Years, NaN where the text is none."""
    try:
        return float(text or "nan")
    except ValueError:
        return float("nan")


def _ages(recordings: Sequence[Recording], beats: Beats) -> NDArray[np.float64]:
    ages = {one.record_id: age_of(one.attributes.get("age_years")) for one in recordings}
    return np.array([ages[name] for name in beats.record_id.tolist()])


def _source(name: str, beats: Beats) -> str:
    records = len(np.unique(beats.record_id))
    return (
        f"{len(beats):,} beats of {records:,} records of {len(np.unique(beats.group)):,} patients "
        f"of {name}"
    )
