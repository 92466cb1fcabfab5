"""How the fluctuation of a series grows with the time over which it is looked at."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fluctuation_exponent(rr_ms: Floats, *, boxes: Iterable[int]) -> float:
    """Slope of log fluctuation over log box length: 0.5 for noise, 1 for 1/f, 1.5 for a walk.

    Detrended fluctuation analysis (Peng et al. 1995, Chaos 5:82,
    https://doi.org/10.1063/1.166141): the series less its mean is summed up, cut into boxes, and
    in each box its line is taken away.

    Args:
        rr_ms: at least two of the longest boxes.
        boxes: their lengths in beats; 4 to 16 give alpha 1, 16 to 64 alpha 2.

    Shapes:
        rr_ms: (intervals,).
    """
    lengths = np.array(sorted(boxes), dtype=np.int64)
    profile = np.cumsum(rr_ms - rr_ms.mean())
    if len(profile) < 2 * lengths[-1]:
        return np.nan
    fluctuation = np.array([_fluctuation(profile, int(length)) for length in lengths])
    if not fluctuation.all():
        return np.nan
    return float(np.polyfit(np.log(lengths), np.log(fluctuation), 1)[0])


def _fluctuation(profile: Floats, length: int) -> float:
    """Root mean square of what is left in boxes of this length."""
    num = len(profile) // length
    boxes = profile[: num * length].reshape(num, length)
    boxes = boxes - boxes.mean(axis=1, keepdims=True)
    time = np.arange(length) - (length - 1) / 2
    slope = boxes @ time / (time @ time)
    return float(np.sqrt(np.mean((boxes - slope[:, None] * time) ** 2)))
