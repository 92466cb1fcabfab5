"""Settings of heart sounds: where clips come from, pictures made of them, and their controls."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from omegaconf import MISSING

from hfgnn.config.audit import Probing
from hfgnn.config.check import ConfigError, need
from hfgnn.config.config import Claim
from hfgnn.config.evaluation import Evaluation
from hfgnn.config.loss import Loss
from hfgnn.config.protocol import Honest, Protocol, Thesis
from hfgnn.config.sound_model import SoundCNN, SoundModel, SoundPublished, SoundTraining
from hfgnn.config.training import Logger


@dataclass
class SoundSource:
    """Where clips of heart sounds come from.

    ``classes`` are told apart by the network; ``positive`` are those of them that count as
    disease, in the question that scores, thresholds and verdict are about.
    """

    _target_: str = MISSING
    classes: list[str] = MISSING
    positive: list[str] = MISSING
    sampling_hz: float = MISSING

    def __post_init__(self) -> None:
        classes, positive = self.classes, self.positive
        rule = "two or more different names, as [normal,murmur]"
        need(len(set(classes)) == len(classes) >= 2, "data.classes", classes, rule)
        rule = f"one or more of data.classes, but not all: {', '.join(classes)}"
        named = set(positive)
        holds = 0 < len(named) == len(positive) < len(classes) and named <= set(classes)
        need(holds, "data.positive", positive, rule)
        rate = self.sampling_hz
        need(500 <= rate <= 48000, "data.sampling_hz", rate, "in [500, 48000]")


@dataclass
class WavFiles(SoundSource):
    """Which WAV files can be used (hfgnn/data/sounds/wav.py)."""

    root: str = MISSING
    min_sampling_hz: float = MISSING
    min_seconds: float = MISSING
    max_seconds: float = MISSING
    min_rms: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(Path(self.root).is_dir(), "data.root", self.root, "a folder of WAV files")
        rate = self.min_sampling_hz
        need(100 <= rate <= 48000, "data.min_sampling_hz", rate, "in [100, 48000]")
        need(self.min_seconds > 0, "data.min_seconds", self.min_seconds, "above 0")
        rule = f"above data.min_seconds, {self.min_seconds:g}"
        need(self.max_seconds > self.min_seconds, "data.max_seconds", self.max_seconds, rule)
        need(0 <= self.min_rms < 1, "data.min_rms", self.min_rms, "in [0, 1)")


@dataclass
class PascalSounds(WavFiles):
    """The PASCAL challenge, set B (hfgnn/data/sounds/pascal_sounds.py)."""

    _target_: str = "hfgnn.data.sounds.pascal_sounds.PascalSounds"


@dataclass
class Cinc2016(WavFiles):
    """The PhysioNet/CinC Challenge 2016 (hfgnn/data/sounds/cinc2016.py)."""

    _target_: str = "hfgnn.data.sounds.cinc2016.Cinc2016"
    patient_table: str | None = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        path, rule = self.patient_table, "a CSV file with the columns file and patient_id, or null"
        need(path is None or Path(path).is_file(), "data.patient_table", path, rule)


SIMULATED_CLASSES = ("normal", "murmur", "extrastole")
"""Names of hfgnn.data.sounds.simulated.CLASSES."""


@dataclass
class SimulatedSounds(SoundSource):
    """Simulated patients (hfgnn/data/sounds/simulated.py)."""

    _target_: str = "hfgnn.data.sounds.simulated.SimulatedSounds"
    patients: int = MISSING
    clips: int = MISSING
    prevalence: float = MISSING
    murmur: float = MISSING
    seconds: list[float] = MISSING
    cohort_seed: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        classes = self.classes
        known = set(classes) <= set(SIMULATED_CLASSES) and classes[0] == "normal"
        need(known, "data.classes", classes, "normal first, then murmur, extrastole or both")
        need(self.patients >= 20, "data.patients", self.patients, "at least 20")
        need(1 <= self.clips <= 20, "data.clips", self.clips, "in [1, 20]")
        need(0 < self.prevalence < 1, "data.prevalence", self.prevalence, "in (0, 1)")
        need(self.murmur >= 0, "data.murmur", self.murmur, "at least 0")
        length = self.seconds
        holds = len(length) == 2 and 1 <= length[0] <= length[1] <= 60
        need(holds, "data.seconds", length, "shortest and longest, in [1, 60]")
        need(self.cohort_seed >= 0, "data.cohort_seed", self.cohort_seed, "at least 0")


SOUND_SOURCES = {
    "pascal_sounds": PascalSounds,
    "cinc2016": Cinc2016,
    "simulated_sounds": SimulatedSounds,
}
"""By the names of their options."""


class Scaling(StrEnum):
    """How a picture's loudness is taken out."""

    standard = "standard"  # mean 0, standard deviation 1 over the clip
    loud = "loud"  # 0 at the clip's 95th percentile, steps of 10 dB
    median = "median"  # each band around its own median, steps of 10 dB
    unit = "unit"  # 0 faintest, 1 loudest


