"""Settings of the image embedding."""

from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
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
    int8 = "int8"  # with engine=openvino only


class Engine(StrEnum):
    """What runs the backbone."""

    torch = "torch"
    openvino = "openvino"  # batch norms folded into the convolutions; processor only


class Decoding(StrEnum):
    """How many pixels of a page are looked at before it is made small."""

    reduced = "reduced"  # a JPEG is decoded at a half or less, as far as that is enough
    full = "full"  # all, as torchvision's own transforms do it


@dataclass
class Backbone:
    """What turns a picture into columns."""

    _target_: str = MISSING


@dataclass
class NoBackbone(Backbone):
    """Nothing does: patients are their measured columns (hfgnn/features/no_images.py)."""

    _target_: str = "hfgnn.features.no_images.NoImages"


@dataclass
class ResNet18(Backbone):
    """The image backbone (hfgnn/features/resnet18.py)."""

    _target_: str = "hfgnn.features.resnet18.ResNet18"
    weights: str = MISSING
    output: Output = MISSING
    precision: Precision = MISSING
    engine: Engine = MISSING
    decoding: Decoding = MISSING
    batch_size: int = MISSING
    random_seed: int = MISSING

    def __post_init__(self) -> None:
        need(self.batch_size >= 1, "backbone.batch_size", self.batch_size, "at least 1")
        need(self.random_seed >= 0, "backbone.random_seed", self.random_seed, "at least 0")
        self._check_engine()
        if self.weights not in ("auto", "imagenet", "random"):
            rule = "auto, imagenet, random, or a .pth or .safetensors file"
            path = Path(self.weights)
            is_file = path.suffix in (".pth", ".safetensors") and path.is_file()
            need(is_file, "backbone.weights", self.weights, rule)

    def _check_engine(self) -> None:
        if self.engine is Engine.torch:
            rule = "auto, float32 or bfloat16 with backbone.engine=torch"
            is_known = self.precision is not Precision.int8
            need(is_known, "backbone.precision", self.precision.value, rule)
            return
        rule = "torch, or its package be installed: pip install 'hfgnn[export]'"
        is_there = find_spec(self.engine.value) is not None
        need(is_there, "backbone.engine", self.engine.value, rule)
