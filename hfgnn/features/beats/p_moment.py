"""P wave of the moment: whether there is one just now, and whether a beat's own is the usual one.

Where the atria fibrillate, the voltage before the QRS is as much noise as wave; before a premature
atrial beat the wave is another, elsewhere, or on top of the T wave before.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from hfgnn.features.beats.kin import unit
from hfgnn.features.beats.lead import FEWEST, Lead
from hfgnn.features.beats.series import correlation
from hfgnn.features.beats.shape import P_S

Floats = NDArray[np.float64]
Named = Iterator[tuple[str, Floats]]

AROUND = 31
"""Beats over which the P wave of the moment is the mean of those that keep the pace."""

SEARCHED_S = (-0.300, -0.050)
"""Where the usual P wave is looked for."""

STEP_S = 0.008
BEFORE_S = (-0.400, -0.070)
"""From the T wave of the beat before to the QRS."""

SMALL = 1e-6
"""mV squared, below any noise."""

QUIET_MV = 0.005


def p_moment(lead: Lead, keeps: NDArray[np.bool_]) -> Named:
    """Measurements of every beat in one lead, by name.

    Args:
        lead: all beats of one recording.
        keeps: whether each keeps the pace.

    Shapes:
        keeps: (beats,).
        yields: (beats,) each.
    """
    if (part := lead.part(P_S)) is not None:
        yield from _by_the_moment(_level(lead.signal[:, part]), keeps)
    if part is not None and (searched := lead.part(SEARCHED_S)) is not None:
        yield from _found(lead, part, searched)
    if (part := lead.part(BEFORE_S)) is not None:
        yield from _unusual(lead, part, keeps)


def _by_the_moment(own: Floats, keeps: NDArray[np.bool_]) -> Named:
    """The wave against the mean wave of the beats around, and that against its noise."""
    weight = keeps.astype(np.float64)
    count = _around(weight) + SMALL
    usual = _around(own * weight[:, None]) / count[:, None]
    rest = ((own - usual) ** 2).mean(axis=1)
    noise = _around(rest * weight) / count
    clear = np.log(((usual**2).mean(axis=1) + SMALL) / (noise + SMALL))
    yield "p_clear_here", clear
    yield "p_clear", np.full(len(own), np.median(clear))
    yield "p_unlike_here", np.log((rest + SMALL) / (noise + SMALL))
    yield "p_alike_here", np.asarray((unit(own) * unit(usual)).sum(axis=1), dtype=np.float64)
    yield "p_share_here", (own * usual).sum(axis=1) / ((usual**2).sum(axis=1) + 1e-3)


def _around(values: Floats) -> Floats:
    return np.asarray(uniform_filter1d(values, AROUND, axis=0, mode="nearest"))


def _found(lead: Lead, part: slice, searched: slice) -> Named:
    """Where before the QRS the usual P wave fits best, and how well."""
    usual, own = lead.usual[part], lead.signal[:, searched]
    step = max(1, round(STEP_S * lead.sampling_hz))
    starts = np.arange(0, own.shape[1] - len(usual) + 1, step)
    fits = np.stack([correlation(own[:, one : one + len(usual)], usual) for one in starts])
    yield "p_best_alike", fits.max(axis=0)
    yield "p_found_s", starts[fits.argmax(axis=0)] / lead.sampling_hz + SEARCHED_S[0]


def _unusual(lead: Lead, part: slice, keeps: NDArray[np.bool_]) -> Named:
    """What stands before the QRS that usually does not, such as a P wave on a T wave."""
    rest = lead.signal[:, part] - lead.usual[part]
    base = rest[keeps] if keeps.sum() > FEWEST else rest
    usually = np.median(np.abs(base)) + QUIET_MV
    away = np.abs(rest - np.median(rest, axis=1, keepdims=True))
    yield "before_unusual_highest", away.max(axis=1) / usually
    yield "before_unusual", away.mean(axis=1) / usually


def _level(values: Floats) -> Floats:
    return np.asarray(values - values.mean(axis=1, keepdims=True))
