"""One trained network and its training pages, asked about one new patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from omegaconf import OmegaConf

from hfgnn.config.build import build
from hfgnn.config.graph import Space
from hfgnn.graphs.gaps import coordinate_blocks
from hfgnn.serving.completed import Completed, completed, lacked
from hfgnn.serving.neighbourhood import Neighbourhood
from hfgnn.serving.stored import NUM_CLASSES, Numbers, StoredFold
from hfgnn.serving.stored_settings import schema
from hfgnn.serving.variants import GRAPH, Variants, subsets
from hfgnn.types import BLOCKS, Rows, Strings, block_of
from hfgnn.types.graph import features_of_edges


@dataclass(frozen=True)
class FoldAnswer:
    """What one fold says of one patient in all its forms.

    Attributes:
        raw: (rows,), what the network says of each variant.
        calibrated: (rows,), how often that is so.
        drawn: (draws,), the patient's calibrated probability under resampled validation patients.
        variants: the forms.
        percentile: share of training pages, in per cent, that are nearer to their own neighbours
            than the patient is to its.
        own: training pages of the same file or patient, which are no neighbours.
        completed: for each block that the patient lacks, what is said with it from others.
    """

    raw: Numbers
    calibrated: Numbers
    drawn: Numbers
    variants: Variants
    percentile: float
    own: Rows
    completed: Mapping[str, Completed] = field(default_factory=dict)


class FoldPredictor:
    """Scales, connects, asks the network and recalibrates, as the run did for its test pages.

    Args:
        stored: the fold.

    Raises:
        DataError: its settings name no network or graph of this version.
    """

    def __init__(self, stored: StoredFold) -> None:
        self.stored = stored
        settings = OmegaConf.create(stored.settings)
        width = stored.rows.x.shape[1]
        self.network: Any = build(
            schema("model", settings.model), in_width=width, num_classes=NUM_CLASSES
        )
        self.network.load_state_dict(stored.weights)
        self.network.eval()
        # A network that does not say how far it sees is given all that could reach it.
        self.num_layers = int(getattr(self.network, "num_rounds", len(stored.rows.x)))
        self.neighbourhood = Neighbourhood(
            stored.rows,
            schema("graph", settings.graph),
            stored.facts.edge_scale,
            coordinate_blocks(stored.placement, self.columns),
        )

    @cached_property
    def training_hashes(self) -> frozenset[str]:
        """Content hashes of the training pages."""
        return frozenset(self.stored.facts.content_hash)

    @property
    def players(self) -> tuple[str, ...]:
        """Parts of a patient whose contributions are told apart."""
        there = set(self.blocks.tolist())
        return (*(block for block in BLOCKS if block in there), GRAPH)

    @cached_property
    def blocks(self) -> Strings:
        """The block of each column."""
        return np.array([block_of(name) for name in self.columns])

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the scaled columns."""
        facts = self.stored.facts
        levels = {name: tuple(some) for name, some in facts.levels.items()}
        return self.stored.fitted.names(tuple(facts.clinical_columns), levels)

    def knows(self, x: NDArray[np.float32]) -> bool:
        """Whether a training row has exactly these columns.

        Args:
            x: a patient, scaled.

        Shapes:
            x: (columns,).
        """
        return bool((self.stored.rows.x == x).all(axis=1).any())

    def own(self, content_hash: str, patient: str) -> Rows:
        """Training pages of this file or patient, and whatever training never joined to these."""
        facts, group = self.stored.facts, self.stored.rows.group
        is_file = np.array(facts.content_hash) == content_hash
        is_patient = np.array(facts.patient_id) == patient
        return np.flatnonzero(np.isin(group, group[is_file | is_patient]))

    def answer(
        self, image: NDArray[np.float32], values: Numbers, own: Rows | None = None
    ) -> FoldAnswer:
        """What this fold says.

        Args:
            image: as the backbone gives it; NaN throughout where there is none.
            values: unscaled; NaN is missing.
            own: training pages that are none of the patient's neighbours; None where there are
                none.

        Shapes:
            image: (512,), or (0,).
            values: (clinical,).
            own: (pages left out,).

        Raises:
            DataError: nothing is known of the patient, or nobody is like it.
        """
        lacks = lacked(image, values, self.stored.facts.clinical_columns)
        own = np.empty(0, dtype=np.int64) if own is None else own
        x = self.stored.fitted.transform(image[None], values[None])[0]
        variants = self.variants(x, own, lacks)
        raw = self.ask(variants)
        among = self.stored.rows.own_distance
        nearer = np.searchsorted(among, variants.distance[0].mean(), side="left")
        return FoldAnswer(
            raw=raw,
            calibrated=self.stored.recalibration.apply(raw),
            drawn=self.stored.draws.apply(raw[:1])[:, 0],
            variants=variants,
            percentile=100 * float(nearer) / len(among),
            own=own,
            completed={name: completed(self, variants, own, lacks, name) for name in sorted(lacks)},
        )

    def variants(
        self, x: NDArray[np.float32], own: Rows, lacks: frozenset[str] = frozenset()
    ) -> Variants:
        """The patient, without each of its neighbours, and as each coalition of its parts.

        An absent block of columns has the mean of the training rows in its place, and the
        neighbours of the patient so changed; an absent graph leaves no edges.

        Args:
            x: the patient, scaled.
            own: training pages that are no neighbours.
            lacks: blocks that the patient lacks in every form.

        Shapes:
            x: (columns,).
            own: (pages left out,).
        """
        present = [some - {GRAPH} for some in subsets(self.players) if GRAPH not in some]
        blocks = np.stack([self._replaced(x, some) for some in present])
        places = self.stored.placement.of(blocks)
        found, distance = self.neighbourhood.nearest(places, own, lacks)
        full = len(present) - 1
        k = found.shape[1]
        rows, neighbours, lengths = [x], [found[full]], [distance[full]]
        for left_out in range(k):
            rows.append(x)
            neighbours.append(np.delete(found[full], left_out))
            lengths.append(np.delete(distance[full], left_out))
        coalitions = {}
        for number, some in enumerate(present):
            for with_graph in (False, True):
                coalitions[some | {GRAPH} if with_graph else some] = len(rows)
                rows.append(blocks[number])
                neighbours.append(found[number][: k if with_graph else 0])
                lengths.append(distance[number][: k if with_graph else 0])
        return Variants(np.stack(rows), neighbours, lengths, coalitions)

    def _replaced(self, x: NDArray[np.float32], present: frozenset[str]) -> NDArray[np.float32]:
        return np.where(np.isin(self.blocks, list(present)), x, self.stored.rows.centre)

    @torch.inference_mode()
    def ask(self, variants: Variants) -> Numbers:
        """What the network says of each variant, in one pass; variants never hear each other.

        Shapes:
            returns: (rows,), probability of disease.
        """
        if self.neighbourhood.settings.space is Space.none:
            variants = variants.unheard  # who is alike is told, but nobody is heard
        near = np.unique(np.concatenate(variants.neighbours))
        rows, kept = self.neighbourhood.reaching(near, self.num_layers)
        edges = self._edges(variants, rows, kept)
        x = np.concatenate([self.stored.rows.x[rows], variants.x])
        said = self._said(np.concatenate(variants.distance), kept)
        logits = self.network(
            torch.from_numpy(x),
            torch.from_numpy(edges),
            None if said is None else torch.from_numpy(said),
        )
        probability: Numbers = logits.softmax(dim=1)[len(rows) :, 1].double().numpy()
        return probability

    def _edges(self, variants: Variants, rows: Rows, kept: Rows) -> Rows:
        """Edges among the kept training pages and to the variants, in the numbering of the pass."""
        counts = [len(some) for some in variants.neighbours]
        senders = np.searchsorted(rows, np.concatenate(variants.neighbours))
        receivers = len(rows) + np.repeat(np.arange(len(counts)), counts)
        among = np.searchsorted(rows, self.stored.rows.edges[:, kept])
        return np.concatenate([among, np.stack([senders, receivers])], axis=1)

    def _said(self, distance: Numbers, kept: Rows) -> NDArray[np.float32] | None:
        """What the network takes of these edges: weights, and lengths where it sees them."""
        among, weights = self.stored.rows, self.neighbourhood.edge_weights(distance)
        if weights is not None:
            weights = np.concatenate([among.weights[kept], weights])
        if not getattr(self.network, "takes_distances", False):
            return weights
        lengths = None
        if len(among.distances):
            own = (distance / self.stored.facts.edge_scale).astype(np.float32)
            lengths = np.concatenate([among.distances[kept], own])
        return features_of_edges(len(kept) + len(distance), weights, lengths)
