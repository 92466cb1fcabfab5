"""Settings of RR intervals as patients with a picture and measures of variability each."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.check import need
from hfgnn.config.data import Pages


class Picture(StrEnum):
    """What is drawn of a day's intervals."""

    poincare = "poincare"
    tachogram = "tachogram"
    both = "both"


class Intervals(StrEnum):
    """Which intervals are measured and drawn."""

    all = "all"
    normal = "normal"


@dataclass
class RrIntervals(Pages):
    """Intervals from beat to beat over a day (hfgnn/data/rr_intervals/rr_intervals.py)."""

    _target_: str = "hfgnn.data.rr_intervals.rr_intervals.RrIntervals"
    root: str = MISSING
    positive: list[str] = MISSING
    least_hours: float = MISSING
    same_length: bool = MISSING
    least_filled: float = MISSING
    intervals: Intervals = MISSING
    picture: Picture = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(Path(self.root).is_dir(), "data.root", self.root, "a folder with one folder per class")
        need(len(self.positive) > 0, "data.positive", self.positive, "one class or more, as [chf]")
        hours = self.least_hours
        # Five-minute means need some segments, and the slowest band some of them whole.
        need(0.5 <= hours <= 48, "data.least_hours", hours, "in [0.5, 48]")
        filled = self.least_filled
        need(0 < filled <= 1, "data.least_filled", filled, "in (0, 1]")
