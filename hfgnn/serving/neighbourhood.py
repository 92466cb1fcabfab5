"""Where a new patient stands in the graph: its nearest training pages, and all that reaches it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.graph import Knn, Metric, Weights
from hfgnn.graphs.neighbours import first_smallest, prepared, squared_distances
from hfgnn.serving.stored import Numbers, TrainingRows
from hfgnn.types import DataError, Rows

EDGES_AT_ONCE = 4_000


class Neighbourhood:
    """The training pages of a fold, ready to be searched, by the rule of hfgnn.graphs.knn.

    Args:
        rows: training pages that send.
        settings: of the graph.
        edge_scale: distance at which a Gaussian edge weighs 1/e.
    """

    def __init__(self, rows: TrainingRows, settings: Knn, edge_scale: float) -> None:
        self.settings = settings
        self.k = settings.k - 1 if settings.counts_itself else settings.k
        self.edge_scale = edge_scale
        self.edges = rows.edges
        points = rows.x.astype(np.float64)
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

    def nearest(self, x: NDArray[np.float32], own: Rows) -> tuple[Rows, Numbers]:
        """The k nearest training pages of each row, nearest first, and their distances.

        Args:
            x: rows that look for neighbours.
            own: training pages that are none of theirs; where fewer than k others are left, all
                of these are.

        Shapes:
            x: (rows, columns), scaled.
            own: (pages left out,).
            returns: (rows, k) and (rows, k).

        Raises:
            DataError: no other training page is left.
        """
        k = min(self.k, len(self.points) - len(own))
        if k < 1:
            raise DataError("all training pages are of this patient, so it has no neighbours")
        squared = squared_distances(self._placed(x.astype(np.float64)), self.points)
        squared[:, own] = np.inf
        found = first_smallest(squared, k)
        return found, self._distance(np.take_along_axis(squared, found, axis=1))

    def _distance(self, squared: Numbers) -> Numbers:
        is_cosine = self.settings.metric is Metric.cosine
        return squared / 2 if is_cosine else np.sqrt(squared)

    @cached_property
    def least_distance(self) -> float:
        """Between training pages that may be joined; the nearest two of all share an edge."""
        sent, received = self.edges[:, self.edges[0] != self.edges[1]]
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
