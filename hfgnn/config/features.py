"""Settings of the features: measured numbers, and how they stand beside the image columns."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.check import need


@dataclass
class Clinical:
    """Where the clinical numbers come from."""

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


RECORDABLE = (
    "age_years", "sex_female", "ef_fraction", "bnp_pg_per_ml", "nyha_class", "sbp_mmhg",
)  # fmt: skip
"""Names of hfgnn.types.RECORDED_FEATURES."""


@dataclass
class Recorded(Clinical):
    """What the data say of each page (hfgnn/features/clinical/recorded.py)."""

    _target_: str = "hfgnn.features.clinical.recorded.Recorded"
    columns: list[str] = MISSING

    def __post_init__(self) -> None:
        names = self.columns
        rule = f"one or more of {', '.join(RECORDABLE)}, each once"
        holds = 0 < len(names) == len(set(names)) and set(names) <= set(RECORDABLE)
        need(holds, "clinical.columns", names, rule)


@dataclass
class NoClinical(Clinical):
    """Image columns only (hfgnn/features/clinical/none.py)."""

    _target_: str = "hfgnn.features.clinical.none.NoClinical"


@dataclass
class RecordingColumns:
    """Whether columns are measured in the recordings that pages were drawn from."""

    _target_: str = MISSING


@dataclass
class NoRecording(RecordingColumns):
    """They are not (hfgnn/features/recording/none.py)."""

    _target_: str = "hfgnn.features.recording.none.NoRecording"


@dataclass
class Rhythm(RecordingColumns):
    """Rhythm, QRS and average beat (hfgnn/features/recording/rhythm.py)."""

    _target_: str = "hfgnn.features.recording.rhythm.Rhythm"
    shape: bool = MISSING
    max_gap_s: float = MISSING
    max_flat_s: float = MISSING

    def __post_init__(self) -> None:
        need(self.max_gap_s >= 0, "recording.max_gap_s", self.max_gap_s, "at least 0")
        need(self.max_flat_s > 0, "recording.max_flat_s", self.max_flat_s, "above 0")


TWELVE_LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
"""Names of hfgnn.data.leads.LEADS."""


class Layer(StrEnum):
    """Which numbers of a network that knows heartbeats describe a beat."""

    logits = "logits"  # one per class, as the network says it
    features = "features"  # the strongest answer of each of its last filters


@dataclass
class Embedding(Rhythm):
    """The same, and what a network sees in the beats (hfgnn/features/recording/embedding.py)."""

    _target_: str = "hfgnn.features.recording.embedding.Embedding"
    checkpoint: str = MISSING
    leads: list[str] = MISSING
    layer: Layer = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        rule = "the file checkpoints/source.ckpt of a run of task=infarction"
        need(Path(self.checkpoint).is_file(), "recording.checkpoint", self.checkpoint, rule)
        leads = self.leads
        holds = 0 < len(leads) == len(set(leads)) and set(leads) <= set(TWELVE_LEADS)
        rule = f"one or more of {', '.join(TWELVE_LEADS)}, each once"
        need(holds, "recording.leads", leads, rule)


@dataclass
class Columns:
    """Whether numbers and categories that came with the records become columns."""

    _target_: str = MISSING


@dataclass
class NoColumns(Columns):
    """They do not (hfgnn/features/measured/none.py)."""

    _target_: str = "hfgnn.features.measured.none.NoColumns"


MEASURABLE = ("clinical", "recording", "further")
"""Names of the blocks of hfgnn.types.BLOCKS that are measured."""


@dataclass
class MeasuredColumns(Columns):
    """Those of the chosen blocks (hfgnn/features/measured/columns.py)."""

    _target_: str = "hfgnn.features.measured.columns.MeasuredColumns"
    blocks: list[str] = MISSING
    leave_out: list[str] = MISSING

    def __post_init__(self) -> None:
        names = self.blocks
        rule = f"one or more of {', '.join(MEASURABLE)}, each once"
        holds = 0 < len(names) == len(set(names)) and set(names) <= set(MEASURABLE)
        need(holds, "columns.blocks", names, rule)


@dataclass
class Concatenated:
    """The blocks side by side (hfgnn/features/concatenated.py)."""

    _target_: str = "hfgnn.features.concatenated.Concatenated"
    standardize_image: bool = MISSING
    clinical_share: float | None = MISSING
    straighten: bool = MISSING
    mark_missing: bool = MISSING

    def __post_init__(self) -> None:
        share = self.clinical_share
        if share is not None:
            need(0 < share < 1, "nodes.clinical_share", share, "in (0, 1), or null")
