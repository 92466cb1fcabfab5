"""Irregularity: whether a beat comes early by the measure of how irregular the heart is just now.

In atrial fibrillation every other interval is short, and no beat is premature. So an interval is
also given in units of the spread around it, beside its place among the intervals around and the
share of intervals that jump.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter, percentile_filter, uniform_filter1d

from hfgnn.features.beats.rhythm import EARLY, filled
from hfgnn.features.beats.series import shifted

Floats = NDArray[np.float64]
Named = Iterator[tuple[str, Floats]]

AROUND = 41
"""Beats over which the pace of the moment and the spread around it are medians."""

NARROW, WIDE = 21, 101
"""Beats over which changes from one interval to the next are counted."""

PLACES = (21, 61)
"""Beats among whose intervals a beat's own is placed."""

SOME = 10
"""Beats before, and beats after, whose median interval is one more pace."""

JUMP = 0.1
"""Logarithm of the ratio of two neighbouring intervals from which it is a jump."""

LEAST_SPREAD, LEAST_WIDE_SPREAD = 0.01, 0.02
"""Added to a spread, so that a perfectly regular heart does not divide by 0."""


def irregularity(
    previous_rr_s: NDArray[np.float32], next_rr_s: NDArray[np.float32]
) -> dict[str, Floats]:
    """Measurements of every beat of one recording, by name; none where no interval is known.

    Args:
        previous_rr_s: seconds since the beat before, NaN where there is none.
        next_rr_s: seconds to the beat after, NaN where there is none.

    Shapes:
        previous_rr_s, next_rr_s: (beats,), in the order of time.
        returns: (beats,) each.
    """
    if not np.isfinite(previous_rr_s).any():
        return {}
    before, after = np.log(filled(previous_rr_s)), np.log(filled(next_rr_s))
    pace = median_filter(before, AROUND, mode="nearest")
    return dict(
        chain(_by_spread(before, after, pace), _jumps(before), _places(before), _runs(before, pace))
    )


def _by_spread(before: Floats, after: Floats, pace: Floats) -> Named:
    away = np.abs(before - pace)
    spread = median_filter(away, AROUND, mode="nearest") + LEAST_SPREAD
    wide = percentile_filter(away, 75, WIDE, mode="nearest") + LEAST_WIDE_SPREAD
    yield "previous_by_spread", (before - pace) / spread
    yield "previous_by_wide_spread", (before - pace) / wide
    yield "next_by_spread", (after - pace) / spread
    yield "both_by_pace41", np.log((np.exp(before) + np.exp(after)) / 2) - pace


def _jumps(before: Floats) -> Named:
    change = np.abs(before - shifted(before, 1))
    for beats in (NARROW, WIDE):
        yield f"change_here{beats}", median_filter(change, beats, mode="nearest")
        jumps = (change > JUMP).astype(np.float64)
        yield f"jumps_here{beats}", uniform_filter1d(jumps, beats, mode="nearest")
    yield "alternates", np.abs(before - shifted(before, 2)) - change


def _places(before: Floats) -> Named:
    for beats in PLACES:
        short, long = (percentile_filter(before, one, beats, mode="nearest") for one in (10, 90))
        yield f"previous_by_short{beats}", before - short
        yield f"previous_by_long{beats}", before - long
        yield f"range_here{beats}", long - short
    steps = range(1, SOME + 1)
    yield "previous_by_last", before - np.median([shifted(before, one) for one in steps], axis=0)
    later = np.median([shifted(before, -one - 1) for one in steps], axis=0)
    yield "previous_by_later", before - later  # the interval after the beat is a pause: left out
    for share in (60, 90):
        yield f"previous_by_percentile{share}", before - np.percentile(before, share)


def _runs(before: Floats, pace: Floats) -> Named:
    """How many early beats in a row there are up to a beat, and in its whole run."""
    early = before - pace < EARLY
    rows = np.arange(len(early))
    last = np.maximum.accumulate(np.where(early, -1, rows))
    coming = np.minimum.accumulate(np.where(early, len(early), rows)[::-1])[::-1]
    yield "early_in_a_row", np.where(early, rows - last, 0).astype(np.float64)
    yield "early_run", np.where(early, coming - last - 1, 0).astype(np.float64)
    yield "early_share", np.full(len(early), early.mean())
    yield "spread", np.full(len(early), before.std())
