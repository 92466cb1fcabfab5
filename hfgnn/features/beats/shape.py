"""Shape: how far a beat's QRS, P and T differ from those of the recording's usual beat.

What is measured is given less its median over the recording, so that it says how a beat differs
from the others of its patient, and not whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.beats.lead import QRS_S, SMALL_MV, Lead
from hfgnn.features.beats.p_wave import p_wave
from hfgnn.features.beats.qrs import BROAD_S, breadth, qrs_by_usual
from hfgnn.features.beats.series import correlation

Floats = NDArray[np.float64]

P_S, T_S = (-0.225, -0.070), (0.125, 0.390)
BEFORE_P_S = (-0.445, -0.225)
WHOLE_S = (-0.250, 0.250)


def shape(lead: Lead, before: Floats | None) -> Iterator[tuple[str, Floats]]:
    """Measurements of every beat in one lead, by name, each less its median.

    Args:
        lead: with the usual beat.
        before: seconds since the beat before, without gaps; None where no interval is known.

    Shapes:
        before: (beats,).
        yields: (beats,) each.
    """
    for name, values in _measured(lead, before):
        yield name, values - np.median(values)


def _measured(lead: Lead, before: Floats | None) -> Iterator[tuple[str, Floats]]:
    qrs = lead.part(QRS_S)
    if qrs is None:
        # Windows from the mark on: what there is of the beat, as a whole.
        yield from _against_usual("whole", lead, slice(None), height=lead.height(slice(None)))
        return
    height = lead.height(qrs)
    yield from qrs_by_usual(lead, qrs)
    for name, seconds in (("p", P_S), ("t", T_S), ("before_p", BEFORE_P_S)):
        if (part := lead.part(seconds)) is not None:
            yield from _against_usual(name, lead, part, height=height)
    if (part := lead.part(WHOLE_S)) is not None:
        yield "whole_alike", correlation(lead.signal[:, part], lead.usual[part])
    if (part := lead.part(P_S)) is not None:
        yield from _p_by_usual(lead, part, height)
        yield from p_wave(lead, before, qrs, part)
    if (part := lead.part(BROAD_S)) is not None:
        yield from breadth(lead, qrs, part)


def _against_usual(
    name: str, lead: Lead, part: slice, *, height: float
) -> Iterator[tuple[str, Floats]]:
    own, usual = _level(lead.signal[:, part]), _level(lead.usual[None, part])[0]
    yield f"{name}_alike", correlation(own, usual)
    yield f"{name}_away", np.abs(own - usual).mean(axis=1) / height


def _p_by_usual(lead: Lead, part: slice, height: float) -> Iterator[tuple[str, Floats]]:
    """Whether there is a P wave, as large as usual and where it usually is."""
    own, usual = _level(lead.signal[:, part]), _level(lead.usual[None, part])[0]
    yield "p_height", np.ptp(own, axis=1) / height
    yield "p_share", own @ usual / (usual @ usual + SMALL_MV**2 * len(usual))
    yield "p_moved", (own.argmax(axis=1) - usual.argmax()) / lead.sampling_hz


def _level(values: Floats) -> Floats:
    return np.asarray(values - values.mean(axis=1, keepdims=True))
