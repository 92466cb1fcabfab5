"""Put beside each fold's weights what a new patient's prediction needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.build import build
from hfgnn.config.config import Config
from hfgnn.config.graph import Search, others
from hfgnn.config.protocol import Edges
from hfgnn.evaluation.chosen import choose
from hfgnn.evaluation.recalibration import bootstrap_recalibrations
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.no_images import NoImages
from hfgnn.features.resnet18 import ResNet18
from hfgnn.graphs.connected import Connected
from hfgnn.graphs.gaps import gaps_of
from hfgnn.graphs.partial import nearest_through
from hfgnn.graphs.search import NeighbourSearch, silently
from hfgnn.serving.stored import Facts, Numbers, StoredFold, TrainingRows
from hfgnn.training.checkpoint import read_checkpoint
from hfgnn.types import BLOCKS, Nodes, Parts, Records, Rows


@dataclass(frozen=True)
class FoldStore:
    """What all folds of a run share.

    Attributes:
        settings: of the run.
        records: all of them, augmented copies too.
        images: float32 (records, 512), as the backbone gives them, or (records, 0).
        clinical: of every record, unscaled.
        backbone: which made the images, if there are any.
        crop: the used part of a page, or None.
        stamps: what everything made from this run must carry.
        unit: what a record is, in one word; None for a page, or a patient without images.
    """

    settings: Config
    records: Records
    images: NDArray[np.float32]
    clinical: ClinicalNumbers
    backbone: ResNet18 | NoImages
    crop: tuple[float, float, float, float] | None
    stamps: list[str]
    unit: str | None = None

    def add(
        self,
        path: Path,
        nodes: Nodes,
        connected: Connected,
        parts: Parts,
        probability: Numbers,
    ) -> None:
        """Add to a checkpoint what its network needs to predict a new patient.

        Nothing is added where a new patient cannot be predicted, since the graph is not inductive.

        Args:
            path: a checkpoint that holds weights and settings.
            nodes: of the fold.
            connected: graph of the fold.
            parts: of the fold.
            probability: what the network says of each row; validation rows are looked at.

        Raises:
            DataError: the checkpoint cannot be read or written.
        """
        if self.settings.protocol.graph is not Edges.inductive:
            return
        weights, settings_text = read_checkpoint(path)
        rules, validation = self.settings.evaluation, parts.validation
        said, label = probability[validation], nodes.label[validation]
        chosen = choose(said, label, rules)
        draws = bootstrap_recalibrations(
            said,
            label,
            self.records.group[validation],
            rules.recalibration,
            draws=rules.resamples,
            seed=self.settings.seed,
        )
        senders = (
            parts.train if nodes.may_send is None else parts.train[nodes.may_send[parts.train]]
        )
        fitted = build(self.settings.nodes).fit(
            self.images[parts.train],
            self.clinical.values[parts.train],
            level_counts=self.clinical.level_counts,
        )
        facts = self._facts(
            senders,
            parts.train,
            threshold=chosen.threshold,
            edge_scale=connected.graph.edge_scale,
            limits=(chosen.limits.healthy, chosen.limits.ill),
        )
        StoredFold(
            name=path.stem,
            weights=weights,
            settings=settings_text,
            rows=self._rows(nodes, connected, parts, senders),
            fitted=fitted,
            placement=connected.views.placement,
            recalibration=chosen.recalibration,
            draws=draws,
            facts=facts,
        ).write(path)

    def _rows(
        self, nodes: Nodes, connected: Connected, parts: Parts, senders: Rows
    ) -> TrainingRows:
        graph, points = connected.graph, connected.views.points
        place = np.full(len(nodes.label), -1)
        place[senders] = np.arange(len(senders))
        among = np.isin(graph.edges, senders).all(axis=0)
        nothing = np.empty(0, dtype=np.float32)
        weights, distances = (
            nothing if each is None else each[among] for each in (graph.weights, graph.distances)
        )
        values = self.clinical.values[senders]
        is_there = ~np.isnan(values)
        return TrainingRows(
            x=nodes.x[senders],
            label=nodes.label[senders],
            group=nodes.group[senders],
            edges=place[graph.edges[:, among]],
            weights=weights,
            distances=distances,
            points=points[senders],
            lacks=_lacks(nodes, senders),
            own_distance=_own_distance(nodes, connected, senders),
            centre=nodes.x[parts.train].mean(axis=0, dtype=np.float64).astype(np.float32),
            low=np.min(values, axis=0, initial=np.inf, where=is_there),
            high=np.max(values, axis=0, initial=-np.inf, where=is_there),
        )

    def _facts(
        self,
        senders: Rows,
        train: Rows,
        *,
        threshold: float,
        edge_scale: float,
        limits: tuple[float, float],
    ) -> Facts:
        values, weights = self.clinical.values[senders], self.backbone.weights
        return Facts(
            threshold=threshold,
            edge_scale=edge_scale,
            healthy_limit=limits[0],
            ill_limit=limits[1],
            clinical_columns=list(self.clinical.columns),
            levels={name: list(levels) for name, levels in self.clinical.levels.items()},
            trained_levels=self._trained_levels(train),
            unit=self.unit or ("page" if self.images.shape[1] else "patient"),
            may_lack_all=bool(np.isnan(values).all(axis=1).any()) and values.shape[1] > 0,
            record_id=self.records.record_id[senders].tolist(),
            patient_id=self.records.patient_id[senders].tolist(),
            content_hash=self.records.content_hash[senders].tolist(),
            stamps=list(self.stamps),
            crop=None if self.crop is None else list(self.crop),
            weights_path=None if weights.path is None else str(weights.path.absolute()),
            weights_fingerprint=weights.fingerprint,
            dtype=str(self.backbone.dtype).removeprefix("torch."),
        )

    def _trained_levels(self, train: Rows) -> dict[str, list[str]]:
        """Of each category, the levels that the training rows have."""
        trained = {}
        for name, levels in self.clinical.levels.items():
            values = self.clinical.values[train, self.clinical.columns.index(name)]
            there = np.unique(values[~np.isnan(values)]).astype(np.int64).tolist()
            trained[name] = [levels[number] for number in there]
        return trained


def _own_distance(nodes: Nodes, connected: Connected, senders: Rows) -> Numbers:
    """Of each training page to its k nearest others, itself and its patient left out."""
    knn, views = connected.knn, connected.views
    search = NeighbourSearch(others(knn), knn.metric, Search.exact, silently)
    gaps = gaps_of(nodes, views.placement)
    found = nearest_through(search, views.points, gaps, nodes.group, senders, senders)
    return np.sort(found.distance.mean(axis=1))


def _lacks(nodes: Nodes, rows: Rows) -> NDArray[np.bool_]:
    """(rows, blocks): which blocks each row lacks."""
    lacks, nothing = nodes.lacks or {}, np.zeros(len(nodes.label), dtype=bool)
    return np.stack([lacks.get(name, nothing)[rows] for name in BLOCKS], axis=1)
