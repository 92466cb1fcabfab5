"""Settings of an audit: what is looked at, and what makes it fail."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from omegaconf import MISSING

from hfgnn.config.augment import Augment
from hfgnn.config.backbone import Backbone
from hfgnn.config.check import need
from hfgnn.config.features import Clinical, Columns, Concatenated
from hfgnn.config.model import Network


class FailOn(StrEnum):
    """From which severity of a finding the audit ends with exit status 1."""

    never = "never"
    warning = "warning"
    leak = "leak"


@dataclass
class Probing:
    """How suspicions are put to the test (hfgnn/audits/probe.py)."""

    folds: int = MISSING
    components: int = MISSING
    penalty: float = MISSING
    permutations: int = MISSING
    resamples: int = MISSING
    confidence: float = MISSING
    column_auroc: float = MISSING

    def __post_init__(self) -> None:
        need(self.folds >= 2, "probe.folds", self.folds, "at least 2")
        need(self.components >= 1, "probe.components", self.components, "at least 1")
        need(self.penalty > 0, "probe.penalty", self.penalty, "above 0")
        need(self.permutations >= 10, "probe.permutations", self.permutations, "at least 10")
        need(self.resamples >= 100, "probe.resamples", self.resamples, "at least 100")
        need(0 < self.confidence < 1, "probe.confidence", self.confidence, "in (0, 1)")
        need(0.5 < self.column_auroc < 1, "probe.column_auroc", self.column_auroc, "in (0.5, 1)")


@dataclass
class Failing:
    """What makes an audit end with exit status 1."""

    fail_on: FailOn = MISSING


@dataclass
class Audit:
    """One audit: of a folder of images, of a table, or of a finished run."""

    unless: ClassVar[dict[str, str]] = {"data": "run"}

    task: str = MISSING
    seed: int = MISSING
    data: Any = MISSING
    clinical: Clinical = MISSING
    augment: Augment = MISSING
    backbone: Backbone = MISSING
    columns: Columns = MISSING
    nodes: Concatenated = MISSING
    second_model: Network | None = None
    run: str | None = MISSING
    probe: Probing = MISSING
    audit: Failing = MISSING

    def __post_init__(self) -> None:
        need(self.task == "audit", "task", self.task, "audit")
        need(0 <= self.seed < 2**32, "seed", self.seed, "in [0, 4294967296)")
        if self.run is not None:
            is_run = (Path(self.run) / "metrics.json").is_file()
            need(is_run, "run", self.run, "the folder of a finished run, with its metrics.json")
