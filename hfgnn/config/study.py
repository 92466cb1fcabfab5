"""Settings of the studies of the framework itself, on cohorts whose truth is known."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.check import need

LEAST = 60
"""Patients of a cohort: fewer cannot be parted into folds of both classes."""


class Kind(StrEnum):
    """What is true of the graph in a simulated cohort (hfgnn/data/simulated_nodes.py)."""

    helps = "helps"  # neighbours tell of the label what a patient's own columns do not
    alike = "alike"  # neighbours are alike, by label too, and tell nothing further
    independent = "independent"  # patients know nothing of each other; their columns tell the label
    nothing = "nothing"  # nothing tells the label
    hurts = "hurts"  # what tells the label is drowned by averaging over neighbours


NEUTRAL = (Kind.alike, Kind.independent, Kind.nothing)
"""Kinds in which a neighbour's columns add nothing to a patient's own."""


@dataclass
class Study:
    """No study: the settings of a run that examines data, not the framework."""


@dataclass
class Cohorts(Study):
    """What every study needs to know.

    Attributes:
        name: of the task that carries it out.
        workers: processes that work at once.
        resume: folder of an earlier run with the same settings whose cohorts are taken over.
        cohorts: how many per cell.
    """

    name: str = MISSING
    workers: int = MISSING
    resume: str | None = MISSING
    cohorts: int = MISSING

    def __post_init__(self) -> None:
        need(self.workers >= 1, "study.workers", self.workers, "at least 1")
        need(self.cohorts >= 1, "study.cohorts", self.cohorts, "at least 1")
        if self.resume is not None:
            there = (Path(self.resume) / "cohorts.csv").is_file()
            need(there, "study.resume", self.resume, "a run's folder with a cohorts.csv")


@dataclass
class Columns:
    """How many columns a simulated patient has, by block (hfgnn/data/simulated_nodes.py)."""

    identity: int = MISSING
    measured: int = MISSING
    private: int = MISSING

    def __post_init__(self) -> None:
        for name in ("identity", "measured", "private"):
            number = getattr(self, name)
            need(number >= 1, f"study.world.columns.{name}", number, "at least 1")


@dataclass
class World:
    """What simulated cohorts of all kinds have in common (hfgnn/data/simulated_nodes.py)."""

    base_auroc: float = MISSING
    prevalence: float = MISSING
    circle: int = MISSING
    columns: Columns = MISSING
    minor_scale: float = MISSING
    identity_noise: float = MISSING
    own_deviation: float = MISSING

    def __post_init__(self) -> None:
        base = self.base_auroc
        need(0.5 < base < 1, "study.world.base_auroc", base, "in (0.5, 1)")
        need(0 < self.prevalence < 1, "study.world.prevalence", self.prevalence, "in (0, 1)")
        need(self.circle >= 2, "study.world.circle", self.circle, "at least 2")
        need(self.minor_scale > 0, "study.world.minor_scale", self.minor_scale, "above 0")
        for name in ("identity_noise", "own_deviation"):
            value = getattr(self, name)
            need(0 <= value < 1, f"study.world.{name}", value, "in [0, 1)")


@dataclass
class GraphVerdict(Cohorts):
    """How often the verdict is right (hfgnn/tasks/graph_verdict.py)."""

    name: str = "graph_verdict"
    world: World = MISSING
    kinds: list[Kind] = MISSING
    sizes: list[int] = MISSING
    neutral_sizes: list[int] = MISSING
    gains: list[float] = MISSING
    private_shares: list[float] = MISSING
    goal_gain: float = MISSING
    goal_cohorts: int = MISSING
    large: int | None = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(bool(self.kinds), "study.kinds", self.kinds, "one kind or more, as [helps,nothing]")
        holds = bool(self.sizes) and min(self.sizes) >= LEAST
        need(holds, "study.sizes", self.sizes, f"one or more numbers, each at least {LEAST}")
        further = self.neutral_sizes
        holds = min(further, default=LEAST) >= LEAST
        need(holds, "study.neutral_sizes", further, f"numbers, each at least {LEAST}")
        holds = self.large is None or self.large > max(self.sizes)
        need(holds, "study.large", self.large, "more than each of study.sizes, or null")
        rest = 1 - self.world.base_auroc
        rule = f"one or more numbers in (0, {rest:g}), what is left above study.world.base_auroc"
        holds = bool(self.gains) and all(0 < gain < rest for gain in self.gains)
        need(holds, "study.gains", self.gains, rule)
        shares = self.private_shares
        holds = bool(shares) and all(0 < share <= 1 for share in shares)
        need(holds, "study.private_shares", shares, "one or more numbers in (0, 1]")
        need(self.goal_cohorts >= 1, "study.goal_cohorts", self.goal_cohorts, "at least 1")


@dataclass
class LeakDial(Cohorts):
    """What models read from synthesized numbers (hfgnn/tasks/leak_dial.py)."""

    name: str = "leak_dial"
    strengths: list[float] = MISSING
    patients: int = MISSING
    prevalence: float = MISSING
    image_factors: int = MISSING
    image_auroc: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        holds = bool(self.strengths) and all(0 <= one <= 1 for one in self.strengths)
        need(holds, "study.strengths", self.strengths, "one or more numbers in [0, 1]")
        need(self.patients >= LEAST, "study.patients", self.patients, f"at least {LEAST}")
        need(0 < self.prevalence < 1, "study.prevalence", self.prevalence, "in (0, 1)")
        factors = self.image_factors
        need(1 <= factors <= 512, "study.image_factors", factors, "in [1, 512]")
        need(0.5 <= self.image_auroc < 1, "study.image_auroc", self.image_auroc, "in [0.5, 1)")
