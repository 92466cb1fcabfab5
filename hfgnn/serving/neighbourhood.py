"""Where a new patient stands in the graph: its nearest training pages, and all that reaches it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.graph import Knn, Metric, Search, Weights, others
from hfgnn.graphs.gaps import MIXED, Gaps
from hfgnn.graphs.neighbours import TooFew, first_smallest, prepared, squared_distances
from hfgnn.graphs.partial import nearest_through
from hfgnn.graphs.search import NeighbourSearch, silently
from hfgnn.serving.stored import Numbers, TrainingRows
from hfgnn.types import BLOCKS, DataError, Rows

EDGES_AT_ONCE = 4_000


class Neighbourhood:
    """The training pages of a fold, ready to be searched, by the rule of hfgnn.graphs.knn.

    Args:
        rows: training pages that send.
        settings: of the graph.
        edge_scale: distance at which a Gaussian edge weighs 1/e.
        blocks: of each coordinate, as hfgnn.graphs.gaps has it.
    """

    def __init__(
        self, rows: TrainingRows, settings: Knn, edge_scale: float, blocks: Sequence[str]
    ) -> None:
        self.settings = settings
        self.rows = rows
        self.blocks = blocks
        self.k = others(settings)
        self.edge_scale = edge_scale
        self.edges = rows.edges
        points = rows.points.astype(np.float64)
        self.centre = points.mean(axis=0)
        self.points = self._placed(points)
        # Edges by receiver, so that those of a few receivers are found without reading all.
        self.order = np.argsort(rows.edges[1], kind="stable")
        self.first = np.searchsorted(rows.edges[1][self.order], np.arange(len(rows.x) + 1))

    def _placed(self, points: Numbers) -> Numbers:
        """As hfgnn.graphs.neighbours places points; a distance does not mind the centre."""
        if self.settings.metric is Metric.cosine:
            return prepared(points, np.arange(len(points)), self.settings.metric)
        return np.asarray(points - self.centre)

    def nearest(
        self, places: NDArray[np.float32], own: Rows, lacks: frozenset[str] = frozenset()
    ) -> tuple[Rows, Numbers]:
        """The k nearest training pages of each row, nearest first, and their distances.

        Where blocks of numbers are missing, here or there, those count that both have.

        Args:
            places: of rows that look for neighbours.
            own: training pages that are none of theirs; where fewer than k others are left, all
                of these are.
            lacks: blocks that the rows lack.

        Shapes:
            places: (rows, coordinates).
            own: (pages left out,).
            returns: (rows, k) and (rows, k).

        Raises:
            DataError: no other training page is left, or too few share a block.
        """
        k = min(self.k, len(self.points) - len(own))
        if k < 1:
            raise DataError("all training pages are of this patient, so it has no neighbours")
        if lacks or self.rows.lacks.any():
            return self._through(places, own, lacks, k, np.arange(len(self.points)))
        squared = squared_distances(self._placed(places.astype(np.float64)), self.points)
        squared[:, own] = np.inf
        found = first_smallest(squared, k)
        return found, self._distance(np.take_along_axis(squared, found, axis=1))

    def donors(
        self, place: NDArray[np.float32], own: Rows, lacks: frozenset[str], block: str, most: int
    ) -> Rows:
        """The nearest training pages that have a block, nearest first.

        Args:
            place: of who lacks it.
            own: training pages that may not give it.
            lacks: all blocks that it lacks.
            block: which one is wanted.
            most: how many pages.

        Shapes:
            place: (coordinates,).

        Raises:
            DataError: no page has it, and another block that the row has too.
        """
        has = ~self.rows.lacks
        places = [BLOCKS.index(name) for name in set(self.blocks) - lacks - {MIXED}]
        is_mixed = MIXED in self.blocks or not self.blocks
        shares = has[:, places].any(axis=1) | is_mixed
        giving = np.flatnonzero(has[:, BLOCKS.index(block)] & shares)
        number = min(most, len(np.setdiff1d(giving, own)))
        if not number:
            raise DataError(f"no training page has the {block} block and shares another one")
        return np.asarray(self._through(place[None], own, lacks, number, giving)[0][0])

    def _through(
        self,
        places: NDArray[np.float32],
        own: Rows,
        lacks: frozenset[str],
        k: int,
        candidates: Rows,
    ) -> tuple[Rows, Numbers]:
        """Nearest candidates through the blocks that both have, by the search of the graph."""
        number = len(self.rows.points)
        group = np.arange(number + len(places))
        group[own] = group[number:] = number
        gaps = {
            name: np.concatenate([self.rows.lacks[:, column], np.full(len(places), name in lacks)])
            for column, name in enumerate(BLOCKS)
        }
        try:
            found = nearest_through(
                NeighbourSearch(k, self.settings.metric, Search.exact, silently),
                np.concatenate([self.rows.points, places]),
                Gaps(self.blocks, gaps),
                group,
                np.arange(number, len(group)),
                candidates,
            )
        except TooFew as error:
            raise DataError(f"the training pages do not tell who is alike: {error}") from None
        return found.rows, found.distance

    def _distance(self, squared: Numbers) -> Numbers:
        is_cosine = self.settings.metric is Metric.cosine
        return squared / 2 if is_cosine else np.sqrt(squared)

    @cached_property
    def least_distance(self) -> float:
        """Between complete training pages that may be joined; the nearest two share an edge."""
        is_whole = ~np.asarray(self.rows.lacks.any(axis=1))[self.edges].any(axis=0)
        sent, received = self.edges[:, (self.edges[0] != self.edges[1]) & is_whole]
        squared = [
            np.sum((self.points[some] - self.points[other]) ** 2, axis=1).min()
            for some, other in zip(_blocks(sent), _blocks(received), strict=True)
        ]
        return float(self._distance(np.min(squared, initial=np.inf))) if squared else 0.0

    def edge_weights(self, distance: Numbers) -> NDArray[np.float32] | None:
        """How much an edge of this length counts; None where all count alike."""
        if self.settings.weights is Weights.none:
            return None
        return np.exp(-((distance / self.edge_scale) ** 2)).astype(np.float32)

    def reaching(self, rows: Rows, hops: int) -> tuple[Rows, Rows]:
        """What has to be computed so that ``rows`` have the same messages as in the whole graph.

        A layer may divide by a sender's own in-degree, as graph convolution does, so the edges
        that the outermost senders receive are there too.

        Args:
            rows: training pages whose features are wanted after ``hops`` - 1 layers.
            hops: message-passing layers of the network.

        Returns:
            Training pages, sorted, and numbers of the edges among them.
        """
        reached = frontier = np.unique(rows)
        edges = np.empty(0, dtype=np.int64)
        for _ in range(hops):
            received = self._received_by(frontier)
            edges = np.union1d(edges, received)
            frontier = np.setdiff1d(self.edges[0, received], reached)
            reached = np.union1d(reached, frontier)
        return reached, edges

    def _received_by(self, rows: Rows) -> Rows:
        """Numbers of the edges that end in ``rows``."""
        pieces = [self.order[self.first[row] : self.first[row + 1]] for row in rows.tolist()]
        return np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int64)


def _blocks(rows: Rows) -> list[Rows]:
    """Few enough at once to spare the memory."""
    return [rows[start : start + EDGES_AT_ONCE] for start in range(0, len(rows), EDGES_AT_ONCE)]
