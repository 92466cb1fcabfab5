"""Settings of PTB-XL as patients with an ECG page each."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.check import need
from hfgnn.config.data import Pages


class Superclass(StrEnum):
    """Diagnostic superclasses, as the publisher calls and orders them."""

    NORM = "NORM"  # normal
    MI = "MI"  # myocardial infarction
    STTC = "STTC"  # ST/T change
    CD = "CD"  # conduction disturbance
    HYP = "HYP"  # hypertrophy


@dataclass
class Ptbxl(Pages):
    """Twelve-lead recordings drawn as pages (hfgnn/data/ptbxl.py)."""

    _target_: str = "hfgnn.data.ptbxl.Ptbxl"
    root: str = MISSING
    positive: list[Superclass] = MISSING
    least_likelihood: float = MISSING
    sampling_hz: int = MISSING
    max_gap_s: float = MISSING
    max_flat_s: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        root = Path(self.root)
        need(root.is_dir(), "data.root", self.root, "the folder of PTB-XL")
        names = [one.value for one in self.positive]
        rule = "one superclass or more, NORM not among them, as [MI]"
        need(len(names) > 0 and Superclass.NORM not in names, "data.positive", names, rule)
        least = self.least_likelihood
        need(0 <= least <= 100, "data.least_likelihood", least, "in [0, 100], per cent")
        need(self.sampling_hz in (100, 500), "data.sampling_hz", self.sampling_hz, "100 or 500")
        need(self.max_gap_s >= 0, "data.max_gap_s", self.max_gap_s, "at least 0")
        need(self.max_flat_s > 0, "data.max_flat_s", self.max_flat_s, "above 0")
