"""Settings of a run that tells beats or records apart by their heat maps."""

from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from omegaconf import MISSING

from hfgnn.config.beats import BeatRun
from hfgnn.config.check import need
from hfgnn.config.heatmap import Heatmap, HeatmapCNN, Scalogram
from hfgnn.config.infarction import PtbXlRecords
from hfgnn.config.oversample import AsTheyAre
from hfgnn.config.recordings import FixedWindow, HeartSource


@dataclass
class Digits:
    """The check that the network can read digits (hfgnn/training/heatmaps/digits.py).

    Attributes:
        check: whether it is made.
        root: folder with torchvision's MNIST; null takes the digits that scikit-learn brings.
        training_digits: of MNIST, at most so many.
        max_epochs: most epochs; validation digits choose one.
        patience: epochs without a lower validation loss.
        batch_size: digits per step.
        required_accuracy: on test digits; below, the check has failed.
    """

    check: bool = MISSING
    root: str | None = MISSING
    training_digits: int = MISSING
    max_epochs: int = MISSING
    patience: int = MISSING
    batch_size: int = MISSING
    required_accuracy: float = MISSING

    def __post_init__(self) -> None:
        for name, least in (("training_digits", 500), ("max_epochs", 1), ("patience", 1)):
            value = getattr(self, name)
            need(value >= least, f"digits.{name}", value, f"at least {least}")
        need(self.batch_size >= 2, "digits.batch_size", self.batch_size, "at least 2")
        share = self.required_accuracy
        need(0 < share <= 1, "digits.required_accuracy", share, "in (0, 1]")


@dataclass
class Looking:
    """Where the network looked, and whether that can be believed (hfgnn/evaluation/looked.py).

    Attributes:
        shown_per_class: test beats with their map in the report, for each class.
        checked: test beats on which maps are checked, at most, evenly over the classes.
        removed_share: of a picture's pixels that are taken away in the check by deletion.
        shifts: places to which what is removed is moved for comparison.
    """

    shown_per_class: int = MISSING
    checked: int = MISSING
    removed_share: float = MISSING
    shifts: int = MISSING

    def __post_init__(self) -> None:
        shown, rule = self.shown_per_class, "in [1, 8]"
        need(1 <= shown <= 8, "looking.shown_per_class", shown, rule)
        need(self.checked >= 10, "looking.checked", self.checked, "at least 10")
        share = self.removed_share
        need(0 < share <= 0.5, "looking.removed_share", share, "in (0, 0.5]")
        need(1 <= self.shifts <= 100, "looking.shifts", self.shifts, "in [1, 100]")


@dataclass
class TwelveLeads(PtbXlRecords, HeartSource):
    """PTB-XL, each record told apart as a whole (hfgnn/data/infarction/ptbxl.py)."""


@dataclass
class HeatmapRun(BeatRun):
    """One run on heat maps (hfgnn/tasks/heatmaps.py): a run on heartbeats with another network.

    Attributes:
        heatmap: the picture.
        digits: the check that the network can read digits.
        looking: where it looked.
    """

    own_task: ClassVar[str] = "heatmaps"

    # Beats or whole records, and a network that task=beats does not know, as it draws none.
    data: HeartSource = MISSING  # type: ignore[assignment]
    model: HeatmapCNN = MISSING  # type: ignore[assignment]
    heatmap: Heatmap = MISSING
    digits: Digits = MISSING
    looking: Looking = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        rule = "none, since a mixture of two beats has another picture than a mixture of theirs"
        need(isinstance(self.oversample, AsTheyAre), "oversample", "smote", rule)
        self._need_a_wave_in_the_window()

    def _need_a_wave_in_the_window(self) -> None:
        """A frequency fits at least once into what is cut out, and columns are near enough."""
        window, picture = self.segmentation, self.heatmap
        if not isinstance(window, FixedWindow) or not isinstance(picture, Scalogram):
            return
        seconds = (window.before + 1 + window.after) / window.sampling_hz
        rule = f"at least {1 / seconds:.3g}, one wave in the {seconds:.3g} s of the window"
        need(picture.lowest_hz * seconds >= 1, "heatmap.lowest_hz", picture.lowest_hz, rule)
        columns = ceil(seconds / (2 * picture.shortest_wave_s))
        rule = (
            f"at least {columns}, so that no wave of {picture.highest_hz:g} Hz is between two of "
            "them; or lower heatmap.highest_hz"
        )
        need(picture.columns >= columns, "heatmap.columns", picture.columns, rule)
