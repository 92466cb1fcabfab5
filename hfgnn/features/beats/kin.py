"""Kin: how common a beat's shape is in its recording, and whether beats of that shape come early.

A shape that always comes early is ectopic; one that comes at every pace is how this heart conducts,
however odd it looks. No label is needed to see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.beats.lead import QRS_S, Lead
from hfgnn.features.beats.qrs import BROAD_S
from hfgnn.features.beats.rhythm import EARLY
from hfgnn.features.beats.shape import P_S

Floats = NDArray[np.float64]
Values = NDArray[np.float32]

PARTS = (("qrs", QRS_S, (0.85, 0.95)), ("broad", (BROAD_S[0], 0.2), (0.9,)), ("p", P_S, (0.8,)))
"""Parts of a beat, and the correlations from which two beats are kin by them."""

MOST = 4000
"""Beats of a recording that others are compared with, evenly spaced: 24 hours fit in memory."""

AT_ONCE = 1024
"""Beats compared at once."""


def kin(lead: Lead, earliness: Floats | None) -> Iterator[tuple[str, Floats]]:
    """Measurements of every beat in one lead, by name.

    Args:
        lead: all beats of one recording.
        earliness: logarithm of the ratio of the interval before each beat to the pace; None where
            no interval is known.

    Shapes:
        earliness: (beats,).
        yields: (beats,) each: the share of the recording's beats that are kin, the mean earliness
            of these, and the share of early ones among them. A beat is its own kin.
    """
    for name, seconds, limits in PARTS:
        if (part := lead.part(seconds)) is not None:
            yield from _by_part(name, unit(lead.signal[:, part]), limits, earliness)


def _by_part(
    name: str, shapes: Values, limits: Sequence[float], earliness: Floats | None
) -> Iterator[tuple[str, Floats]]:
    chosen = np.unique(np.linspace(0, len(shapes) - 1, min(len(shapes), MOST)).astype(np.int64))
    about = [np.ones(len(chosen))]
    if earliness is not None and name != "p":
        early = (earliness < EARLY).astype(np.float64)
        about += [earliness[chosen], early[chosen]]
    summed = _summed(shapes, shapes[chosen], limits, np.stack(about, axis=1).astype(np.float32))
    for limit, sums in zip(limits, summed, strict=True):
        count = np.maximum(sums[:, 0], 1)
        start = f"{name}_kin{round(100 * limit)}"
        yield f"{start}_share", sums[:, 0] / len(chosen)
        for column, what in enumerate(("earliness", "early")[: len(about) - 1], start=1):
            yield f"{start}_{what}", sums[:, column] / count


def _summed(
    shapes: Values, others: Values, limits: Sequence[float], about: Values
) -> NDArray[np.float64]:
    """What is known about the kin of each beat, summed: (limits, beats, columns)."""
    total = np.empty((len(limits), len(shapes), about.shape[1]))
    for begin in range(0, len(shapes), AT_ONCE):
        alike = shapes[begin : begin + AT_ONCE] @ others.T
        for number, limit in enumerate(limits):
            total[number, begin : begin + AT_ONCE] = (alike > limit).astype(np.float32) @ about
    return total


def unit(shapes: Floats) -> Values:
    """Each row less its mean and of length 1, so that products of rows are correlations.

    Shapes:
        shapes: (rows, samples).
        returns: (rows, samples), float32; flat rows are 0.
    """
    level = shapes - shapes.mean(axis=1, keepdims=True)
    length = np.sqrt((level**2).sum(axis=1, keepdims=True))
    there = length > 1e-6
    found = np.divide(level, length, out=np.zeros_like(level), where=there)
    return np.asarray(found, dtype=np.float32)
