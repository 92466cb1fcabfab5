"""The columns of a patient: their number, names, units and plausible ranges."""

from dataclasses import dataclass

IMAGE_WIDTH = 512
"""Numbers per image: the width of ResNet18 before its last layer."""


@dataclass(frozen=True)
class ClinicalFeature:
    """One measured number per patient, with its unit in the name and its plausible range."""

    name: str
    low: float
    high: float


CLINICAL_FEATURES = (
    ClinicalFeature("ef_fraction", 0.05, 0.90),
    ClinicalFeature("bnp_pg_per_ml", 1, 70_000),
    ClinicalFeature("nyha_class", 1, 4),
    ClinicalFeature("sbp_mmhg", 50, 260),
    ClinicalFeature("age_years", 0, 120),
)
CLINICAL_COLUMNS = tuple(feature.name for feature in CLINICAL_FEATURES)
SEX_COLUMN = "sex_female"
"""1 for female, 0 for male."""

RECORDED_FEATURES = (*CLINICAL_FEATURES, ClinicalFeature(SEX_COLUMN, 0, 1))
"""What data may say of a patient: the five, and sex."""

RECORDING_BLOCK = "recording"
"""How the columns begin that were measured in a patient's recording."""

FURTHER_BLOCK = "further"
"""How the columns begin that were measured beside the five, such as laboratory values."""

CLINICAL_BLOCK = "clinical"
"""The block of columns that begin like no other."""

BLOCKS = ("image", CLINICAL_BLOCK, RECORDING_BLOCK, FURTHER_BLOCK)
"""All blocks, in the order of their columns."""

IMAGE_COLUMNS = tuple(f"image_{number:03d}" for number in range(IMAGE_WIDTH))
NODE_WIDTH = IMAGE_WIDTH + len(CLINICAL_FEATURES)
"""Columns of a patient with image and clinical numbers: 517."""


def block_of(column: str) -> str:
    """Which block a column stands in: ``image``, ``recording``, ``further`` or ``clinical``."""
    start = column.partition("_")[0]
    return start if start in BLOCKS else CLINICAL_BLOCK
