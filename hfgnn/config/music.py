"""Settings of MUSIC: patients with chronic heart failure, their measurements and their deaths."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.check import need
from hfgnn.config.data import Data

NEVER = {
    "Patient ID": "only names the patient",
    "Follow-up period from enrollment (days)": "ends with death",
    "days_4years": "is the follow-up up to four years, which ends with death",
    "Exit of the study": "says who died",
    "Cause of death": "says who died, and of what",
    "Holter onset (hh:mm:ss)": "is when somebody had time to begin a recording",
    "Number of ventricular premature contractions per hour": (
        "has lost its decimal points in the publisher's file, and is the count of 24 h divided "
        "by 24, or 0 without tachycardia"
    ),
    "Non-sustained ventricular tachycardia (CH>10)": (
        "follows from the tachycardia and the count of ventricular beats, and is 0 too where there "
        "was no Holter"
    ),
}
"""The publisher's columns that no setting can make a feature, and why."""

OPTIONAL = (
    "recording_qrs_above_120_ms", "recording_holter_rr_range_ms",
    "recording_ecg_available", "recording_holter_available",
)  # fmt: skip
"""Columns that say nothing that others do not, or only which recordings there are."""


class Target(StrEnum):
    """What is predicted."""

    death = "death"  # of any cause
    pump_failure = "pump_failure"  # death of pump failure
    sudden_death = "sudden_death"  # sudden cardiac death


class Censored(StrEnum):
    """What becomes of patients who were lost or got another heart before the horizon."""

    left_out = "left_out"  # whether they would have lived is not known
    counted_alive = "counted_alive"  # as if it were known, which is stamped


@dataclass
class Music(Data):
    """The publisher's table of patients (hfgnn/data/music/patients.py)."""

    _target_: str = "hfgnn.data.music.patients.Music"
    root: str = MISSING
    target: Target = MISSING
    horizon_days: float | None = MISSING
    censored: Censored = MISSING
    also: list[str] = MISSING

    def __post_init__(self) -> None:
        need(Path(self.root).is_dir(), "data.root", self.root, "the folder of MUSIC")
        if self.horizon_days is not None:
            rule = "above 0, or null for the whole follow-up"
            need(self.horizon_days > 0, "data.horizon_days", self.horizon_days, rule)
        for name in self.also:
            if why := NEVER.get(name):
                rule = f"a column that may be a feature; this one {why}"
                need(False, "data.also", name, rule)
        rule = f"none, or some of {', '.join(OPTIONAL)}, each once"
        holds = len(set(self.also)) == len(self.also) and set(self.also) <= set(OPTIONAL)
        need(holds, "data.also", self.also, rule)
