"""Settings of the beat classifiers that are networks."""

from dataclasses import dataclass

from omegaconf import MISSING

from hfgnn.config.check import need
from hfgnn.config.heatmap import HeatmapCNN


@dataclass
class BeatModel:
    """Whatever tells heartbeats apart."""


@dataclass
class BeatNetwork(BeatModel):
    """What every beat network needs; leads, columns and classes come from the data."""

    _target_: str = MISSING
    hidden_width: int = MISSING
    kernel_size: int = MISSING
    dropout: float = MISSING

    def __post_init__(self) -> None:
        width, kernel = self.hidden_width, self.kernel_size
        need(width >= 4 and width % 4 == 0, "model.hidden_width", width, "a multiple of 4")
        need(kernel >= 1 and kernel % 2 == 1, "model.kernel_size", kernel, "odd, at least 1")
        need(0 <= self.dropout < 1, "model.dropout", self.dropout, "in [0, 1)")


@dataclass
class BeatCNN(BeatNetwork):
    """Convolutions on one beat (hfgnn/models/beat_cnn.py)."""

    _target_: str = "hfgnn.models.beat_cnn.BeatCNN"


@dataclass
class CnnMlp(BeatNetwork):
    """Convolutions beside measurements (hfgnn/models/cnn_mlp.py)."""

    _target_: str = "hfgnn.models.cnn_mlp.CnnMlp"


@dataclass
class BeatTransformer(BeatNetwork):
    """Neighbouring beats in their order (hfgnn/models/beat_transformer.py)."""

    _target_: str = "hfgnn.models.beat_transformer.BeatTransformer"
    window: int = MISSING
    signal: bool = MISSING
    layers: int = MISSING
    heads: int = MISSING
    gain_spread: float = MISSING
    most_shift: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.window >= 1, "model.window", self.window, "at least 1")
        need(self.layers >= 1, "model.layers", self.layers, "at least 1")
        divides = self.heads >= 1 and self.hidden_width % self.heads == 0
        need(divides, "model.heads", self.heads, f"a divisor of {self.hidden_width}, hidden_width")
        need(self.gain_spread >= 0, "model.gain_spread", self.gain_spread, "at least 0")
        need(self.most_shift >= 0, "model.most_shift", self.most_shift, "at least 0")


@dataclass
class Trees:
    """How boosted trees are grown (hfgnn/baselines/boosted_trees.py)."""

    _target_: str = "hfgnn.baselines.boosted_trees.BoostedTrees"
    trees: int = MISSING
    depth: int = MISSING
    learning_rate: float = MISSING
    row_share: float = MISSING
    column_share: float = MISSING
    least_weight: float = MISSING
    penalty: float = MISSING
    patience: int | None = MISSING
    class_power: float = MISSING
    record_power: float = MISSING
    threads: int = MISSING

    def __post_init__(self) -> None:
        for name in ("trees", "depth", "threads"):
            need(getattr(self, name) >= 1, f"model.trees.{name}", getattr(self, name), "at least 1")
        for name in ("learning_rate", "row_share", "column_share"):
            share = getattr(self, name)
            need(0 < share <= 1, f"model.trees.{name}", share, "in (0, 1]")
        for name in ("least_weight", "penalty"):
            value = getattr(self, name)
            need(value >= 0, f"model.trees.{name}", value, "at least 0")
        for name in ("class_power", "record_power"):
            power = getattr(self, name)
            need(0 <= power <= 1, f"model.trees.{name}", power, "in [0, 1]")
        if self.patience is not None:
            need(self.patience >= 1, "model.trees.patience", self.patience, "at least 1, or null")


@dataclass
class Spliced:
    """Training recordings made over (hfgnn/augment/spliced.py)."""

    _target_: str = "hfgnn.augment.spliced.Spliced"
    copies: int = MISSING
    lowest_share: float = MISSING
    highest_share: float = MISSING
    fewest: int = MISSING
    weight: float = MISSING

    def __post_init__(self) -> None:
        need(self.copies >= 1, "model.spliced.copies", self.copies, "at least 1")
        need(self.fewest >= 1, "model.spliced.fewest", self.fewest, "at least 1")
        low, high = self.lowest_share, self.highest_share
        need(0 < low < 1, "model.spliced.lowest_share", low, "in (0, 1)")
        need(low <= high < 1, "model.spliced.highest_share", high, f"in [{low}, 1)")
        need(self.weight > 0, "model.spliced.weight", self.weight, "above 0")


@dataclass
class XgbFeatures(BeatModel):
    """Boosted trees on the columns of a beat (hfgnn/training/beats/trees.py)."""

    signal: bool = MISSING
    fusion_apart: bool = MISSING
    spliced: Spliced | None = MISSING
    trees: Trees = MISSING


@dataclass
class ConvXgb(BeatModel):
    """Boosted trees on the numbers of a network (hfgnn/training/beats/cascade.py)."""

    network: BeatCNN = MISSING
    trees: Trees = MISSING


NAMES: dict[type, str] = {
    BeatCNN: "beat_cnn",
    CnnMlp: "cnn_mlp",
    BeatTransformer: "beat_transformer",
    XgbFeatures: "xgb_features",
    ConvXgb: "conv_xgb",
    HeatmapCNN: "heatmap_cnn",
}
"""The option by which each model is chosen."""


def name_of(model: BeatModel) -> str:
    """What a model is called in tables and files."""
    return NAMES[type(model)]
