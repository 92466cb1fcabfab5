"""Settings of the networks that tell heart sounds apart, and of their training."""

from dataclasses import dataclass

from omegaconf import MISSING

from hfgnn.config.check import need
from hfgnn.config.training import BatchTraining


@dataclass
class SoundModel:
    """Whatever tells heart sounds apart; mels, frames and classes come from the pictures."""

    _target_: str = MISSING
    dropout: float = MISSING

    def __post_init__(self) -> None:
        need(0 <= self.dropout < 1, "model.dropout", self.dropout, "in [0, 1)")


@dataclass
class SoundPublished(SoundModel):
    """As published: a square picture at a time (hfgnn/models/sound_published.py)."""

    _target_: str = "hfgnn.models.sound_published.SoundPublished"


@dataclass
class SoundCNN(SoundModel):
    """Rhythm within bands (hfgnn/models/sound_cnn.py)."""

    _target_: str = "hfgnn.models.sound_cnn.SoundCNN"
    hidden_width: int = MISSING
    kernel_size: int = MISSING
    lags: int = MISSING
    lag_frames: int = MISSING
    patch: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("hidden_width", "lags", "lag_frames", "patch"):
            need(getattr(self, name) >= 1, f"model.{name}", getattr(self, name), "at least 1")
        kernel = self.kernel_size
        need(kernel >= 1 and kernel % 2 == 1, "model.kernel_size", kernel, "odd, at least 1")
        need(self.patch <= self.lags, "model.patch", self.patch, f"at most {self.lags}, model.lags")


@dataclass
class SoundTraining(BatchTraining):
    """A fit on windows of clips (hfgnn/training/sounds/fit.py)."""

    window_frames: int | None = MISSING
    overlap: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        frames, overlap = self.window_frames, self.overlap
        rule = "at least 8, or null for whole pictures"
        need(frames is None or frames >= 8, "training.window_frames", frames, rule)
        need(0 <= overlap < 1, "training.overlap", overlap, "in [0, 1)")
        rule = "0, as the label smoothing of sounds is loss.smoothing"
        need(self.label_smoothing == 0, "training.label_smoothing", self.label_smoothing, rule)
