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
    is nearest is measured on the columns that the network sees. Two pages of one patient, and
    copies of one page, are never joined, unless the group says that they are strangers, as in the
    published protocol. Augmented copies only receive: they are there to be learned from, and if
    they could send, copies would find copies, in neighbourhoods that no test patient has.

    Args:
        k: neighbours per patient.
        counts_itself: whether the patient is one of its own k, as published; the network adds
            that self-loop in any case, so k - 1 others remain.
        metric: of the distance.
        symmetric: whether neighbours also receive from the patient, where both may.
        weights: how much an edge counts.
        direction: to_query, or reversed as published.
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
    ) -> None:
        self.k = k
        self.counts_itself = counts_itself
        self.metric = metric
        self.symmetric = symmetric
        self.weights = weights
        self.direction = direction

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
        each = (parts.train, parts.validation, parts.test)
        pieces = {
            Edges.inductive: [(rows, parts.train) for rows in each],
            Edges.transductive: [(parts.all, parts.all)],
            Edges.per_part: [(rows, rows) for rows in each],
        }[edges]
        points = nodes.x.astype(np.float64)
        joined = [self._piece(nodes, points, *piece) for piece in pieces]
        edge = np.concatenate([edge for edge, _ in joined], axis=1)
        distance = np.concatenate([distance for _, distance in joined])
        scale = _median(distance[np.isin(edge, parts.train).all(axis=0)])
        weights = None
        if self.weights is Weights.gaussian:
            weights = np.exp(-((distance / scale) ** 2)).astype(np.float32)
        return Graph(edge, weights, len(nodes.label))

    def _piece(
        self, nodes: Nodes, points: NDArray[np.float64], receivers: Rows, senders: Rows
    ) -> tuple[Rows, NDArray[np.float64]]:
        senders = senders if nodes.may_send is None else senders[nodes.may_send[senders]]
        others = self.k - 1 if self.counts_itself else self.k
        try:
            found, distance = nearest(
                points, receivers, senders, k=others, metric=self.metric, group=nodes.group
            )
        except ValueError as error:
            itself = ", the patient itself counted" if self.counts_itself else ""
            raise DataError(f"graph.k is {self.k}{itself}, but {error}") from None
        edge = np.stack([found.ravel(), np.repeat(receivers, others)])
        lengths = distance.ravel()
        if self.direction is Direction.from_query:
            edge = edge[::-1].copy()
        return _both_ways(edge, lengths, senders) if self.symmetric else (edge, lengths)


def _both_ways(
    edge: Rows, distance: NDArray[np.float64], senders: Rows
) -> tuple[Rows, NDArray[np.float64]]:
    """Every edge, and its reverse where the receiver may send too, once each."""
    back = np.isin(edge[1], senders)
    both = np.concatenate([edge, edge[::-1, back]], axis=1)
    unique, first = np.unique(both, axis=1, return_index=True)
    return unique, np.concatenate([distance, distance[back]])[first]


def _median(distance: NDArray[np.float64]) -> float:
    middle = float(np.median(distance)) if len(distance) else 1.0
    return middle if middle > 0 else 1.0
