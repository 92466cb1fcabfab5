"""Heartbeats, one row each, and what a model says of them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.types.records import Rows, Strings

UNKNOWN = -1
"""Label of a beat that nobody has named; position of a beat whose recording is not known."""


@dataclass(frozen=True)
class Beats:
    """A table of heartbeats, one row each, the beats of a recording in the order of time.

    Attributes:
        signal: float32 (beats, leads, samples), mV unless the source gives shares of the range.
        label: int64 (beats,), number of the class in ``classes``, or UNKNOWN.
        symbol: annotation symbol of each beat, "" where there is none.
        record_id: the recording.
        patient_id: whose beat it is.
        group: number shared by all beats that must stay on one side of a split: a patient's.
        sample: int64, where the beat is marked in its recording, or UNKNOWN.
        number: int64, which beat of its recording it is, those counted that are left out here.
        previous_rr_s: float32, seconds since the beat before; NaN where there is none.
        next_rr_s: float32, seconds to the beat after; NaN where there is none.
        classes: names of the classes.
        leads: names of the leads.
        sampling_hz: samples per second.
        mark: samples of each window before the one that is marked.

    Raises:
        ValueError: the columns differ in length.
    """

    signal: NDArray[np.float32]
    label: Rows
    symbol: Strings
    record_id: Strings
    patient_id: Strings
    group: Rows
    sample: Rows
    number: Rows
    previous_rr_s: NDArray[np.float32]
    next_rr_s: NDArray[np.float32]
    classes: tuple[str, ...]
    leads: tuple[str, ...]
    sampling_hz: float
    mark: int

    def __post_init__(self) -> None:
        lengths = {name: len(getattr(self, name)) for name in self._columns()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"the columns of beats differ in length: {lengths}")

    def __len__(self) -> int:
        return len(self.label)

    @classmethod
    def _columns(cls) -> list[str]:
        constant = ("classes", "leads", "sampling_hz", "mark")
        return [one.name for one in fields(cls) if one.name not in constant]

    def take(self, rows: Rows) -> Beats:
        """The beats at ``rows``, in that order."""
        return self.change(**{name: getattr(self, name)[rows] for name in self._columns()})

    def change(self, **columns: Any) -> Beats:
        """The same beats with some columns replaced."""
        return replace(self, **columns)


@dataclass(frozen=True)
class TrainingBeats:
    """The training beats of a split, as columns and labels: the only ones that may be multiplied.

    Attributes:
        x: float32 (beats, columns).
        label: int64 (beats,).
    """

    x: NDArray[np.float32]
    label: Rows


@dataclass(frozen=True)
class TrainingRecordings:
    """Beats of recordings that train, in the order of time: the only ones that may be made over.

    Attributes:
        beats: training rows alone.
    """

    beats: Beats


@dataclass(frozen=True)
class ClassPredictions:
    """One model's answers where there are several classes: a row per tested beat and seed.

    Attributes:
        model: name of the model.
        classes: names of the classes.
        record_id: the recording of each row.
        patient_id: whose it is.
        group: what the bootstrap draws: a patient's recordings; each recording where no patient
            is known.
        sample: where the beat is marked in its recording, or UNKNOWN.
        seed: number of the initial weights.
        label: number of the true class.
        probability: float64 (rows, classes).
    """

    model: str
    classes: tuple[str, ...]
    record_id: Strings
    patient_id: Strings
    group: Rows
    sample: Rows
    seed: Rows
    label: Rows
    probability: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.probability.shape != (len(self.label), len(self.classes)):
            raise ValueError(
                f"probabilities are {self.probability.shape}, but there are {len(self.label)} rows "
                f"and {len(self.classes)} classes"
            )

    @property
    def predicted(self) -> Rows:
        """Number of the most probable class."""
        return np.asarray(self.probability.argmax(axis=1), dtype=np.int64)
