"""Settings of the protocols for heartbeats: whose beats train, choose and test."""

from dataclasses import dataclass
from enum import StrEnum

from omegaconf import MISSING

from hfgnn.config.check import need


class AamiClasses(StrEnum):
    """Which classes are told apart (ANSI/AAMI EC57)."""

    three = "three"  # N S V; fusion beats count as V, unclassifiable and paced ones are left out
    five = "five"  # N S V F Q


@dataclass
class BeatProtocol:
    """What all protocols say."""

    name: str = MISSING
    classes: AamiClasses = MISSING
    seeds: int = MISSING

    def __post_init__(self) -> None:
        need(self.seeds >= 1, "protocol.seeds", self.seeds, "at least 1")


@dataclass
class InterPatient(BeatProtocol):
    """Patients apart (hfgnn/splits/inter_patient.py)."""

    name: str = "inter_patient"
    train_records: list[str] = MISSING
    test_records: list[str] = MISSING
    left_out_records: list[str] = MISSING
    keep_shared_patients: bool = MISSING
    test_share: float = MISSING
    validation_folds: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.name == "inter_patient", "protocol.name", self.name, "chosen as protocol=...")
        need(0 < self.test_share < 1, "protocol.test_share", self.test_share, "in (0, 1)")
        folds = self.validation_folds
        need(folds >= 2, "protocol.validation_folds", folds, "at least 2")
        both = sorted(set(self.train_records) & set(self.test_records))
        need(not both, "protocol.test_records", both, "other records than protocol.train_records")


@dataclass
class CrossValidated(BeatProtocol):
    """Patients apart, each tested once (hfgnn/splits/cross_validated.py)."""

    name: str = "cross_validated"
    folds: int = MISSING
    validation_parts: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.name == "cross_validated", "protocol.name", self.name, "chosen as protocol=...")
        for name in ("folds", "validation_parts"):
            value = getattr(self, name)
            need(value >= 2, f"protocol.{name}", value, "at least 2")


@dataclass
class RandomBeats(BeatProtocol):
    """Beats at random, whoever's they are: leaks (hfgnn/splits/random_beats.py)."""

    name: str = "random_beats"
    test_share: float = MISSING
    validation_share: float = MISSING
    honest: InterPatient | None = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.name == "random_beats", "protocol.name", self.name, "chosen as protocol=...")
        for name in ("test_share", "validation_share"):
            share = getattr(self, name)
            need(0 < share <= 0.5, f"protocol.{name}", share, "in (0, 0.5]")
