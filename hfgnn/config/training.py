"""Settings of training and of its log."""

from dataclasses import dataclass
from enum import StrEnum

from omegaconf import MISSING

from hfgnn.config.check import need


class Accelerator(StrEnum):
    """Where a network trains."""

    auto = "auto"
    cpu = "cpu"
    gpu = "gpu"
    mps = "mps"


@dataclass
class Epochs:
    """What every fit of a network needs."""

    max_epochs: int = MISSING
    patience: int | None = MISSING
    learning_rate: float = MISSING
    weight_decay: float = MISSING
    accelerator: Accelerator = MISSING

    def __post_init__(self) -> None:
        need(self.max_epochs >= 1, "training.max_epochs", self.max_epochs, "at least 1")
        if self.patience is not None:
            need(self.patience >= 1, "training.patience", self.patience, "at least 1, or null")
        need(self.learning_rate > 0, "training.learning_rate", self.learning_rate, "above 0")
        need(self.weight_decay >= 0, "training.weight_decay", self.weight_decay, "at least 0")


@dataclass
class Training(Epochs):
    """One network's fit on a graph (hfgnn/training/fit.py).

    The whole graph is one batch, or ``batch_size`` patients and whoever their answers depend on
    (hfgnn/training/fit_in_batches.py).
    """

    batch_size: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.batch_size is not None:
            rule = "at least 1, or null for the whole graph at once"
            need(self.batch_size >= 1, "training.batch_size", self.batch_size, rule)


class ClassWeighting(StrEnum):
    """How much an example of a rare class counts beside one of a frequent class."""

    none = "none"
    root = "root"
    balanced = "balanced"


class Schedule(StrEnum):
    """How the learning rate moves: not at all, or up and down once over all epochs."""

    constant = "constant"
    one_cycle = "one_cycle"


@dataclass
class BatchTraining(Epochs):
    """A network's fit in batches of rows (hfgnn/training/batches.py)."""

    batch_size: int = MISSING
    schedule: Schedule = MISSING
    class_weighting: ClassWeighting = MISSING
    label_smoothing: float = MISSING
    threads: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.batch_size >= 2, "training.batch_size", self.batch_size, "at least 2")
        smoothing = self.label_smoothing
        need(0 <= smoothing < 1, "training.label_smoothing", smoothing, "in [0, 1)")
        need(self.threads >= 1, "training.threads", self.threads, "at least 1")


@dataclass
class Logger:
    """Where the course of training is written."""

    name: str = MISSING


@dataclass
class CsvLogger(Logger):
    """One CSV file per fit, in the run's folder."""

    name: str = "csv"

    def __post_init__(self) -> None:
        need(self.name == "csv", "logger.name", self.name, "chosen as logger=...")


@dataclass
class WandbLogger(Logger):
    """Weights and Biases; offline needs no account."""

    name: str = "wandb"
    project: str = MISSING
    offline: bool = MISSING

    def __post_init__(self) -> None:
        need(self.name == "wandb", "logger.name", self.name, "chosen as logger=...")
