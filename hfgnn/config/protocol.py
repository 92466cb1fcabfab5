"""Settings of the protocol: which rows train, choose and test, and which edges join them."""

from dataclasses import dataclass
from enum import StrEnum

from omegaconf import MISSING

from hfgnn.config.check import need


class Edges(StrEnum):
    """Which rows a graph joins."""

    inductive = "inductive"  # training rows among themselves; every other row only receives
    transductive = "transductive"  # all rows, labels of the others hidden
    per_part = "per_part"  # one graph each for training, validation and test, as published


@dataclass
class Protocol:
    """What both protocols say."""

    name: str = MISSING
    graph: Edges = MISSING
    validation_share: float = MISSING
    seeds: int = MISSING

    def __post_init__(self) -> None:
        share = self.validation_share
        need(0 < share <= 0.5, "protocol.validation_share", share, "in (0, 0.5]")
        need(self.seeds >= 1, "protocol.seeds", self.seeds, "at least 1")


@dataclass
class Honest(Protocol):
    """Folds by patient and duplicate (hfgnn/splits/honest.py)."""

    name: str = "honest"
    folds: int = MISSING
    repeats: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.repeats >= 1, "protocol.repeats", self.repeats, "at least 1")
        need(self.name == "honest", "protocol.name", self.name, "chosen as protocol=...")
        need(self.folds >= 2, "protocol.folds", self.folds, "at least 2")


@dataclass
class LeaveSiteOut(Protocol):
    """Every site is tested by models that saw only the others (hfgnn/splits/leave_out.py)."""

    name: str = "leave_site_out"
    attribute: str = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.name == "leave_site_out", "protocol.name", self.name, "chosen as protocol=...")


@dataclass
class Published(Protocol):
    """Files at random into training and test, once (hfgnn/splits/published.py)."""

    test_share: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(0 < self.test_share < 0.5, "protocol.test_share", self.test_share, "in (0, 0.5)")


@dataclass
class Thesis(Published):
    """The published, leaking order: augment, synthesize, then split."""

    name: str = "thesis"

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.name == "thesis", "protocol.name", self.name, "chosen as protocol=...")


@dataclass
class RandomFiles(Published):
    """Files at random, whoever's they are, which leaks: as other systems were published."""

    name: str = "random_files"

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.name == "random_files", "protocol.name", self.name, "chosen as protocol=...")
