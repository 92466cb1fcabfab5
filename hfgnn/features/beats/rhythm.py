"""Rhythm: how early a beat comes and how long the pause after it is, by the recording's own pace.

The RR intervals of de Chazal et al. 2004 (https://doi.org/10.1109/TBME.2004.827359), as logarithms
of their ratio to a pace, so that a slow and a fast heart give the same numbers.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from hfgnn.features.beats.pace import by_pauses, by_slow_pace, unsteadiness
from hfgnn.features.beats.series import mean_around, shifted

Floats = NDArray[np.float64]

PACES = (11, 41, 101)
"""Beats over which the pace of the moment is the median."""

LATER = (1, 2, 3)
"""Beats before and after whose intervals are compared with those of the beat."""

EARLY = -0.12
"""Logarithm of the ratio to the pace from which a beat counts as early: some 11 %."""

SHORTEST_S, LONGEST_S = 0.1, 10.0


def rhythm(previous_rr_s: NDArray[np.float32], next_rr_s: NDArray[np.float32]) -> dict[str, Floats]:
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
    before, after = filled(previous_rr_s), filled(next_rr_s)
    measured = dict(_measured(before, after)) | dict(by_slow_pace(before, after))
    return measured | dict(by_pauses(before)) | dict(unsteadiness(before))


def filled(seconds: NDArray[np.float32]) -> Floats:
    """Intervals within what a heart does; where one is missing, the usual one.

    Shapes:
        seconds: (beats,), NaN where there is none.
        returns: (beats,).
    """
    known = np.asarray(seconds, dtype=np.float64)
    usual = np.nanmedian(known) if np.isfinite(known).any() else 1.0
    return np.clip(np.where(np.isfinite(known), known, usual), SHORTEST_S, LONGEST_S)


def _measured(before: Floats, after: Floats) -> Iterator[tuple[str, Floats]]:
    paces = {f"pace{beats}": median_filter(before, beats, mode="nearest") for beats in PACES}
    paces["usual"] = np.full(len(before), np.median(before))
    paces["slow"] = np.full(len(before), np.percentile(before, 75))
    for name, pace in paces.items():
        yield f"previous_by_{name}", np.log(before / pace)
        yield f"next_by_{name}", np.log(after / pace)
    yield "previous_by_next", np.log(before / after)
    yield "both_by_pace11", np.log((before + after) / (2 * paces["pace11"]))
    for step in LATER:
        yield f"previous_by_previous{step}", np.log(before / shifted(before, step))
        yield f"next{step}_by_previous", np.log(shifted(after, -step) / before)
    yield "rank", before.argsort(kind="stable").argsort(kind="stable") / len(before)
    away = np.abs(np.log(before / paces["pace11"]))
    yield "irregular", np.full(len(before), np.median(away))
    yield "irregular_here", median_filter(away, PACES[1], mode="nearest")
    yield "spread_here", np.sqrt(mean_around(away**2, PACES[1]))
    early = np.log(before / paces["pace41"]) < EARLY
    yield "early_here", mean_around(early.astype(np.float64), PACES[1])
