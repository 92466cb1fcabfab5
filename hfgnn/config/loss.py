"""Settings of what a network that trains in batches is blamed for."""

from dataclasses import dataclass

from omegaconf import MISSING

from hfgnn.config.check import need


@dataclass
class Loss:
    """Whatever compares the logits of a batch with its labels."""

    _target_: str = MISSING


@dataclass
class CrossEntropy(Loss):
    """Row by row (hfgnn/training/losses/cross_entropy.py)."""

    _target_: str = "hfgnn.training.losses.cross_entropy.CrossEntropy"
    smoothing: float = MISSING

    def __post_init__(self) -> None:
        need(0 <= self.smoothing < 1, "loss.smoothing", self.smoothing, "in [0, 1)")


@dataclass
class Focal(Loss):
    """Row by row, less where a row is told well (hfgnn/training/losses/focal.py)."""

    _target_: str = "hfgnn.training.losses.focal.Focal"
    gamma: float = MISSING

    def __post_init__(self) -> None:
        need(self.gamma >= 0, "loss.gamma", self.gamma, "at least 0")


@dataclass
class Auroc(Loss):
    """Pair by pair (hfgnn/training/losses/auroc.py)."""

    _target_: str = "hfgnn.training.losses.auroc.Auroc"
    temperature: float = MISSING
    bank: int = MISSING

    def __post_init__(self) -> None:
        need(self.temperature > 0, "loss.temperature", self.temperature, "above 0")
        need(self.bank >= 0, "loss.bank", self.bank, "at least 0")
