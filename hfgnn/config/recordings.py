"""Settings of recordings and heartbeats: where they come from, and how beats are cut out."""

from dataclasses import dataclass
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.check import need


@dataclass
class HeartSource:
    """Where recordings of hearts come from, to be told apart beat by beat or as a whole."""

    _target_: str = MISSING


@dataclass
class BeatSource(HeartSource):
    """Where heartbeats come from."""


@dataclass
class WfdbRecords(BeatSource):
    """A folder of WFDB records (hfgnn/data/recordings/wfdb_records.py)."""

    _target_: str = "hfgnn.data.recordings.wfdb_records.WfdbRecords"
    root: str = MISSING
    leads: list[str] = MISSING
    num_leads: int = MISSING
    sampling_hz: float | None = MISSING
    annotator: str | None = MISSING
    patient_pattern: str | None = MISSING
    same_patient: list[list[str]] = MISSING
    max_gap_s: float = MISSING
    max_flat_s: float = MISSING

    def __post_init__(self) -> None:
        need(Path(self.root).is_dir(), "data.root", self.root, "a folder of WFDB records")
        need(self.num_leads >= 1, "data.num_leads", self.num_leads, "at least 1")
        rate = self.sampling_hz
        need(rate is None or 50 <= rate <= 10000, "data.sampling_hz", rate, "in [50, 10000]")
        need(self.max_gap_s >= 0, "data.max_gap_s", self.max_gap_s, "at least 0")
        need(self.max_flat_s > 0, "data.max_flat_s", self.max_flat_s, "above 0")


@dataclass
class BeatTable(BeatSource):
    """CSV files with a beat per line (hfgnn/data/recordings/beat_table.py)."""

    _target_: str = "hfgnn.data.recordings.beat_table.BeatTable"
    paths: list[str] = MISSING
    classes: list[str] = MISSING
    samples: int = MISSING
    sampling_hz: float = MISSING
    lead: str = MISSING

    def __post_init__(self) -> None:
        need(len(self.paths) > 0, "data.paths", self.paths, "one file or more, as [a.csv,b.csv]")
        for path in self.paths:
            need(Path(path).is_file(), "data.paths", path, "a file with beats")
        need(len(self.classes) >= 2, "data.classes", self.classes, "two names or more")
        need(self.samples >= 2, "data.samples", self.samples, "at least 2")
        need(self.sampling_hz > 0, "data.sampling_hz", self.sampling_hz, "above 0")


@dataclass
class SimulatedRecords(BeatSource):
    """Simulated rhythms (hfgnn/data/recordings/simulated_records.py)."""

    _target_: str = "hfgnn.data.recordings.simulated_records.SimulatedRecords"
    patients: int = MISSING
    minutes: float = MISSING
    paced: int = MISSING
    sampling_hz: float = MISSING
    num_leads: int = MISSING
    cohort_seed: int = MISSING

    def __post_init__(self) -> None:
        need(self.patients >= 6, "data.patients", self.patients, "at least 6")
        need(0.5 <= self.minutes <= 60, "data.minutes", self.minutes, "in [0.5, 60]")
        rule = "at least 0 and below data.patients"
        need(0 <= self.paced < self.patients, "data.paced", self.paced, rule)
        rate = self.sampling_hz
        need(100 <= rate <= 1000, "data.sampling_hz", rate, "in [100, 1000]")
        need(self.num_leads in (1, 2), "data.num_leads", self.num_leads, "1 or 2")
        need(self.cohort_seed >= 0, "data.cohort_seed", self.cohort_seed, "at least 0")


@dataclass
class Segmentation:
    """What every way of cutting beats needs to know."""

    _target_: str = MISSING
    sampling_hz: float = MISSING
    low_hz: float | None = MISSING
    high_hz: float | None = MISSING
    order: int = MISSING

    def __post_init__(self) -> None:
        rate, low, high = self.sampling_hz, self.low_hz, self.high_hz
        need(rate >= 50, "segmentation.sampling_hz", rate, "at least 50")
        need(
            low is None or 0 < low < rate / 2,
            "segmentation.low_hz",
            low,
            f"in (0, {rate / 2:g}), below half of segmentation.sampling_hz",
        )
        need(high is None or high > (low or 0), "segmentation.high_hz", high, "above low_hz")
        need(1 <= self.order <= 8, "segmentation.order", self.order, "in [1, 8]")


@dataclass
class FixedWindow(Segmentation):
    """As many samples for every beat (hfgnn/data/recordings/windows.py)."""

    _target_: str = "hfgnn.data.recordings.windows.FixedWindow"
    before: int = MISSING
    after: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.before >= 0, "segmentation.before", self.before, "at least 0")
        need(self.after >= 1, "segmentation.after", self.after, "at least 1")


@dataclass
class KaggleWindow(Segmentation):
    """From the mark on, 1.2 RR intervals (hfgnn/data/recordings/windows.py)."""

    _target_: str = "hfgnn.data.recordings.windows.KaggleWindow"
    samples: int = MISSING
    stretch_s: float = MISSING
    rr_intervals: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.samples >= 2, "segmentation.samples", self.samples, "at least 2")
        need(self.stretch_s >= 2, "segmentation.stretch_s", self.stretch_s, "at least 2")
        need(self.rr_intervals > 0, "segmentation.rr_intervals", self.rr_intervals, "above 0")
