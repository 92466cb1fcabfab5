"""The graph of similar patients, and who may hear whom."""

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.graph import Direction, Metric, Weights
from hfgnn.config.protocol import Edges
from hfgnn.graphs.neighbours import nearest
from hfgnn.types import DataError, Graph, Nodes, Parts, Rows


class Knn:
    """Joins every patient to its k nearest others.

    An edge goes from sender to receiver: a patient receives from its k nearest neighbours. What
    is nearest is measured on the columns as the nodes have them, after the clinical block was
    given its share of the distance. Two pages of one patient, and copies of one page, are never
    joined, unless the group says that they are strangers, as in the published protocol.

    Args:
        k: neighbours per patient.
        counts_itself: whether the patient is one of its own k, as published; the network adds
            that self-loop in any case, so k - 1 others remain.
        metric: of the distance.
        symmetric: whether neighbours also receive from the patient, where both may.
        weights: how much an edge counts.
        direction: to_query, or reversed as published.
        clinical_share: share of the expected squared distance between two training patients that
            the clinical block is given; None leaves the columns as they are.
    """

    def __init__(
        self,
        *,
        k: int,
        counts_itself: bool,
        metric: Metric,
        symmetric: bool,
        weights: Weights,
        direction: Direction,
        clinical_share: float | None,
    ) -> None:
        self.k = k - 1 if counts_itself else k
        self.metric = metric
        self.symmetric = symmetric
        self.weights = weights
        self.direction = direction
        self.clinical_share = clinical_share

    def connect(self, nodes: Nodes, parts: Parts, edges: Edges) -> Graph:
        """The graph of one fold.

        ``inductive``: training rows are joined among themselves, every other row receives from
        its nearest training rows and sends to nobody, so that its answer does not depend on who
        else is asked. ``transductive``: all rows are joined; the network sees the columns of test
        rows, not their labels. ``per_part``: training, validation and test rows each among
        themselves.

        Raises:
            DataError: there are fewer patients than neighbours.
        """
        points = nodes.x * self.column_weights(nodes, parts.train)
        pieces = {
            Edges.inductive: [
                (rows, parts.train) for rows in (parts.train, parts.validation, parts.test)
            ],
            Edges.transductive: [(parts.all, parts.all)],
            Edges.per_part: [(rows, rows) for rows in (parts.train, parts.validation, parts.test)],
        }[edges]
        joined = [self._piece(nodes, points, *piece) for piece in pieces]
        edge = np.concatenate([edge for edge, _ in joined], axis=1)
        distance = np.concatenate([distance for _, distance in joined])
        scale = _median(joined[0][1])  # the first piece holds the training rows
        weights = None
        if self.weights is Weights.gaussian:
            weights = np.exp(-((distance / scale) ** 2)).astype(np.float32)
        return Graph(edge, weights, len(nodes.label))

    def _piece(
        self, nodes: Nodes, points: NDArray[np.float64], queries: Rows, candidates: Rows
    ) -> tuple[Rows, NDArray[np.float64]]:
        try:
            found, distance = nearest(
                points, queries, candidates, k=self.k, metric=self.metric, group=nodes.group
            )
        except ValueError as error:
            raise DataError(str(error)) from None
        edge = np.stack([found.ravel(), np.repeat(queries, self.k)])
        lengths = distance.ravel()
        if self.direction is Direction.from_query:
            edge = edge[::-1].copy()
        if self.symmetric and np.array_equal(queries, candidates):
            return _both_ways(edge, lengths)
        return edge, lengths

    def column_weights(self, nodes: Nodes, train: Rows) -> NDArray[np.float64]:
        """Factor of every column, fitted on training rows, that gives the blocks their shares."""
        weights = np.ones(len(nodes.columns))
        clinical = nodes.block("clinical")
        if self.clinical_share is None or not len(clinical):
            return weights
        variance = nodes.x[train].astype(np.float64).var(axis=0)
        own = variance[clinical].sum()
        others = variance.sum() - own
        if own > 0:
            ratio = self.clinical_share / (1 - self.clinical_share)
            weights[clinical] = np.sqrt(ratio * others / own)
        return weights


def _both_ways(edge: Rows, distance: NDArray[np.float64]) -> tuple[Rows, NDArray[np.float64]]:
    """Every edge in both directions, once each."""
    both = np.concatenate([edge, edge[::-1]], axis=1)
    unique, first = np.unique(both, axis=1, return_index=True)
    return unique, np.concatenate([distance, distance])[first]


def _median(distance: NDArray[np.float64]) -> float:
    middle = float(np.median(distance)) if len(distance) else 1.0
    return middle if middle > 0 else 1.0
