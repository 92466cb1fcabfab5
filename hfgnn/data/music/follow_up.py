"""Who died of what within the horizon, who did not, and of whom nobody knows.

A patient who died of another cause within the horizon did not die of the one that is asked about:
the question is about what will happen, not about what would if nobody died of anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hfgnn.config.music import Censored, Target
from hfgnn.data.music.columns import CAUSE, EXIT, FOLLOW_UP
from hfgnn.data.tables.number import as_number, canonical
from hfgnn.types import DataError

SURVIVED, LOST, TRANSPLANTED, DIED = "0", "1", "2", "3"

EXITS = {
    "": SURVIVED,  # what the file has for the survivors, for whom its list of codes has 0
    SURVIVED: SURVIVED,
    LOST: LOST,
    TRANSPLANTED: TRANSPLANTED,
    DIED: DIED,
}

CENSORED = {
    LOST: "was lost to follow-up",
    TRANSPLANTED: "got another heart",
    SURVIVED: "was alive when the study closed",
}

CAUSES = {
    Target.death: ("1", "3", "6", "7"),
    Target.sudden_death: ("3",),
    Target.pump_failure: ("6", "7"),
}
"""Codes of the cause of death: 1 is not of the heart, 3 sudden, 6 and 7 of pump failure."""

ANY_CAUSE = CAUSES[Target.death]


@dataclass(frozen=True)
class FollowUp:
    """How a patient's time in the study ended.

    Attributes:
        days: from the first visit.
        end: code of the exit, one of ``EXITS``.
        cause: code of the cause of death, "0" for the living.
    """

    days: float
    end: str
    cause: str

    def died_within(self, horizon_days: float | None) -> bool:
        """Whether, of any cause; whenever it was where there is no horizon."""
        return self.end == DIED and (horizon_days is None or self.days <= horizon_days)


@dataclass(frozen=True)
class Question:
    """What is predicted.

    Attributes:
        target: death of which cause.
        horizon_days: within how many days; None for the whole follow-up.
        censored: what becomes of those of whom nobody knows.
    """

    target: Target
    horizon_days: float | None
    censored: Censored

    def answer(self, patient: FollowUp) -> int | str:
        """1 for death of this cause, 0 for none, or why nobody knows."""
        if patient.died_within(self.horizon_days):
            return int(patient.cause in CAUSES[self.target])
        if self._known_alive(patient) or self.censored == Censored.counted_alive:
            return 0
        of = "" if self.horizon_days is None else f" of {self.horizon_days:g}"
        return (
            f"it {CENSORED[patient.end]} after {patient.days:g}{of} days, so the end is not known"
        )

    def _known_alive(self, patient: FollowUp) -> bool:
        if self.horizon_days is None:
            return patient.end == SURVIVED
        return patient.days >= self.horizon_days


def read_follow_up(cells: Mapping[str, str]) -> FollowUp:
    """How one patient's time in the study ended.

    Args:
        cells: of the patient, by header.

    Raises:
        DataError: a cell is not what it must be, or exit and cause contradict each other.
    """
    days = as_number(cells[FOLLOW_UP].replace(",", ".", 1))
    if not days >= 0:
        raise DataError(f"{FOLLOW_UP} is {cells[FOLLOW_UP]!r}, but it must be a number of days")
    end, cause = canonical(cells[EXIT]), canonical(cells[CAUSE]) or "0"
    if end not in EXITS:
        raise DataError(f"{EXIT} is {end!r}, but it must be 0, 1, 2, 3, or empty for a survivor")
    if EXITS[end] == DIED and cause not in ANY_CAUSE:
        raise DataError(f"{CAUSE} is {cause!r}, but of the dead it must be 1, 3, 6 or 7")
    if EXITS[end] != DIED and cause != "0":
        raise DataError(f"{CAUSE} is {cause!r}, but {EXIT} is {end!r}, which is not death")
    return FollowUp(days, EXITS[end], cause)
