"""Measurements of heartbeats, a row per beat, a column per measurement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]


@dataclass(frozen=True)
class BeatColumns:
    """What is measured of each beat, relative to its own recording.

    Attributes:
        x: float32 (beats, columns), NaN where a measurement is not to be had.
        columns: their names.

    Raises:
        ValueError: names and columns differ in number.
    """

    x: Values
    columns: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.x.ndim != 2 or self.x.shape[1] != len(self.columns):
            raise ValueError(f"x is {self.x.shape}, but {len(self.columns)} columns have names")

    @staticmethod
    def of(measured: Mapping[str, Values], beats: int) -> BeatColumns:
        """Columns by name side by side.

        Args:
            measured: (beats,) values by name.
            beats: number of rows, for where there is no column.
        """
        empty = np.empty((beats, 0), dtype=np.float32)
        columns = [np.asarray(values, dtype=np.float32)[:, None] for values in measured.values()]
        return BeatColumns(np.hstack([empty, *columns]), tuple(measured))
