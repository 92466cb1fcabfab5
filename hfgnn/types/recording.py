"""Recordings of the heart's electricity, as they were measured, and the marks on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hfgnn.types.records import Refusal, Rows, Strings


@dataclass(frozen=True)
class Recording:
    """One recording of one patient.

    Attributes:
        record_id: unique name, such as the path of its header below the data folder.
        patient_id: whose it is.
        signal: float32 (samples, leads), in mV, without gaps.
        leads: name of each column of the signal.
        sampling_hz: samples per second.
        sample: int64 (marks,), where the marks are, rising; empty where nobody has marked beats.
        symbol: (marks,), the annotation symbol of each mark.
        attributes: what else is known, such as diagnosis, sex or age_years.

    Raises:
        ValueError: signal and leads, or samples and symbols, differ in number.
    """

    record_id: str
    patient_id: str
    signal: NDArray[np.float32]
    leads: tuple[str, ...]
    sampling_hz: float
    sample: Rows
    symbol: Strings
    attributes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.signal.ndim != 2 or self.signal.shape[1] != len(self.leads):
            raise ValueError(f"a signal is {self.signal.shape}, but has {len(self.leads)} leads")
        if len(self.sample) != len(self.symbol):
            raise ValueError(f"{len(self.sample)} marks have {len(self.symbol)} symbols")

    @property
    def seconds(self) -> float:
        """How long the recording is."""
        return len(self.signal) / self.sampling_hz


@dataclass(frozen=True)
class Recordings:
    """What was read of a folder of recordings.

    Attributes:
        recordings: the usable ones, in the order of their names.
        refused: files that could not be used, each with its reason.
        notes: what was changed in reading, one sentence each, such as a resampling.
        stamps: what every table made from these data must carry.
        source: one phrase for the report that says which data these are.
    """

    recordings: tuple[Recording, ...]
    refused: tuple[Refusal, ...]
    notes: tuple[str, ...]
    stamps: tuple[str, ...]
    source: str
