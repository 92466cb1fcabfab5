"""Recordings to heartbeats: each mark that is a beat becomes a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.recordings.filtering import Band
from hfgnn.data.recordings.resampling import resample
from hfgnn.data.recordings.symbols import UNNAMED, is_beat, label_beats
from hfgnn.types import DataError, Rows
from hfgnn.types.beats import UNKNOWN, Beats
from hfgnn.types.recording import Recording

TOO_NEAR = "too near an end"
NO_CLASS = "without one of the classes"
NO_BEAT = "marks that are no beats"


class Window(Protocol):
    """How a beat is cut out of a signal; see hfgnn/data/recordings/windows.py."""

    @property
    def sampling_hz(self) -> float:
        """The rate at which beats are cut."""

    @property
    def before(self) -> int:
        """Samples of a window before the mark."""

    @property
    def band(self) -> Band:
        """The filter that a signal passes first."""

    def cut(
        self, signal: NDArray[np.float32], sample: Rows
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """The windows of the beats that fit, and whether each fits."""


@dataclass(frozen=True)
class LeftOut:
    """How many marks of a recording did not become beats for one reason."""

    record_id: str
    reason: str
    count: int


@dataclass(frozen=True)
class Segmented:
    """The beats of some recordings, and what is not among them.

    Attributes:
        beats: recording after recording, in the order of time.
        left_out: marks that did not become beats, per recording and reason.
        notes: the same in sentences, over all recordings.
    """

    beats: Beats
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]


def segment(
    recordings: Sequence[Recording], *, window: Window, classes: Sequence[str]
) -> Segmented:
    """Filter each recording and cut its beats out of it.

    RR intervals and the number of each beat count all beats of the recording, those included
    that are then left out: because their window would leave the recording, or because their
    symbol belongs to none of the classes. A beat that was found but never named has the label
    UNKNOWN. ``sample`` is at the sampling rate of the window.

    Args:
        recordings: with marks, and as many leads each.
        window: which part of the signal is a beat.
        classes: ``FIVE_CLASSES`` or ``THREE_CLASSES`` of hfgnn/data/recordings/symbols.py.

    Raises:
        DataError: no beat is left.
        ValueError: the recordings differ in their number of leads, or the classes are others.
    """
    if len({len(one.leads) for one in recordings}) > 1:
        raise ValueError("recordings have different numbers of leads")
    pieces = [_cut(one, window, tuple(classes)) for one in recordings]
    left_out = tuple(one for _, counts in pieces for one in counts)
    notes = (*_resampled(recordings, window), *_sum_up(left_out, classes))
    if not any(len(beats) for beats, _ in pieces):
        raise DataError(f"no beat is left of {len(recordings)} recordings: {'; '.join(notes)}")
    return Segmented(_join([beats for beats, _ in pieces], recordings), left_out, notes)


def _cut(
    recording: Recording, window: Window, classes: tuple[str, ...]
) -> tuple[Beats, list[LeftOut]]:
    recording = window.band.apply(resample(recording, window.sampling_hz))
    beats = is_beat(recording.symbol)
    sample, symbol = recording.sample[beats], recording.symbol[beats]
    label = label_beats(symbol, classes)
    named = (label != UNKNOWN) | (symbol == UNNAMED)
    previous, following = _intervals(sample, recording.sampling_hz)
    windows, fits = window.cut(recording.signal, sample)
    rows = np.flatnonzero(named & fits)
    count = {
        TOO_NEAR: int((~fits).sum()),
        NO_CLASS: int((fits & ~named).sum()),
        NO_BEAT: int((~beats).sum()),
    }
    found = Beats(
        signal=windows[named[fits]],
        label=label[rows],
        symbol=symbol[rows],
        record_id=np.full(len(rows), recording.record_id),
        patient_id=np.full(len(rows), recording.patient_id),
        group=np.zeros(len(rows), dtype=np.int64),  # numbered when all recordings are there
        sample=sample[rows],
        number=rows,
        previous_rr_s=previous[rows],
        next_rr_s=following[rows],
        classes=classes,
        leads=recording.leads,
        sampling_hz=recording.sampling_hz,
        mark=window.before,
    )
    reasons = [LeftOut(recording.record_id, reason, number) for reason, number in count.items()]
    return found, [one for one in reasons if one.count]


def _intervals(sample: Rows, sampling_hz: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Seconds since the beat before and to the beat after, NaN where there is none."""
    interval = np.diff(sample, prepend=np.nan, append=np.nan) / sampling_hz
    if not len(sample):
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    return interval[:-1].astype(np.float32), interval[1:].astype(np.float32)


def _join(pieces: Sequence[Beats], recordings: Sequence[Recording]) -> Beats:
    """All pieces below each other, patients numbered."""
    columns = {
        one.name: np.concatenate([getattr(piece, one.name) for piece in pieces])
        for one in fields(Beats)
        if isinstance(getattr(pieces[0], one.name), np.ndarray)
    }
    columns["group"] = np.unique(columns["patient_id"], return_inverse=True)[1].astype(np.int64)
    names = zip(*(one.leads for one in recordings), strict=True)
    leads = tuple("/".join(dict.fromkeys(column)) for column in names)
    return pieces[0].change(**columns, leads=leads)


def _resampled(recordings: Sequence[Recording], window: Window) -> list[str]:
    rates = Counter(one.sampling_hz for one in recordings)
    return [
        f"beats of {number} records were cut at {window.sampling_hz:g} Hz, recorded at {rate:g}"
        for rate, number in sorted(rates.items())
        if rate != window.sampling_hz
    ]


def _sum_up(left_out: Sequence[LeftOut], classes: Sequence[str]) -> list[str]:
    total: Counter[str] = Counter()
    for one in left_out:
        total[one.reason] += one.count
    said = {
        TOO_NEAR: "beats too near an end of their recording were left out",
        NO_CLASS: f"beats without one of the classes {', '.join(classes)} were left out",
        NO_BEAT: "marks are no beats",
    }
    return [f"{total[reason]:,} {text}" for reason, text in said.items() if total[reason]]
