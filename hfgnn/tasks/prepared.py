"""From files to numbers: pages read, split, balanced and embedded, clinical numbers beside them."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hfgnn.config.build import build
from hfgnn.config.config import Config
from hfgnn.config.features import Clinical, Embedding, Recorded, RecordingColumns
from hfgnn.config.protocol import Edges
from hfgnn.data.alike import Pairs, alike, kept_together
from hfgnn.data.cache import cache_folder
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.embedding import Embedded, embed
from hfgnn.features.resnet18 import ResNet18
from hfgnn.reports.progress import progress
from hfgnn.serving.heartbeat_network import read_heartbeat_network
from hfgnn.serving.storing import FoldStore
from hfgnn.tasks.arrangement import Arrangement, arrange
from hfgnn.tasks.clock import Clock
from hfgnn.types import Cohort


@dataclass(frozen=True)
class Prepared:
    """What a run works on, before anything is trained.

    Attributes:
        settings: of the run.
        cohort: the readable pages, near duplicates in one group.
        near: rows of the cohort that show the same without being equal in bytes.
        arrangement: rows and splits.
        clinical: numbers of all rows, unscaled; at last those of their recordings, if asked for.
        backbone: which made the image columns.
        embedded: image columns of all rows.
    """

    settings: Config
    cohort: Cohort
    near: Pairs
    arrangement: Arrangement
    clinical: ClinicalNumbers
    backbone: ResNet18
    embedded: Embedded

    @property
    def stamps(self) -> list[str]:
        """What every table and figure of this run must carry."""
        sources = (self.cohort, self.clinical, self.arrangement, self.backbone)
        stamps = [stamp for source in sources for stamp in source.stamps]
        if self.settings.protocol.graph is Edges.transductive:
            stamps.append("columns of test pages known in training")
        return stamps

    def store(self) -> FoldStore:
        """Keeps what each fold's network needs to predict a new patient."""
        return FoldStore(
            settings=self.settings,
            records=self.arrangement.records,
            images=self.embedded.rows,
            clinical=self.clinical,
            backbone=self.backbone,
            crop=self.cohort.crop,
            stamps=self.stamps,
        )


def clinical_source(settings: Clinical, cohort: Cohort) -> Any:
    """What gives the clinical numbers; what the data told goes to the one that wants it."""
    if isinstance(settings, Recorded):
        return build(settings, attributes=cohort.attributes)
    return build(settings)


def recording_source(settings: RecordingColumns) -> Any:
    """What gives the columns of recordings; a stored network goes to the one that wants it."""
    if isinstance(settings, Embedding):
        return build(settings, heartbeats=read_heartbeat_network(Path(settings.checkpoint)))
    return build(settings)


def prepare(settings: Config, clock: Clock) -> Prepared:
    """Read, find copies, split, balance, embed.

    Raises:
        DataError: data that cannot be used.
    """
    measuring = recording_source(settings.recording)  # refused before anything is read
    cohort: Cohort = build(settings.data).read(progress)
    near = alike(cohort.records, bits=settings.data.near_duplicate_bits, progress=progress)
    cohort = replace(cohort, records=kept_together(cohort.records, near))
    clock.lap("reading")
    augment = build(settings.augment)
    arrangement = arrange(cohort, settings.protocol, augment, settings.seed)
    clinical: ClinicalNumbers = clinical_source(settings.clinical, cohort).numbers(
        arrangement.records, seed=settings.seed, per_row=arrangement.per_row
    )
    recording: ClinicalNumbers = measuring.numbers(arrangement.records, cohort, progress=progress)
    backbone: ResNet18 = build(settings.backbone)
    embedded = embed(
        arrangement.records,
        backbone,
        cache_folder() / "embeddings.sqlite",
        crop=cohort.crop,
        distortion=augment,
        progress=progress,
    )
    clock.lap("embedding")
    measured = clinical.beside(recording)
    return Prepared(settings, cohort, near, arrangement, measured, backbone, embedded)
