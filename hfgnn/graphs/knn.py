"""The graph of similar patients, and who may hear whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.graph import Direction, Metric, Search, Space, Weights, others
from hfgnn.config.protocol import Edges
from hfgnn.data.reading import Progress
from hfgnn.graphs.gaps import Gaps, gaps_of
from hfgnn.graphs.neighbours import TooFew
from hfgnn.graphs.partial import nearest_through
from hfgnn.graphs.placement import Points, Views
from hfgnn.graphs.search import NeighbourSearch, silently
from hfgnn.graphs.spaces import SpaceRule
from hfgnn.types import DataError, Graph, Nodes, Parts, Rows


class Knn:
    """Joins every patient to its k nearest others.

    An edge goes from sender to receiver: a patient receives from its k nearest neighbours, in a
    space that training rows decide (hfgnn.graphs.spaces). Two pages of one patient, and
    copies of one page, are never joined, unless the group says that they are strangers, as in the
    published protocol. Augmented copies only receive: they are there to be learned from, and if
    they could send, copies would find copies, in neighbourhoods that no test patient has. Patients
    who lack a block of numbers are found through the blocks that both have (hfgnn.graphs.partial).

    Args:
        k: neighbours per patient.
        counts_itself: whether the patient is one of its own k, as published; the network adds
            that self-loop in any case, so k - 1 others remain.
        metric: of the distance.
        symmetric: whether neighbours also receive from the patient, where both may.
        weights: how much an edge counts.
        direction: to_query, or reversed as published.
        search: exact or approximate, or by the number of patients.
        space: in which numbers patients are alike; in ``none`` nobody is joined.
        shares: of the blocks in the distance, for ``blocks``; none for equal ones.
        components: directions of ``pca``.
        inner_folds: parts of the training rows that a supervised space is fitted without in turn.
        penalties: inverse strengths from which regressions of a supervised space choose.
        rebuilds: how often training rebuilds the graph in the space of the network's hidden layer.
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
        search: Search,
        space: Space,
        shares: Mapping[str, float],
        components: int,
        inner_folds: int,
        penalties: Sequence[float],
        rebuilds: int,
    ) -> None:
        self.k = k
        self.counts_itself = counts_itself
        self.metric = metric
        self.symmetric = symmetric
        self.weights = weights
        self.direction = direction
        self.search = search
        self.rebuilds = rebuilds
        self.rule = SpaceRule(space, shares, components, inner_folds, penalties)

    def views(self, nodes: Nodes, parts: Parts) -> Views:
        """Where all patients of a fold stand, as its training rows decide.

        Args:
            nodes: all patients of the fold.
            parts: which of them train.

        Raises:
            DataError: the space cannot be fitted on these patients.
        """
        return self.rule.views(nodes, parts)

    def connect(
        self, nodes: Nodes, parts: Parts, edges: Edges, progress: Progress = silently
    ) -> Graph:
        """The graph of one fold, in the space of the settings; see ``join``."""
        return self.join(nodes, parts, edges, self.views(nodes, parts), progress)

    def join(
        self,
        nodes: Nodes,
        parts: Parts,
        edges: Edges,
        views: Views,
        progress: Progress = silently,
    ) -> Graph:
        """The graph of one fold.

        ``inductive``: training rows are joined among themselves, every other row receives from
        its nearest training rows and sends to nobody, so that its answer does not depend on who
        else is asked. ``transductive``: all rows are joined; the network sees the columns of test
        rows, not their labels. ``per_part``: training, validation and test rows each among
        themselves.

        Args:
            nodes: all patients of the fold.
            parts: which of them train, validate and test.
            edges: who is joined with whom.
            views: where they stand.
            progress: wraps the loop of a search that takes long.

        Raises:
            DataError: there are fewer patients than neighbours.
        """
        each = (parts.train, parts.validation, parts.test)
        pieces = {
            Edges.inductive: [(rows, parts.train) for rows in each],
            Edges.transductive: [(parts.all, parts.all)],
            Edges.per_part: [(rows, rows) for rows in each],
        }[edges]
        gaps = gaps_of(nodes, views.placement)
        joined = [
            self._piece(nodes, gaps, *piece, progress)
            for receivers, senders in pieces
            for piece in self._looks(views, receivers, senders)
        ]
        if not joined:
            return Graph(np.empty((2, 0), dtype=np.int64), None, len(nodes.label))
        edge = np.concatenate([piece.edge for piece in joined], axis=1)
        distance = np.concatenate([piece.distance for piece in joined])
        scale = _median(distance[np.isin(edge, parts.train).all(axis=0)])
        weights = None
        if self.weights is Weights.gaussian:
            weights = np.exp(-((distance / scale) ** 2)).astype(np.float32)
        return Graph(
            edge,
            weights,
            len(nodes.label),
            recall=_recall(joined),
            distances=(distance / scale).astype(np.float32),
            edge_scale=scale,
        )

    def _looks(
        self, views: Views, receivers: Rows, senders: Rows
    ) -> Iterator[tuple[Points, Rows, Rows]]:
        """Who looks for whom, and in which coordinates."""
        if self.rule.space is Space.none:
            return
        left = receivers
        for inner in views.inner:
            looking = np.intersect1d(left, inner.receivers)
            if len(looking):
                yield inner.points, looking, np.setdiff1d(senders, inner.receivers)
                left = np.setdiff1d(left, looking)
        if len(left) or not len(receivers):
            yield views.points, left, senders

    def _piece(
        self,
        nodes: Nodes,
        gaps: Gaps,
        points: Points,
        receivers: Rows,
        senders: Rows,
        progress: Progress,
    ) -> _Piece:
        senders = senders if nodes.may_send is None else senders[nodes.may_send[senders]]
        number = others(self)
        search = NeighbourSearch(number, self.metric, self.search, progress)
        try:
            found = nearest_through(search, points, gaps, nodes.group, receivers, senders)
        except TooFew as error:
            itself = ", the patient itself counted" if self.counts_itself else ""
            raise DataError(f"graph.k is {self.k}{itself}, but {error}") from None
        edge = np.stack([found.rows.ravel(), np.repeat(receivers, number)])
        distance = found.distance.ravel()
        if self.direction is Direction.from_query:
            edge = edge[::-1].copy()
        if self.symmetric:
            edge, distance = _both_ways(edge, distance, senders)
        return _Piece(edge, distance, found.recall, len(receivers))


@dataclass(frozen=True)
class _Piece:
    """Edges of some receivers, their lengths, and what share of them was found."""

    edge: Rows
    distance: NDArray[np.float64]
    recall: float | None
    receivers: int


def _recall(pieces: Sequence[_Piece]) -> float | None:
    """Over all receivers; None where all neighbours of all of them were found."""
    if all(piece.recall is None for piece in pieces):
        return None
    shares = [1.0 if piece.recall is None else piece.recall for piece in pieces]
    return float(np.average(shares, weights=[piece.receivers for piece in pieces]))


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
