"""How little the past of a series tells about what follows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PATTERN = 2
"""Intervals that must be alike before the next one is asked about."""

TOLERANCE = 0.2
"""How far alike ones may be apart, in standard deviations of the window."""

WINDOW = 300
"""Intervals of a window, some five minutes."""


def sample_entropy(rr_ms: Floats) -> float:
    """Of the series in windows of ``WINDOW`` intervals; NaN where it is shorter than one.

    Matches are counted in each window and summed over all, so that windows without a match
    need no rule of their own (Richman and Moorman 2000, Am J Physiol Heart Circ Physiol
    278:H2039, https://doi.org/10.1152/ajpheart.2000.278.6.H2039).

    Args:
        rr_ms: in the order of time.

    Shapes:
        rr_ms: (intervals,).
    """
    num = len(rr_ms) // WINDOW
    if not num:
        return np.nan
    return entropy_of_windows(rr_ms[: num * WINDOW].reshape(num, WINDOW))


def entropy_of_windows(windows: Floats) -> float:
    """Logarithm of matches of ``PATTERN`` intervals by matches of one more.

    Shapes:
        windows: (windows, intervals).
    """
    near = (TOLERANCE * windows.std(axis=1, keepdims=True)).astype(np.float32)
    values = windows.astype(np.float32)
    width, short, long = windows.shape[1], 0, 0
    for lag in range(1, width - PATTERN):
        alike = np.abs(values[:, lag:] - values[:, :-lag]) <= near
        # Patterns begin where one more interval follows both, so that both are counted alike.
        pairs = alike[:, :-2] & alike[:, 1:-1]
        short += int(pairs.sum())
        long += int((pairs & alike[:, 2:]).sum())
    return float(np.log(short / long)) if long else np.nan
