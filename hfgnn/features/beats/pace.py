"""Pace of recordings in which early beats are not the exception.

Where most beats are early, the median interval is an early beat's; so a beat is also compared with
the recording's slow intervals, and counted from its pauses. Where the rhythm has no pace at all, as
in atrial fibrillation, an early beat says little; so the irregularity around it is measured too
(turning points and successive differences after Dash et al. 2009,
https://doi.org/10.1007/s10439-009-9740-z).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, median_filter, minimum_filter1d, percentile_filter

from hfgnn.features.beats.series import mean_around

Floats = NDArray[np.float64]

SLOW_PERCENTILES = (90, 95)
"""Of the recording's intervals: the pace of a heart of which at least some beats are in time."""

SLOW_HERE, HERE = 80, (21, 61)
"""Percentile of so many intervals around a beat."""

NEAR = (7, 15)
"""Beats among which a beat's interval is compared with the longest and the shortest."""

PAUSE, EARLY = 1.2, 0.88
"""Ratios to the pace from which an interval is a pause, and up to which a beat is early."""

FARTHEST = 50
"""Beats beyond which a pause is no nearer or farther."""

JITTER = 0.02
"""Share of an interval below which its neighbour is as long; least spread that divides."""


def by_slow_pace(before: Floats, after: Floats) -> Iterator[tuple[str, Floats]]:
    """Intervals by the slow intervals of the recording and of the moment.

    Args:
        before: seconds since the beat before, without gaps.
        after: seconds to the beat after, without gaps.

    Shapes:
        before, after: (beats,).
        yields: (beats,) each.
    """
    for percentile in SLOW_PERCENTILES:
        slow = np.percentile(before, percentile)
        yield f"previous_by_slow{percentile}", np.log(before / slow)
        yield f"next_by_slow{percentile}", np.log(after / slow)
    for width in HERE:
        here = _slow_here(before, width)
        yield f"previous_by_slow_of_{width}", np.log(before / here)
        yield f"next_by_slow_of_{width}", np.log(after / here)
    for width in NEAR:
        longest = maximum_filter1d(before, width, mode="nearest")
        shortest = minimum_filter1d(before, width, mode="nearest")
        yield f"previous_by_longest{width}", np.log(before / longest)
        yield f"previous_by_shortest{width}", np.log(before / shortest)
    yield from _by_two_paces(before, after)


def _slow_here(before: Floats, width: int) -> Floats:
    return np.asarray(percentile_filter(before, SLOW_HERE, width, mode="nearest"))


def _by_two_paces(before: Floats, after: Floats) -> Iterator[tuple[str, Floats]]:
    """Intervals by the centres of the recording's fast and its slow intervals."""
    fast, slow, share = two_centres(np.log(before))
    yield "previous_by_slow_centre", np.log(before) - slow
    yield "previous_by_fast_centre", np.log(before) - fast
    yield "next_by_slow_centre", np.log(after) - slow
    yield "slow_by_fast", np.full(len(before), slow - fast)
    yield "slow_share", np.full(len(before), share)


def two_centres(values: Floats) -> tuple[float, float, float]:
    """Lower and upper centre of values in two clusters, and the upper one's share of them.

    Two means by Lloyd's method, from the 10th and the 90th percentile.

    Shapes:
        values: (values,).
    """
    low, high = (float(one) for one in np.percentile(values, (10, 90)))
    for _ in range(15):
        above = values > (low + high) / 2
        if above.all() or not above.any():
            break
        low, high = float(values[~above].mean()), float(values[above].mean())
    return low, high, float((values > (low + high) / 2).mean())


def by_pauses(before: Floats) -> Iterator[tuple[str, Floats]]:
    """How far the pauses are, and how many early beats stand together.

    Args:
        before: seconds since the beat before, without gaps.

    Shapes:
        before: (beats,).
        yields: (beats,) each.
    """
    pace = median_filter(before, 41, mode="nearest")
    pause = before > PAUSE * pace
    since, last = _since(pause)
    until, _ = _since(pause[::-1])
    yield "beats_since_pause", np.log1p(since)
    yield "beats_until_pause", np.log1p(until[::-1])
    yield "last_pause", np.where(last >= 0, np.log(before / pace)[last], 0)
    early = before < EARLY * _slow_here(before, HERE[-1])
    yield "early_by_slow_of_15", mean_around(early.astype(np.float64), 15)
    yield "early_by_slow_of_101", mean_around(early.astype(np.float64), 101)
    yield "early_by_slow_share", np.full(len(before), early.mean())
    yield "early_by_slow_run", np.log1p(_run(early))
    yield "early_by_slow_run_after", np.log1p(_run(early[::-1])[::-1])


def _since(marked: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.int64]]:
    """Beats since the last marked one, FARTHEST at most; and which one that was, -1 for none."""
    number = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, number, -1))
    since = np.where(last >= 0, np.minimum(number - last, FARTHEST), FARTHEST)
    return since.astype(np.float64), last


def _run(marked: NDArray[np.bool_]) -> Floats:
    """How many marked ones stand together up to each, 0 where it is not marked itself."""
    count = np.cumsum(marked)
    return np.asarray(count - np.maximum.accumulate(np.where(marked, 0, count)), dtype=np.float64)


def unsteadiness(before: Floats) -> Iterator[tuple[str, Floats]]:
    """How unsteady the rhythm is around each beat, and in all the recording.

    Args:
        before: seconds since the beat before, without gaps.

    Shapes:
        before: (beats,).
        yields: (beats,) each.
    """
    step, following = np.diff(before, prepend=before[0]), np.diff(before, append=before[-1])
    for width in (11, 41):
        spread = np.sqrt(mean_around(step**2, width))
        yield f"successive_of_{width}", spread / mean_around(before, width)
    usual = np.median(np.abs(step)) / np.median(before)
    yield "successive", np.full(len(before), usual)
    turns = ((step * following < 0) & (np.abs(step) > JITTER * before)).astype(np.float64)
    yield "turns_of_41", mean_around(turns, 41)
    yield "turns", np.full(len(before), turns.mean())
    away = np.log(before / median_filter(before, 41, mode="nearest"))
    yield "spread_of_101", np.sqrt(mean_around(away**2, 101))
    around = np.sqrt(median_filter(away**2, 41, mode="nearest"))
    yield "away_by_spread", away / (around + JITTER)
