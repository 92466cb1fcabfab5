"""Settings of a prediction: which run is asked about whom."""

from dataclasses import dataclass
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.check import ConfigError, need


@dataclass
class Predict:
    """One new patient, or a folder of them, asked of a finished run (hfgnn/tasks/predict.py)."""

    task: str = MISSING
    run: str = MISSING
    image: str | None = MISSING
    clinical: str | None = MISSING
    patient: str | None = MISSING
    folder: str | None = MISSING
    weights: str | None = MISSING
    out_of_range_percentile: float = MISSING
    record: str | None = MISSING
    sampling_hz: float | None = MISSING
    annotator: str | None = MISSING
    sound: str | None = MISSING

    def __post_init__(self) -> None:
        need(self.task == "predict", "task", self.task, "predict")
        need(Path(self.run).is_dir(), "run", self.run, "the folder of a finished run")
        if self.sound is not None:
            self._check_sound()
            return
        self._check_record()
        if all(one is None for one in (self.image, self.folder, self.record, self.clinical)):
            raise ConfigError(
                "give a page, as image=ECG.jpg, a folder of them, as folder=PATH, a recording, as "
                "record=PATH, a heart sound, as sound=FILE.wav, or what was measured of patients "
                "without pages, as clinical=FILE"
            )
        if self.image is not None:
            need(self.folder is None, "folder", self.folder, "left out beside image")
            need(Path(self.image).is_file(), "image", self.image, "the file of an ECG page")
        if self.folder is not None:
            need(Path(self.folder).is_dir(), "folder", self.folder, "a folder of ECG pages")
            need(self.patient is None, "patient", self.patient, "left out beside folder")
        if self.clinical is not None:
            rule = "a file of clinical numbers, .json or .csv"
            if self.folder is not None:
                rule = "a .csv with a line per file or patient"
            endings = (".csv",) if self.folder is not None else (".csv", ".json")
            path = Path(self.clinical)
            is_table = path.is_file() and path.suffix.lower() in endings
            need(is_table, "clinical", self.clinical, rule)
        if self.weights is not None:
            need(Path(self.weights).is_file(), "weights", self.weights, "the backbone's file")
        limit = self.out_of_range_percentile
        need(0 < limit < 100, "out_of_range_percentile", limit, "in (0, 100)")

    def _check_sound(self) -> None:
        """A heart sound stands alone."""
        for name in (
            "image", "folder", "clinical", "patient", "weights", "record", "sampling_hz",
            "annotator",
        ):  # fmt: skip
            need(getattr(self, name) is None, name, getattr(self, name), "left out beside sound")
        need(Path(str(self.sound)).is_file(), "sound", self.sound, "a WAV file")

    def _check_record(self) -> None:
        """A recording stands alone."""
        if self.record is None:
            for name in ("sampling_hz", "annotator"):
                value = getattr(self, name)
                need(value is None, name, value, "left out without record")
            return
        for name in ("image", "folder", "clinical", "patient", "weights"):
            need(getattr(self, name) is None, name, getattr(self, name), "left out beside record")
        path = Path(self.record)
        is_there = path.is_file() or path.with_name(f"{path.name}.hea").is_file()
        need(is_there, "record", self.record, "a WFDB record or a .csv with a column per lead")
        is_table = path.suffix.lower() == ".csv"
        rate, marks = self.sampling_hz, self.annotator
        need(is_table or rate is None, "sampling_hz", rate, "left out where the header tells it")
        need(not is_table or marks is None, "annotator", marks, "left out beside a .csv")
        need(rate is None or rate > 0, "sampling_hz", rate, "above 0, or null")
