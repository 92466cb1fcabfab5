"""One lead of a recording's beats, with the beat that is usual there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.beats.series import correlation

Floats = NDArray[np.float64]

QRS_S = (-0.085, 0.085)
"""Seconds from the mark; a part that a window does not hold in full is not measured."""

FEWEST = 20
SMALL_MV = 1e-3


@dataclass(frozen=True)
class Lead:
    """One lead of the beats of a recording.

    Attributes:
        signal: float64 (beats, samples).
        usual: (samples,), the usual beat: the median of the beats that keep the pace and look
            alike, so that nobody has to say which beats are normal.
        mark: samples of a window before the mark.
        sampling_hz: samples per second.
    """

    signal: Floats
    usual: Floats
    mark: int
    sampling_hz: float

    @staticmethod
    def of(signal: NDArray[np.float32], keeps: NDArray[np.bool_], mark: int, hz: float) -> Lead:
        """With the usual beat of those that keep the pace.

        Args:
            signal: (beats, samples).
            keeps: (beats,), whether each keeps the pace.
            mark: samples of a window before the mark.
            hz: samples per second.
        """
        every = np.asarray(signal, dtype=np.float64)
        base = every[keeps] if keeps.sum() >= FEWEST else every
        middle = np.median(base, axis=0)
        part = _part(QRS_S, every.shape[1], mark, hz) or slice(None)
        alike = correlation(base[:, part], middle[part])
        usual = np.median(base[alike >= np.median(alike)], axis=0)
        return Lead(every, usual, mark, hz)

    def part(self, seconds: tuple[float, float]) -> slice | None:
        """Samples between these times, None where the windows do not reach so far."""
        return _part(seconds, self.signal.shape[1], self.mark, self.sampling_hz)

    def height(self, part: slice) -> float:
        """From the lowest to the highest voltage of the usual beat, never 0."""
        return float(np.ptp(self.usual[part])) + SMALL_MV


def _part(seconds: tuple[float, float], samples: int, mark: int, hz: float) -> slice | None:
    begin, end = (mark + round(one * hz) for one in seconds)
    return slice(begin, end) if 0 <= begin < end <= samples else None
