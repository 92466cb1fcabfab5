"""P waves: whether there is one, which way it points, and whether it is a sinus beat's.

The beats after the recording's long intervals are most probably the sinus node's, also where most
beats are not, so their P wave is what the others are compared with.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from hfgnn.features.beats.lead import Lead
from hfgnn.features.beats.series import correlation, mean_around

Floats = NDArray[np.float64]

SLOW_PERCENTILES = (70, 97)
"""Of the intervals of beats with the usual QRS: between these a beat is slow, but not a pause's."""

LIKE_USUAL, FEWEST = 0.8, 10
"""Correlation of the QRS with the usual one, and number of beats, from which a P wave is shaped."""

SMALL = 0.02
"""Share of the QRS's height below which a P wave is none."""

AROUND = 41


def p_wave(
    lead: Lead, before: Floats | None, qrs: slice, part: slice
) -> Iterator[tuple[str, Floats]]:
    """Measurements of every beat's P wave in one lead, by name.

    Args:
        lead: with the usual beat.
        before: seconds since the beat before, without gaps; None where no interval is known.
        qrs: samples of the QRS.
        part: samples before it, where the P wave is.

    Shapes:
        before: (beats,).
        yields: (beats,) each.
    """
    height = lead.height(qrs)
    own = without_slope(lead.signal[:, part])
    yield from _itself(own, height, lead.sampling_hz)
    if before is None:
        return
    sinus = _sinus(own, correlation(lead.signal[:, qrs], lead.usual[qrs]), before)
    alike = correlation(own, sinus)
    smallest = (SMALL * height) ** 2 * len(sinus)
    yield "p_like_sinus", alike
    yield "p_from_sinus", np.abs(own - sinus).mean(axis=1) / height
    yield "p_share_of_sinus", own @ sinus / (sinus @ sinus + smallest)
    yield "p_area_from_sinus", (own.mean(axis=1) - sinus.mean()) / height
    yield "p_like_sinus_here", mean_around(alike, AROUND)
    yield "p_rank", alike.argsort(kind="stable").argsort(kind="stable") / len(own)


def without_slope(part: Floats) -> Floats:
    """Each row less the line through its begin and its end.

    Shapes:
        part: (rows, samples).
        returns: (rows, samples).
    """
    edge = max(part.shape[1] // 8, 1)
    begin = part[:, :edge].mean(axis=1, keepdims=True)
    end = part[:, -edge:].mean(axis=1, keepdims=True)
    place = np.linspace(-1, 1, part.shape[1])
    return np.asarray(part - (begin + end) / 2 - (end - begin) / 2 * place)


def _itself(own: Floats, height: float, hz: float) -> Iterator[tuple[str, Floats]]:
    """Height, place and steadiness of P waves, which way they point included."""
    spread = own.std(axis=1)
    beat = np.arange(len(own))
    yield "p_highest", own.max(axis=1) / height
    yield "p_lowest", own.min(axis=1) / height
    yield "p_place_s", own.argmax(axis=1) / hz
    yield "p_largest_place_s", np.abs(own).argmax(axis=1) / hz
    yield "p_spread", np.log(spread / height + 1e-3)
    yield "p_area", own.mean(axis=1) / height
    yield "p_like_previous", correlation(own, own[np.maximum(beat - 1, 0)])
    yield "p_like_next", correlation(own, own[np.minimum(beat + 1, len(own) - 1)])
    here = median_filter(spread, AROUND, mode="nearest")
    yield "p_spread_by_here", np.log(spread / (here + 1e-4) + 1e-3)


def _sinus(own: Floats, qrs_alike: Floats, before: Floats) -> Floats:
    """The P wave of beats that come slowly and have the usual QRS."""
    good = qrs_alike > LIKE_USUAL
    of = before[good] if good.sum() >= 2 * FEWEST else before
    slow, pause = np.percentile(of, SLOW_PERCENTILES[0]), np.percentile(before, SLOW_PERCENTILES[1])
    chosen = good & (before >= slow) & (before <= max(slow, pause))
    if chosen.sum() < FEWEST:
        chosen = before >= np.percentile(before, SLOW_PERCENTILES[0])
    middle = np.median(own[chosen], axis=0)
    alike = correlation(own[chosen], middle)
    return np.asarray(np.median(own[chosen][alike >= np.median(alike)], axis=0))
