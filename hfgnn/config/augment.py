"""Settings of balancing by augmented copies."""

from dataclasses import dataclass

from omegaconf import MISSING

from hfgnn.config.check import need


@dataclass
class Augment:
    """A way to make the training classes equal."""

    _target_: str = MISSING


@dataclass
class Balanced(Augment):
    """Augmented copies of the smaller class (hfgnn/augment/balanced.py)."""

    _target_: str = "hfgnn.augment.balanced.Balanced"
    rotation_degrees: float = MISSING
    shift: float = MISSING
    zoom: float = MISSING
    brightness: float = MISSING
    flip: bool = MISSING
    single_source: bool = MISSING

    def __post_init__(self) -> None:
        degrees = self.rotation_degrees
        need(0 <= degrees <= 180, "augment.rotation_degrees", degrees, "in [0, 180]")
        for name in ("shift", "zoom", "brightness"):
            value = getattr(self, name)
            need(0 <= value < 1, f"augment.{name}", value, "in [0, 1)")


@dataclass
class Unbalanced(Augment):
    """No copies: classes as they are (hfgnn/augment/none.py)."""

    _target_: str = "hfgnn.augment.none.Unbalanced"
