"""Settings of the data: where records come from and which of them can be used."""

from dataclasses import dataclass
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.check import need


@dataclass
class Data:
    """Where records come from."""

    _target_: str = MISSING


@dataclass
class Pages(Data):
    """What every source of pages needs to know."""

    crop: list[float] | None = MISSING
    min_side_px: int = MISSING
    max_megapixels: float = MISSING
    near_duplicate_bits: int = MISSING

    def __post_init__(self) -> None:
        if self.crop is not None:
            need(_is_crop(self.crop), "data.crop", self.crop, CROP_RULE)
        need(self.min_side_px >= 1, "data.min_side_px", self.min_side_px, "at least 1")
        need(self.max_megapixels > 0, "data.max_megapixels", self.max_megapixels, "above 0")
        near = self.near_duplicate_bits
        need(0 <= near <= 1024, "data.near_duplicate_bits", near, "in [0, 1024]")


CROP_RULE = "left, top, right, bottom as shares of width and height, such as [0.01,0.18,0.98,0.96]"


def _is_crop(crop: list[float]) -> bool:
    if len(crop) != 4:
        return False
    left, top, right, bottom = crop
    return 0 <= left < right <= 1 and 0 <= top < bottom <= 1


@dataclass
class Simulated(Pages):
    """Simulated patients (hfgnn/data/simulated.py)."""

    _target_: str = "hfgnn.data.simulated.Simulated"
    patients: int = MISSING
    prevalence: float = MISSING
    effect: float = MISSING
    cohort_seed: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.patients >= 20, "data.patients", self.patients, "at least 20")
        need(0 < self.prevalence < 1, "data.prevalence", self.prevalence, "in (0, 1)")
        need(self.effect >= 0, "data.effect", self.effect, "at least 0")
        need(self.cohort_seed >= 0, "data.cohort_seed", self.cohort_seed, "at least 0")


@dataclass
class EcgImages(Pages):
    """A folder of ECG images per class (hfgnn/data/ecg_images.py)."""

    _target_: str = "hfgnn.data.ecg_images.EcgImages"
    root: str = MISSING
    positive: list[str] = MISSING
    manifest: str = MISSING
    patient_columns: list[str] = MISSING
    patient_pattern: str | None = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(Path(self.root).is_dir(), "data.root", self.root, "a folder with one folder per class")
