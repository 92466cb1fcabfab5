"""A day's intervals from beat to beat, and which of them lie between two normal beats."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SHORTEST_MS, LONGEST_MS = 300.0, 2000.0
"""Intervals beyond these are no heartbeat to the next: an artefact, or a gap."""

AROUND = 11
"""Intervals over whose median an interval is judged."""

MOST_AWAY = 0.2
"""Share of that median beyond which an interval is not one between normal beats."""

MS_PER_HOUR = 3_600_000.0


@dataclass(frozen=True)
class Series:
    """Successive intervals of one recording.

    Attributes:
        rr_ms: (intervals,), all of them, gaps and artefacts included, so that they add up to the
            time that has passed.
        in_range: bool (intervals,), ``SHORTEST_MS`` to ``LONGEST_MS``.
        normal: bool (intervals,), in range, near the intervals around it and, where beats are
            marked, between two normal ones: an NN interval.
        counted: bool (intervals,), those that are measured and drawn.
    """

    rr_ms: Floats
    in_range: Flags
    normal: Flags
    counted: Flags

    @property
    def end_ms(self) -> Floats:
        """(intervals,): time from the first beat of the recording to the end of each interval."""
        return np.asarray(np.cumsum(self.rr_ms), dtype=np.float64)

    @property
    def hours(self) -> float:
        """From the first beat to the last, gaps included."""
        return float(self.rr_ms.sum() / MS_PER_HOUR)

    @property
    def filled_hours(self) -> float:
        """What the counted intervals add up to."""
        return float(self.rr_ms[self.counted].sum() / MS_PER_HOUR)

    @property
    def not_normal_share(self) -> float:
        """Of the intervals in range, those that are not between normal beats; NaN without any."""
        return float(1 - self.normal[self.in_range].mean()) if self.in_range.any() else np.nan

    @property
    def successive(self) -> tuple[Floats, Floats]:
        """Pairs of counted intervals without anything between them: the first, and the second."""
        both = self.counted[1:] & self.counted[:-1]
        return self.rr_ms[:-1][both], self.rr_ms[1:][both]

    def first(self, hours: float) -> Series:
        """The intervals that end within the first ``hours``."""
        keep = self.end_ms <= hours * MS_PER_HOUR
        return Series(**{field.name: getattr(self, field.name)[keep] for field in fields(self)})


def judge(rr_ms: Floats, *, between_normal_beats: Flags | None, ectopic: bool) -> Series:
    """Which intervals count, and which lie between normal beats.

    An interval further than ``MOST_AWAY`` from the median of those around it belongs to a beat
    that came early or late, or that was missed: the usual filter of 20 % (Malik et al. 1989,
    https://doi.org/10.1111/j.1540-8159.1989.tb06151.x, compares it with others).

    Args:
        rr_ms: intervals in the order of time.
        between_normal_beats: what the marks of the beats say, None where none are marked.
        ectopic: whether intervals in range count that are not between normal beats.

    Shapes:
        rr_ms, between_normal_beats: (intervals,).
    """
    in_range = (rr_ms >= SHORTEST_MS) & (rr_ms <= LONGEST_MS)
    usual = np.zeros_like(rr_ms)
    # Gaps and artefacts must not move the median of the intervals beside them.
    usual[in_range] = median_filter(rr_ms[in_range], AROUND, mode="nearest")
    normal = in_range & (np.abs(rr_ms - usual) <= MOST_AWAY * usual)
    if between_normal_beats is not None:
        normal &= between_normal_beats
    return Series(rr_ms, in_range, normal, in_range if ectopic else normal)
