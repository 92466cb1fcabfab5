"""What was found in the file of one recording, and what must be said of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hfgnn.data.rr_intervals.series import LONGEST_MS, MOST_AWAY, SHORTEST_MS
from hfgnn.data.rr_intervals.shortcuts import shortcut_note


@dataclass(frozen=True)
class Recorded:
    """Numbers of one recording.

    Attributes:
        page: file of its picture.
        values: measures, in the order of ``variability.COLUMNS``.
        offset_s: first value of the file.
        hours: from the first beat to the last.
        num_intervals: intervals of the part that is used.
        num_in_range: those of them that can be a heartbeat to the next.
        num_normal: those of them between normal beats.
        milliseconds: whether the file is in milliseconds.
    """

    page: str
    values: Sequence[float]
    offset_s: float
    hours: float
    num_intervals: int
    num_in_range: int
    num_normal: int
    milliseconds: bool

    @property
    def out_of_range_share(self) -> float:
        """Of the used intervals, gaps and artefacts."""
        return 1 - self.num_in_range / self.num_intervals

    @property
    def not_normal_share(self) -> float:
        """Of the others, those that are not between normal beats."""
        return 1 - self.num_normal / self.num_in_range


def notes_of(
    recorded: Sequence[Recorded], labels: Sequence[int], *, ectopic: bool, hours: float | None
) -> tuple[str, ...]:
    """What was left out, and what could stand in for the heart, one sentence each.

    Args:
        recorded: the usable recordings.
        labels: 1 for disease, 0 for none.
        ectopic: whether intervals count that are not between normal beats.
        hours: how much of each recording is used; None for all of it.
    """
    intervals = sum(one.num_intervals for one in recorded)
    in_range = sum(one.num_in_range for one in recorded)
    ectopic_num = in_range - sum(one.num_normal for one in recorded)
    lengths = [one.hours for one in recorded]
    told = {
        "hours recorded": lengths,
        "first value of the file": [one.offset_s for one in recorded],
        "share of gaps and artefacts": [one.out_of_range_share for one in recorded],
        "share of intervals not between normal beats": [one.not_normal_share for one in recorded],
    }
    notes = (
        "The first value of each file, the time to the first beat, is not used",
        *_note_of_unit(sum(one.milliseconds for one in recorded)),
        f"Recordings last {min(lengths):.1f} to {max(lengths):.1f} h; "
        + ("all of it is used" if hours is None else f"the first {hours:g} h of each are used"),
        f"{intervals - in_range:,} of {intervals:,} intervals are not in "
        f"{SHORTEST_MS / 1000:g}-{LONGEST_MS / 1000:g} s and left out as gaps or artefacts",
        f"{ectopic_num:,} of the other {in_range:,} are not between normal beats (over "
        f"{100 * MOST_AWAY:.0f} % from the median of those around, or marked) and "
        + ("count all the same" if ectopic else "are left out, too"),
        shortcut_note(told, labels),
    )
    return tuple(f"{note}." for note in notes)


def _note_of_unit(number: int) -> tuple[str, ...]:
    """How many files are in milliseconds, if any."""
    if not number:
        return ()
    files = "1 file is in milliseconds, as its median tells"
    return (files if number == 1 else f"{number} files are in milliseconds, as their medians tell",)
