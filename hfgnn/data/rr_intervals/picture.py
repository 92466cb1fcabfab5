"""A day's intervals as a picture with fixed axes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hfgnn.data.rr_intervals.series import MS_PER_HOUR, SHORTEST_MS, Series

Floats = NDArray[np.float64]
Shades = NDArray[np.uint8]
Numbers = NDArray[np.int64]

BINS = 160
BIN_MS = 1000 / 128
"""Bins of an axis, and their width: 0.3 to 1.55 s in the steps of recorders at 128 Hz.

The axes are the same for all, since axes that fit each series would hide its spread.
"""

PIXELS_PER_BIN = 3

FAINTEST, DARKEST = 1e-5, 3e-3
"""Shares of all points in a bin that is just grey, and in one that is black."""

COLUMN_DARKEST = 3e-2
"""The same of the points of one column of a tachogram, which lie on one line."""


def draw(picture: str, series: Series, *, hours: float) -> Image.Image:
    """The Poincaré picture, the tachogram, or one beside the other.

    Dark points on paper, with nothing written. Their shades are shares, so that a longer
    recording is not darker.

    Args:
        picture: "poincare", "tachogram" or "both".
        series: the intervals; the counted ones are drawn.
        hours: time from the left edge of a tachogram to the right; what is later is not drawn.
    """
    parts = []
    if picture in ("poincare", "both"):
        parts.append(poincare_shares(series) / FAINTEST)
    if picture in ("tachogram", "both"):
        parts.append(tachogram_shares(series, hours=hours) / FAINTEST * DARKEST / COLUMN_DARKEST)
    black = np.log1p(DARKEST / FAINTEST)
    darkness = np.concatenate([np.minimum(np.log1p(part) / black, 1) for part in parts], axis=1)
    grey = np.round(255 * (1 - darkness)).astype(np.uint8)
    enlarged: Shades = grey.repeat(PIXELS_PER_BIN, axis=0).repeat(PIXELS_PER_BIN, axis=1)
    return Image.fromarray(enlarged).convert("RGB")


def poincare_shares(series: Series) -> Floats:
    """Where each interval lies against the one before.

    Args:
        series: the intervals.

    Shapes:
        returns: (BINS, BINS), shares of all pairs; the interval before goes to the right, the one
            after upwards, the shortest are in the lower left.
    """
    before, after = series.successive
    return np.asarray(_counts(after, _bin(before)) / max(1, len(before)))


def tachogram_shares(series: Series, *, hours: float) -> Floats:
    """Where the intervals lie as time passes.

    Args:
        series: the intervals.
        hours: time from left to right.

    Shapes:
        returns: (BINS, BINS), shares of each column; time goes to the right, the interval upwards.
    """
    part = series.end_ms[series.counted] / (hours * MS_PER_HOUR)
    counts = _counts(series.rr_ms[series.counted], np.floor(part * BINS).astype(np.int64))
    return np.asarray(counts / np.maximum(1, counts.sum(axis=0)))


def _bin(rr_ms: Floats) -> Numbers:
    return np.floor((rr_ms - SHORTEST_MS) / BIN_MS).astype(np.int64)


def _counts(upwards_ms: Floats, to_the_right: Numbers) -> Floats:
    """(BINS, BINS): points in each bin; those beyond an axis are left out."""
    up = _bin(upwards_ms)
    inside = (up >= 0) & (up < BINS) & (to_the_right >= 0) & (to_the_right < BINS)
    row = BINS - 1 - up[inside]  # row 0 of a picture is its upper edge
    flat = np.bincount(row * BINS + to_the_right[inside], minlength=BINS * BINS)
    return flat.reshape(BINS, BINS).astype(np.float64)
