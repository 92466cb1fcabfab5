"""Every beat as columns: its rhythm and its shape, by its own recording's measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.beats.columns import BeatColumns
from hfgnn.features.beats.irregularity import irregularity
from hfgnn.features.beats.kin import kin
from hfgnn.features.beats.lead import Lead
from hfgnn.features.beats.p_moment import p_moment
from hfgnn.features.beats.rhythm import PACES, filled, rhythm
from hfgnn.features.beats.series import neighbours
from hfgnn.features.beats.shape import shape
from hfgnn.features.beats.standing import standing
from hfgnn.types import Beats

PACE, EARLINESS = (f"previous_by_pace{beats}" for beats in PACES[:2])

KEEPS_PACE = 0.1
"""Logarithm of the ratio to the pace within which a beat may shape the usual beat."""

STANDING = (
    *("qrs_alike", "qrs_away", "qrs_farthest", "qrs_height", "qrs_highest", "qrs_lowest"),
    *("qrs_area", "steep", "broad", "p_alike", "p_away", "p_height", "p_share", "t_alike"),
    *("t_away", "before_p_alike", "before_p_away", "whole_alike"),
)
"""Measurements of a lead that are also given by their spread in the recording."""

SEEN_AROUND = (
    ((PACE, "lead0_qrs_alike", "lead0_p_alike", "lead0_steep"), (1, 2, 3)),
    ((EARLINESS,), tuple(range(1, 9))),
    (("previous_by_spread", "lead0_qrs_kin95_share", "lead0_qrs_kin95_earliness"), (1, 2)),
    (("lead0_p_clear_here", "lead0_p_alike_here", "lead0_before_unusual"), (1, 2)),
    (("lead0_t_alike", "lead0_t_away"), (1,)),
)
"""Measurements that are also given of the beats around, and how many beats away."""


def describe(beats: Beats) -> BeatColumns:
    """Columns of every beat; no label is looked at, and no other recording.

    So a recording has the same columns whatever it is read with, and nothing has to be fitted on
    training rows. The whole of a recording is used, the beats after a beat too.

    Args:
        beats: of one recording or several, each in the order of time.
    """
    if not len(beats):
        return BeatColumns.of({}, 0)
    _, recording = np.unique(beats.record_id, return_inverse=True)
    order = np.argsort(recording, kind="stable")
    ends = np.cumsum(np.bincount(recording))
    pieces = [_describe(beats.take(rows)) for rows in np.split(order, ends[:-1])]
    names = list(dict.fromkeys(name for piece in pieces for name in piece))
    x = np.full((len(beats), len(names)), np.nan, dtype=np.float32)
    for rows, piece in zip(np.split(order, ends[:-1]), pieces, strict=True):
        for name, values in piece.items():
            x[rows, names.index(name)] = values
    return BeatColumns(x, tuple(names))


def _describe(beats: Beats) -> dict[str, NDArray[np.float64]]:
    """The columns of one recording, by name."""
    measured = rhythm(beats.previous_rr_s, beats.next_rr_s)
    measured |= irregularity(beats.previous_rr_s, beats.next_rr_s)
    for number in range(len(beats.leads)):
        seen = _seen(beats, number, measured)
        measured |= {f"lead{number}_{name}": values for name, values in seen.items()}
    if PACE in measured:
        measured |= dict(_around(measured))
    return measured


def _seen(
    beats: Beats, number: int, measured: Mapping[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """What one lead shows of every beat."""
    known = PACE in measured
    before = filled(beats.previous_rr_s) if known else None
    keeps = np.abs(measured[PACE]) < KEEPS_PACE if known else np.ones(len(beats), dtype=bool)
    lead = Lead.of(beats.signal[:, number], keeps, beats.mark, beats.sampling_hz)
    seen = dict(shape(lead, before))
    seen |= {f"{name}_standing": standing(seen[name]) for name in STANDING if name in seen}
    seen |= dict(p_moment(lead, keeps))
    return seen | dict(kin(lead, measured[EARLINESS] if known else None))


def _around(
    measured: Mapping[str, NDArray[np.float64]],
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Measurements of the beats around, where order in time is known."""
    for names, steps in SEEN_AROUND:
        for name in names:
            if name in measured:
                yield from neighbours(name, measured[name], steps)
