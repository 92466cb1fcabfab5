"""Settings of a run that carries a network over from heartbeats to infarction."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from omegaconf import MISSING

from hfgnn.config.check import ConfigError, need
from hfgnn.config.evaluation import ClassEvaluation
from hfgnn.config.recordings import KaggleWindow, Segmentation, WfdbRecords
from hfgnn.config.training import BatchTraining


@dataclass
class InfarctionData:
    """What every source of infarctions needs to know."""

    _target_: str = MISSING
    root: str = MISSING
    leads: list[str] = MISSING

    def __post_init__(self) -> None:
        need(Path(self.root).is_dir(), "data.root", self.root, "the folder of the data set")
        leads = self.leads
        rule = "names of different leads, as [II,V2]"
        need(bool(leads) and len(set(leads)) == len(leads), "data.leads", leads, rule)


@dataclass
class PtbXlRecords(InfarctionData):
    """PTB-XL (hfgnn/data/infarction/ptbxl.py)."""

    _target_: str = "hfgnn.data.infarction.ptbxl.PtbXlRecords"
    least_likelihood: float = MISSING
    beats_per_record: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        least = self.least_likelihood
        need(0 <= least <= 100, "data.least_likelihood", least, "in [0, 100]")
        number = self.beats_per_record
        need(number >= 1, "data.beats_per_record", number, "at least 1")


@dataclass
class PtbRecords(InfarctionData):
    """PTB (hfgnn/data/infarction/ptb.py)."""

    _target_: str = "hfgnn.data.infarction.ptb.PtbRecords"
    beats_per_record: int = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        number = self.beats_per_record
        need(number >= 1, "data.beats_per_record", number, "at least 1")


@dataclass
class InfarctionTable(InfarctionData):
    """The Kaggle files (hfgnn/data/infarction/table.py)."""

    _target_: str = "hfgnn.data.infarction.table.InfarctionTable"
    files: list[str] = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(len(self.leads) == 1, "data.leads", self.leads, "one lead, as the files have")
        need(len(self.files) > 0, "data.files", self.files, "the two files, as [a.csv,b.csv]")


@dataclass
class SourceRecords(WfdbRecords):
    """The marked records whose beats the network learns first."""

    def __post_init__(self) -> None:
        try:
            super().__post_init__()
        except ConfigError as error:
            raise ConfigError(str(error).replace("data.", "source.", 1)) from None


@dataclass
class TransferProtocol:
    """What both protocols say."""

    name: str = MISSING
    seeds: int = MISSING

    def __post_init__(self) -> None:
        need(self.seeds >= 2, "protocol.seeds", self.seeds, "at least 2; a gain is claimed from 10")


@dataclass
class PatientFolds(TransferProtocol):
    """Patients apart, divided anew for each seed (hfgnn/splits/patient_folds.py)."""

    name: str = "patient_folds"
    folds: int = MISSING
    validation_share: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.name == "patient_folds", "protocol.name", self.name, "chosen as protocol=...")
        need(self.folds >= 2, "protocol.folds", self.folds, "at least 2")
        share = self.validation_share
        need(0 < share <= 0.5, "protocol.validation_share", share, "in (0, 0.5]")


@dataclass
class PublishedBeats(TransferProtocol):
    """Beats at random, the test beats validating too: leaks (hfgnn/splits/patient_folds.py)."""

    name: str = "published_beats"
    test_share: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        need(self.name == "published_beats", "protocol.name", self.name, "chosen as protocol=...")
        need(0 < self.test_share <= 0.5, "protocol.test_share", self.test_share, "in (0, 0.5]")


@dataclass
class TwoLayerCNN:
    """Two convolutions (hfgnn/models/two_layer_cnn.py)."""

    _target_: str = "hfgnn.models.two_layer_cnn.TwoLayerCNN"
    widths: list[int] = MISSING
    kernel_size: int = MISSING
    pool: int = MISSING
    dropout: float = MISSING

    def __post_init__(self) -> None:
        widths = self.widths
        rule = "two numbers of filters, each at least 1, as [100,160]"
        need(len(widths) == 2 and min(widths) >= 1, "model.widths", widths, rule)
        need(self.kernel_size >= 1, "model.kernel_size", self.kernel_size, "at least 1")
        need(self.pool >= 1, "model.pool", self.pool, "at least 1")
        need(0 <= self.dropout < 1, "model.dropout", self.dropout, "in [0, 1)")


@dataclass
class Transfer:
    """What is carried over, and how it is compared (hfgnn/tasks/infarction.py).

    Attributes:
        shares: of the training patients' labels, for the learning curve; the whole among them.
        beats_per_class: of the source, at most.
        workers: fits at once.
        resume: folder of an earlier run with the same settings, whose fits are taken over.
    """

    shares: list[float] = MISSING
    beats_per_class: int = MISSING
    workers: int = MISSING
    resume: str | None = MISSING

    def __post_init__(self) -> None:
        shares = self.shares
        rule = "rising shares in (0, 1] that end with 1, as [0.1,1]"
        right = bool(shares) and min(shares) > 0 and shares[-1] == 1
        right = right and shares == sorted(set(shares))
        need(right, "transfer.shares", shares, rule)
        number = self.beats_per_class
        need(number >= 10, "transfer.beats_per_class", number, "at least 10")
        need(self.workers >= 1, "transfer.workers", self.workers, "at least 1")
        if self.resume is not None:
            there = (Path(self.resume) / "answers").is_dir()
            need(there, "transfer.resume", self.resume, "a run's folder with its answers")


@dataclass
class InfarctionRun:
    """One run (hfgnn/tasks/infarction.py).

    Attributes:
        checkpoint: of a network that knows heartbeats, such as checkpoints/source.ckpt of an
            earlier run; then the source is not looked at.
    """

    unless: ClassVar[dict[str, str]] = {"source": "checkpoint"}

    task: str = MISSING
    seed: int = MISSING
    data: InfarctionData = MISSING
    source: SourceRecords | None = MISSING
    checkpoint: str | None = MISSING
    segmentation: Segmentation = MISSING
    model: TwoLayerCNN = MISSING
    pretraining: BatchTraining = MISSING
    training: BatchTraining = MISSING
    protocol: TransferProtocol = MISSING
    transfer: Transfer = MISSING
    evaluation: ClassEvaluation = MISSING

    def __post_init__(self) -> None:
        need(self.task == "infarction", "task", self.task, "infarction")
        need(0 <= self.seed < 2**31, "seed", self.seed, "in [0, 2147483648)")
        if self.checkpoint is not None:
            rule = "the file of a network's weights"
            need(Path(self.checkpoint).is_file(), "checkpoint", self.checkpoint, rule)
        if isinstance(self.data, InfarctionTable):
            folded = isinstance(self.protocol, PublishedBeats)
            rule = "published_beats, since nobody knows whose the beats of these files are"
            need(folded, "protocol", self.protocol.name, rule)
            rule = "kaggle, as the beats of these files are cut"
            need(isinstance(self.segmentation, KaggleWindow), "segmentation", "fixed", rule)
