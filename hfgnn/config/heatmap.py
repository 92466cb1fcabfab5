"""Settings of a beat's heat map, and of the light network that looks at it."""

from dataclasses import dataclass
from enum import StrEnum
from math import pi
from typing import Any

from omegaconf import MISSING

from hfgnn.config.check import ConfigError, need

SIDES = (8, 256)
"""Fewest and most pixels of a side."""


class WaveletName(StrEnum):
    """The wave that a scalogram compares with."""

    morlet = "morlet"
    mexican_hat = "mexican_hat"


@dataclass
class Heatmap:
    """What every kind of picture needs."""

    _target_: str = MISSING
    floor_mv: float = MISSING

    def __post_init__(self) -> None:
        need(self.floor_mv > 0, "heatmap.floor_mv", self.floor_mv, "above 0")

    def _need_side(self, name: str) -> None:
        low, high = SIDES
        side = getattr(self, name)
        need(low <= side <= high, f"heatmap.{name}", side, f"in [{low}, {high}] pixels")


@dataclass
class Scalogram(Heatmap):
    """Frequencies over time (hfgnn/features/heatmaps/scalogram.py)."""

    _target_: str = "hfgnn.features.heatmaps.scalogram.Scalogram"
    sampling_hz: float = MISSING
    wavelet: WaveletName = MISSING
    rows: int = MISSING
    columns: int = MISSING
    lowest_hz: float = MISSING
    highest_hz: float = MISSING
    cycles: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("rows", "columns"):
            self._need_side(name)
        rate, low, high = self.sampling_hz, self.lowest_hz, self.highest_hz
        need(rate > 0, "heatmap.sampling_hz", rate, "above 0")
        need(low > 0, "heatmap.lowest_hz", low, "above 0")
        rule = f"in ({low:g}, {rate / 2:g}], above lowest_hz, up to half of the sampling rate"
        need(low < high <= rate / 2, "heatmap.highest_hz", high, rule)
        need(1 <= self.cycles <= 20, "heatmap.cycles", self.cycles, "in [1, 20]")

    @property
    def shortest_wave_s(self) -> float:
        """How far from its middle the wave of the highest frequency still finds what is there.

        One standard deviation of the envelope of a Morlet wave; of a mexican hat, which crosses
        zero there, half of one.
        """
        cycles = self.cycles if self.wavelet is WaveletName.morlet else 0.5**0.5
        return float(cycles / (2 * pi * self.highest_hz))


@dataclass
class Recurrence(Heatmap):
    """Moments against moments (hfgnn/features/heatmaps/recurrence.py)."""

    _target_: str = "hfgnn.features.heatmaps.recurrence.Recurrence"
    size: int = MISSING
    dimension: int = MISSING
    delay: int = MISSING
    radius_mv: float | None = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        self._need_side("size")
        need(1 <= self.dimension <= 8, "heatmap.dimension", self.dimension, "in [1, 8]")
        need(1 <= self.delay <= 16, "heatmap.delay", self.delay, "in [1, 16]")
        radius = self.radius_mv
        need(radius is None or radius > 0, "heatmap.radius_mv", radius, "above 0, or null")


HEATMAPS: dict[str, type[Heatmap]] = {"scalogram": Scalogram, "recurrence": Recurrence}
"""The kinds of pictures, by the option that chooses each."""


@dataclass
class HeatmapCNN:
    """A light network on heat maps (hfgnn/models/heatmap_cnn.py)."""

    _target_: str = "hfgnn.models.heatmap_cnn.HeatmapCNN"
    heatmap: Any = MISSING
    widths: list[int] = MISSING
    kernel_size: int = MISSING
    dropout: float = MISSING

    def __post_init__(self) -> None:
        if isinstance(self.heatmap, dict):
            self.heatmap = stored_heatmap(self.heatmap)
        rule = "chosen as heatmap=scalogram or heatmap=recurrence"
        need(isinstance(self.heatmap, Heatmap), "model.heatmap", self.heatmap, rule)
        widths, rule = self.widths, "two numbers of channels or more, each in [1, 256], as [16,32]"
        right = len(widths) >= 2 and min(widths) >= 1 and max(widths) <= 256
        need(right, "model.widths", widths, rule)
        kernel = self.kernel_size
        need(1 <= kernel <= 9 and kernel % 2 == 1, "model.kernel_size", kernel, "odd, in [1, 9]")
        need(0 <= self.dropout < 1, "model.dropout", self.dropout, "in [0, 1)")


def stored_heatmap(settings: dict[str, Any]) -> Heatmap:
    """The picture's settings as a finished run has stored them.

    Raises:
        ConfigError: this version has no such picture, or other settings of it.
    """
    known = {one._target_: one for one in HEATMAPS.values()}
    values = dict(settings)
    made = known.get(str(values.pop("_target_", None)))
    if made is None:
        rule = ", ".join(HEATMAPS)
        raise ConfigError(f"model.heatmap is {settings!r}, but it must be one of {rule}")
    try:
        return made(**values)
    except TypeError as error:
        raise ConfigError(f"model.heatmap was set in another version: {error}") from None
