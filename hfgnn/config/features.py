"""Settings of the features: image embedding, clinical numbers, and how they stand together."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.check import need


class Output(StrEnum):
    """Which 512 numbers of ResNet18 describe an image."""

    pool = "pool"  # mean of the fourth stage: the network without its last layer
    layer3 = "layer3"  # mean and maximum of the third stage, 2 x 256, for partial weight files


class Precision(StrEnum):
    """Number format in which the backbone runs."""

    auto = "auto"  # bfloat16 where the processor has it, else float32
    float32 = "float32"
    bfloat16 = "bfloat16"


@dataclass
class ResNet18:
    """The image backbone (hfgnn/features/resnet18.py)."""

    _target_: str = "hfgnn.features.resnet18.ResNet18"
    weights: str = MISSING
    output: Output = MISSING
    precision: Precision = MISSING
    batch_size: int = MISSING
    random_seed: int = MISSING

    def __post_init__(self) -> None:
        need(self.batch_size >= 1, "backbone.batch_size", self.batch_size, "at least 1")
        need(self.random_seed >= 0, "backbone.random_seed", self.random_seed, "at least 0")
        if self.weights not in ("auto", "imagenet", "random"):
            rule = "auto, imagenet, random, or a .pth or .safetensors file"
            path = Path(self.weights)
            is_file = path.suffix in (".pth", ".safetensors") and path.is_file()
            need(is_file, "backbone.weights", self.weights, rule)


@dataclass
class Clinical:
    """Where the five clinical numbers come from."""

    _target_: str = MISSING


@dataclass
class Normal:
    """Mean and spread per class, and the limits to which values are clipped."""

    healthy: float = MISSING
    ill: float = MISSING
    healthy_spread: float = MISSING
    ill_spread: float = MISSING
    low: float = MISSING
    high: float = MISSING

    def __post_init__(self) -> None:
        for name in ("healthy_spread", "ill_spread"):
            need(getattr(self, name) > 0, f"clinical.*.{name}", getattr(self, name), "above 0")
        need(self.low < self.high, "clinical.*.low", self.low, f"below high, {self.high}")


@dataclass
class Shares:
    """Probability of each NYHA class, I to IV, per class."""

    healthy: list[float] = MISSING
    ill: list[float] = MISSING

    def __post_init__(self) -> None:
        for name in ("healthy", "ill"):
            shares = getattr(self, name)
            holds = len(shares) == 4 and min(shares) >= 0 and abs(sum(shares) - 1) < 1e-9
            need(holds, f"clinical.nyha_class.{name}", shares, "four probabilities that sum to 1")


@dataclass
class Synthesized(Clinical):
    """Numbers drawn from the label, as published (hfgnn/features/clinical/synthesized.py)."""

    _target_: str = "hfgnn.features.clinical.synthesized.Synthesized"
    strength: float = MISSING
    ef_fraction: Normal = MISSING
    log_bnp_pg_per_ml: Normal = MISSING
    nyha_class: Shares = MISSING
    sbp_mmhg: Normal = MISSING
    age_years: Normal = MISSING

    def __post_init__(self) -> None:
        need(0 <= self.strength <= 1, "clinical.strength", self.strength, "in [0, 1]")


@dataclass
class Table(Clinical):
    """Measured numbers from a CSV file (hfgnn/features/clinical/table.py)."""

    _target_: str = "hfgnn.features.clinical.table.Table"
    path: str = MISSING
    patient_column: str = MISSING

    def __post_init__(self) -> None:
        need(Path(self.path).is_file(), "clinical.path", self.path, "a CSV file")


@dataclass
class NoClinical(Clinical):
    """Image columns only (hfgnn/features/clinical/none.py)."""

    _target_: str = "hfgnn.features.clinical.none.NoClinical"


@dataclass
class Concatenated:
    """The two blocks side by side (hfgnn/features/concatenated.py)."""

    _target_: str = "hfgnn.features.concatenated.Concatenated"
    standardize_image: bool = MISSING
    clinical_share: float | None = MISSING

    def __post_init__(self) -> None:
        share = self.clinical_share
        if share is not None:
            need(0 < share < 1, "nodes.clinical_share", share, "in (0, 1), or null")
