"""Recordings of the heart's sounds, as they were read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.types.records import Cohort, Rows


@dataclass(frozen=True)
class Sounds:
    """Clips of sound, one for each record of a cohort, in the same order.

    Attributes:
        cohort: who they are: ids, patients, labels, what was refused; its unit is "clip".
        signal: float32 (samples,) each, mono, full scale at 1, at one rate, of any length.
        sampling_hz: samples per second.
        classes: names of the classes that are told apart.
        class_number: int64 (clips,), which of them each clip is.

    Raises:
        ValueError: there are not as many signals and classes as records.
    """

    cohort: Cohort
    signal: tuple[NDArray[np.float32], ...]
    sampling_hz: float
    classes: tuple[str, ...]
    class_number: Rows

    def __post_init__(self) -> None:
        lengths = {len(self.cohort.records), len(self.signal), len(self.class_number)}
        if len(lengths) > 1:
            raise ValueError(
                f"there are {len(self.cohort.records)} records, {len(self.signal)} signals and "
                f"{len(self.class_number)} classes, but one of each belongs to every clip"
            )
