"""QRS: how far it differs from that of the recording's usual beat, how broad and how steep."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from hfgnn.features.beats.lead import SMALL_MV, Lead
from hfgnn.features.beats.series import correlation

Floats = NDArray[np.float64]

BROAD_S = (-0.140, 0.170)

STEEP, HALF = 0.15, 0.5
"""Shares of the steepest slope and of the highest voltage from which samples belong to the QRS."""

STEEP_BY_USUAL = 0.1
"""The same share, of the steepest slope of the usual beat."""

SHIFTS_S = (-0.022, -0.011, 0.0, 0.011, 0.022)
"""A mark may stand so far beside its place; the best correlation counts."""

MARGIN_S = 0.014
"""Seconds beside the QRS in which noise is not measured."""


def qrs_by_usual(lead: Lead, part: slice) -> Iterator[tuple[str, Floats]]:
    """The QRS beside the usual one and those before and after it.

    Args:
        lead: with the usual beat.
        part: samples of the QRS.

    Shapes:
        yields: (beats,) each.
    """
    own, usual = lead.signal[:, part], lead.usual[part]
    height, beat = lead.height(part), np.arange(len(lead.signal))
    away = np.abs(own - usual)
    yield "qrs_alike", correlation(own, usual)
    yield "qrs_slope_alike", correlation(np.diff(own, axis=1), np.diff(usual))
    yield "qrs_alike_at_best", _at_best(lead, part)
    yield "qrs_away", away.mean(axis=1) / height
    yield "qrs_farthest", away.max(axis=1) / height
    yield "qrs_height", np.log((np.ptp(own, axis=1) + SMALL_MV) / height)
    yield "qrs_highest", own.max(axis=1) / height
    yield "qrs_lowest", own.min(axis=1) / height
    yield "qrs_area", (own.mean(axis=1) - np.median(lead.signal, axis=1)) / height
    yield "qrs_like_previous", correlation(own, own[np.maximum(beat - 1, 0)])
    yield "qrs_like_next", correlation(own, own[np.minimum(beat + 1, len(own) - 1)])
    yield "noise", _noise(lead, part, height)


def _at_best(lead: Lead, part: slice) -> Floats:
    """Correlation with the usual QRS where the two fit best."""
    usual, samples = lead.usual[part], lead.signal.shape[1]
    steps = {round(seconds * lead.sampling_hz) for seconds in SHIFTS_S}
    found = [
        correlation(lead.signal[:, part.start + step : part.stop + step], usual)
        for step in steps
        if part.start + step >= 0 and part.stop + step <= samples
    ]
    return np.asarray(np.max(found, axis=0))


def _noise(lead: Lead, part: slice, height: float) -> Floats:
    """Quick changes beside the QRS."""
    margin = round(MARGIN_S * lead.sampling_hz)
    bends = np.abs(np.diff(lead.signal, n=2, axis=1))
    place = np.arange(bends.shape[1])
    beside = (place < part.start - margin) | (place >= part.stop + margin)
    return np.asarray(np.log(bends[:, beside].mean(axis=1) / height + 1e-5))


def breadth(lead: Lead, qrs: slice, part: slice) -> Iterator[tuple[str, Floats]]:
    """How long the samples are steep or high, by the beat itself and by the usual one.

    Args:
        lead: with the usual beat.
        qrs: samples of the QRS.
        part: samples in which a broad one ends.

    Shapes:
        yields: (beats,) each.
    """
    own, usual = lead.signal[:, part], lead.usual[None, part]
    steep, steep_usual = (_share_above(np.abs(np.diff(one, axis=1)), STEEP) for one in (own, usual))
    high, high_usual = (
        _share_above(np.abs(one - np.median(one, axis=1, keepdims=True)), HALF)
        for one in (own, usual)
    )
    yield "steep", steep
    yield "steep_by_usual", np.log((steep + 0.01) / (steep_usual + 0.01))
    yield "broad", high
    yield "broad_by_usual", high - high_usual
    steepest = np.abs(np.diff(lead.usual[qrs])).max()
    slope = np.abs(np.diff(uniform_filter1d(own, 3, axis=1), axis=1))
    yield "steep_as_usual", np.asarray((slope > STEEP_BY_USUAL * steepest).mean(axis=1))
    yield "steepest", np.log((slope.max(axis=1) + 1e-4) / (steepest + 1e-4))
    yield "qrs_duration", np.log(_duration(lead, qrs) + 1e-6)


def _duration(lead: Lead, qrs: slice) -> Floats:
    """Seconds over which the energy of the QRS is spread, as a standard deviation."""
    away = lead.signal[:, qrs] - np.median(lead.signal, axis=1, keepdims=True)
    energy = away**2 / (np.sum(away**2, axis=1, keepdims=True) + 1e-9)
    time = np.arange(energy.shape[1]) / lead.sampling_hz
    centre = energy @ time
    return np.asarray(np.sqrt(np.sum(energy * (time - centre[:, None]) ** 2, axis=1)))


def _share_above(values: Floats, share: float) -> Floats:
    return np.asarray((values > share * values.max(axis=1, keepdims=True)).mean(axis=1))
