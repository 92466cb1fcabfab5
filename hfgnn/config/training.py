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
class Training:
    """One network's fit (hfgnn/training/fit.py)."""

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
