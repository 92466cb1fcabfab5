"""What a model of heartbeats is shown, and how."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.beats.columns import BeatColumns
from hfgnn.types import Beats, Rows, TrainingBeats

MOST = 10.0
"""Standard deviations beyond which a measurement tells a network no more, but that it is far."""


@dataclass(frozen=True)
class Widths:
    """How many leads, columns and classes beats have."""

    leads: int
    columns: int
    classes: int


@dataclass(frozen=True)
class ShownBeats:
    """Beats, and what was measured of each within its own recording.

    Attributes:
        beats: recording after recording, in the order of time.
        columns: one row per beat.

    Raises:
        ValueError: the two differ in length.
    """

    beats: Beats
    columns: BeatColumns

    def __post_init__(self) -> None:
        if len(self.beats) != len(self.columns.x):
            raise ValueError(f"{len(self.beats)} beats have {len(self.columns.x)} rows of columns")

    def __len__(self) -> int:
        return len(self.beats)

    @property
    def widths(self) -> Widths:
        """Of every beat."""
        beats = self.beats
        return Widths(len(beats.leads), self.columns.x.shape[1], len(beats.classes))

    def take(self, rows: Rows) -> ShownBeats:
        """The beats at ``rows``, in that order."""
        return ShownBeats(
            self.beats.take(rows), BeatColumns(self.columns.x[rows], self.columns.columns)
        )

    @property
    def flat(self) -> NDArray[np.float32]:
        """Samples of all leads and then the columns, one row per beat."""
        samples = self.beats.signal.reshape(len(self), -1)
        return np.hstack([samples, self.columns.x])

    def unflat(self, flat: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Signal and columns of rows such as ``flat`` has them.

        Shapes:
            flat: (rows, leads x samples + columns).
            returns: (rows, leads, samples) and (rows, columns).
        """
        _, leads, samples = self.beats.signal.shape
        width = leads * samples
        return flat[:, :width].reshape(-1, leads, samples), flat[:, width:]

    def training(self, rows: Rows) -> TrainingBeats:
        """Training rows, the only ones that may be multiplied."""
        return TrainingBeats(self.flat[rows], self.beats.label[rows])


@dataclass(frozen=True)
class ColumnScale:
    """Columns in standard deviations of the training beats; what is missing is their mean.

    Attributes:
        mean: float32 (columns,), of the training beats.
        spread: float32 (columns,), their standard deviation; 1 where they are all alike.
    """

    mean: NDArray[np.float32]
    spread: NDArray[np.float32]

    @staticmethod
    def fit(x: NDArray[np.float32]) -> ColumnScale:
        """The scale of these training beats.

        Args:
            x: (beats, columns), NaN where a value is missing.
        """
        there = np.isfinite(x)
        count = np.maximum(there.sum(axis=0), 1)
        mean = np.where(there, x, 0).sum(axis=0, dtype=np.float64) / count
        away = np.where(there, x - mean, 0)
        spread = np.sqrt((away**2).sum(axis=0, dtype=np.float64) / count)
        return ColumnScale(
            mean.astype(np.float32), np.where(spread > 1e-6, spread, 1).astype(np.float32)
        )

    def apply(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scaled columns without gaps, within MOST standard deviations.

        Shapes:
            x: (beats, columns).
            returns: (beats, columns), float32.
        """
        scaled = (x - self.mean) / self.spread
        return np.clip(np.where(np.isfinite(scaled), scaled, 0), -MOST, MOST).astype(np.float32)
