"""Settings of multiplying the beats of rare classes."""

from dataclasses import dataclass

from omegaconf import MISSING

from hfgnn.config.check import need


@dataclass
class Oversample:
    """What is done about rare classes before training."""


@dataclass
class AsTheyAre(Oversample):
    """Nothing; what a loss weighs is a setting of training."""


@dataclass
class Smote(Oversample):
    """New beats between neighbours of one class (hfgnn/augment/smote.py)."""

    _target_: str = "hfgnn.augment.smote.Smote"
    targets: dict[str, int] = MISSING
    neighbours: int = MISSING

    def __post_init__(self) -> None:
        for name, number in self.targets.items():
            need(number >= 1, f"oversample.targets.{name}", number, "at least 1")
        need(self.neighbours >= 1, "oversample.neighbours", self.neighbours, "at least 1")
