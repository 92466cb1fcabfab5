"""From files to numbers: pages read, split, balanced and embedded, clinical numbers beside them."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from hfgnn.config.build import build
from hfgnn.config.config import Config
from hfgnn.config.data import Pages
from hfgnn.config.features import Clinical, Embedding, Recorded, RecordingColumns
from hfgnn.config.protocol import Edges
from hfgnn.data.alike import Pairs, alike, kept_together
from hfgnn.data.cache import cache_folder
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.embedding import Distortion, Embedded, embed
from hfgnn.features.no_images import NoImages
from hfgnn.features.resnet18 import ResNet18
from hfgnn.reports.progress import progress
from hfgnn.serving.heartbeat_network import read_heartbeat_network
from hfgnn.serving.storing import FoldStore
from hfgnn.tasks.arrangement import Arrangement, arrange
from hfgnn.tasks.clock import Clock
from hfgnn.tasks.unknown import refuse_unknown
from hfgnn.tasks.unseen import refuse_unseen
from hfgnn.types import Cohort, DataError, Records, Refusal


@dataclass(frozen=True)
class Prepared:
    """What a run works on, before anything is trained.

    Attributes:
        settings: of the run.
        cohort: the readable pages, near duplicates in one group.
        near: rows of the cohort that show the same without being equal in bytes.
        arrangement: rows and splits.
        clinical: numbers of all rows, unscaled; at last those of their recordings, and what else
            was measured, if asked for.
        backbone: which made the image columns, if there are any.
        embedded: image columns of all rows.
        unseen: rows that a fold did not ask about, since training did not know their category, or
            since nothing at all is known of them.
    """

    settings: Config
    cohort: Cohort
    near: Pairs
    arrangement: Arrangement
    clinical: ClinicalNumbers
    backbone: ResNet18 | NoImages
    embedded: Embedded
    unseen: tuple[Refusal, ...]

    @property
    def cohort_with_unseen(self) -> Cohort:
        """The cohort, with the rows that folds refused among those that reading refused."""
        return replace(self.cohort, refused=self.cohort.refused + self.unseen)

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
            unit=self.cohort.unit,
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
    near = _alike(settings, cohort)
    cohort = replace(cohort, records=kept_together(cohort.records, near))
    clock.lap("reading")
    augment = build(settings.augment)
    arrangement = arrange(cohort, settings.protocol, augment, settings.seed)
    clinical: ClinicalNumbers = clinical_source(settings.clinical, cohort).numbers(
        arrangement.records, seed=settings.seed, per_row=arrangement.per_row
    )
    recording: ClinicalNumbers = measuring.numbers(arrangement.records, cohort, progress=progress)
    further: ClinicalNumbers = build(settings.columns).numbers(arrangement.records, cohort)
    numbers = clinical.beside(recording).beside(further)
    arrangement, unseen = refuse_unseen(arrangement, numbers)
    backbone: ResNet18 | NoImages = build(settings.backbone)
    embedded = _embed(arrangement.records, backbone, cohort, augment)
    arrangement, unknown = refuse_unknown(arrangement, embedded.rows, numbers)
    if not embedded.rows.shape[1] + len(numbers.columns):
        raise DataError(
            "backbone, clinical, recording and columns are all none, so nothing is known of "
            f"any {cohort.unit}; take at least one of them"
        )
    clock.lap("embedding")
    return Prepared(
        settings, cohort, near, arrangement, numbers, backbone, embedded, unseen + unknown
    )


def _alike(settings: Config, cohort: Cohort) -> Pairs:
    """Near copies, where there are pictures."""
    if not isinstance(settings.data, Pages):
        return ()
    return alike(cohort.records, bits=settings.data.near_duplicate_bits, progress=progress)


def _embed(
    records: Records, backbone: ResNet18 | NoImages, cohort: Cohort, distortion: Distortion
) -> Embedded:
    """Image columns, as many as the backbone gives; NaN of a patient without an image."""
    if isinstance(backbone, NoImages):
        return backbone.rows(records)
    rows = np.flatnonzero(records.path != "")
    if not len(rows):
        raise DataError(
            f"backbone is {backbone.name!r}, but no {cohort.unit} of these data has an image; "
            "take backbone=none"
        )
    embedded = embed(
        records if len(rows) == len(records) else records.take(rows),
        backbone,
        cache_folder() / "embeddings.sqlite",
        crop=cohort.crop,
        distortion=distortion,
        progress=progress,
    )
    if len(rows) == len(records):
        return embedded
    every = np.full((len(records), embedded.rows.shape[1]), np.nan, dtype=np.float32)
    every[rows] = embedded.rows
    return replace(embedded, rows=every)