@dataclass
class Spectrogram:
    """How a clip becomes a picture (hfgnn/features/sounds/spectrogram.py)."""

    _target_: str = "hfgnn.features.sounds.spectrogram.Spectrogram"
    window_s: float = MISSING
    hop_s: float = MISSING
    num_mels: int = MISSING
    low_hz: float = MISSING
    high_hz: float = MISSING
    range_db: float = MISSING
    scaling: Scaling = MISSING
    is_centred: bool = MISSING
    picture_px: int | None = MISSING

    def __post_init__(self) -> None:
        window, hop = self.window_s, self.hop_s
        need(0.005 <= window <= 2, "spectrogram.window_s", window, "in [0.005, 2]")
        need(0.001 <= hop <= window, "spectrogram.hop_s", hop, f"in [0.001, {window:g}]")
        need(4 <= self.num_mels <= 256, "spectrogram.num_mels", self.num_mels, "in [4, 256]")
        need(self.low_hz >= 0, "spectrogram.low_hz", self.low_hz, "at least 0")
        need(self.high_hz > self.low_hz, "spectrogram.high_hz", self.high_hz, "above low_hz")
        need(self.range_db >= 10, "spectrogram.range_db", self.range_db, "at least 10")
        side, rule = self.picture_px, "in [16, 512], or null"
        need(side is None or 16 <= side <= 512, "spectrogram.picture_px", side, rule)


@dataclass
class SoundControls:
    """The models that hear no picture (hfgnn/tasks/heart_sounds_fold.py)."""

    logistic_penalties: list[float] = MISSING
    forest_trees: int = MISSING
    forest_least_in_leaf: int = MISSING

    def __post_init__(self) -> None:
        penalties = self.logistic_penalties
        rule = "one or more numbers above 0"
        need(bool(penalties) and min(penalties) > 0, "controls.logistic_penalties", penalties, rule)
        for name in ("forest_trees", "forest_least_in_leaf"):
            value = getattr(self, name)
            need(value >= 1, f"controls.{name}", value, "at least 1")


@dataclass
class SoundClaim(Claim):
    """Published numbers on heart sounds."""

    auroc: float | None = None


LEAST_PX = 16
"""Of hfgnn.models.sound_published.SMALLEST."""


@dataclass
class SoundRun:
    """One run on heart sounds (hfgnn/tasks/heart_sounds.py)."""

    task: str = MISSING
    seed: int = MISSING
    data: SoundSource = MISSING
    spectrogram: Spectrogram = MISSING
    model: SoundModel = MISSING
    loss: Loss = MISSING
    training: SoundTraining = MISSING
    protocol: Protocol = MISSING
    apart: Honest | None = None
    evaluation: Evaluation = MISSING
    controls: SoundControls = MISSING
    probe: Probing = MISSING
    logger: Logger = MISSING
    claim: SoundClaim | None = None

    def __post_init__(self) -> None:
        need(self.task == "heart_sounds", "task", self.task, "heart_sounds")
        need(0 <= self.seed < 2**32, "seed", self.seed, "in [0, 4294967296)")
        most = self.data.sampling_hz / 2
        rule = f"at most half of data.sampling_hz, {most:g}"
        need(
            self.spectrogram.high_hz <= most, "spectrogram.high_hz", self.spectrogram.high_hz, rule
        )
        self._check_size()
        rule = "honest, leave_site_out or random_files, since sounds have no augmented copies"
        need(not isinstance(self.protocol, Thesis), "protocol", "thesis", rule)

    def _check_size(self) -> None:
        """That the pictures are large enough for the network."""
        square = self.spectrogram.picture_px
        frames, rows = self.training.window_frames or square, square or self.spectrogram.num_mels
        rule = "a number, where pictures differ in length (spectrogram.picture_px=null)"
        if frames is None:
            raise ConfigError(f"training.window_frames is null, but it must be {rule}")
        if isinstance(self.model, SoundCNN):
            longest = self.model.lags * self.model.lag_frames
            rule = f"above model.lags times model.lag_frames, {longest}"
            need(frames > longest, "training.window_frames", frames, rule)
            rule = f"at most the number of bands, {rows}"
            need(self.model.patch <= rows, "model.patch", self.model.patch, rule)
        if isinstance(self.model, SoundPublished):
            need(frames >= LEAST_PX, "training.window_frames", frames, f"at least {LEAST_PX}")
            need(rows >= LEAST_PX, "spectrogram.num_mels", rows, f"at least {LEAST_PX}")
