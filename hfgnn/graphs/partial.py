"""Nearest neighbours of patients of whom not all the same blocks of numbers are known.

The distance between two patients is that of the coordinates which both have, as Dixon 1979
(https://doi.org/10.1109/TSMC.1979.4310090) has it: their squared distance, divided by the share
that these coordinates have in the expected squared distance of two complete patients, so that
distances through different blocks can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.graph import Metric
from hfgnn.graphs.gaps import Gaps, Known
from hfgnn.graphs.neighbours import TooFew
from hfgnn.graphs.placement import Points
from hfgnn.graphs.search import Neighbours, NeighbourSearch
from hfgnn.types import Rows


def nearest_through(
    search: NeighbourSearch,
    points: Points,
    gaps: Gaps,
    group: Rows,
    queries: Rows,
    candidates: Rows,
) -> Neighbours:
    """The k nearest candidates of every query through the blocks that both have.

    Rows are taken pattern by pattern: those that share the same blocks with a query are searched
    as any others, on the coordinates of these blocks, and of all so found the nearest are kept.
    Where no row lacks a block, the search is the one that knows no gaps. A cosine is taken of the
    shared coordinates and of nothing else; it has no share to be divided by.

    Args:
        search: for the nearest of rows without gaps.
        points: of all patients; what stands in a coordinate that is not there is not looked at.
        gaps: which coordinates are not there.
        group: a row's own group holds itself and whatever may not be joined to it.
        queries: rows that look for neighbours.
        candidates: rows that may be found; their spread says what share a block has.

    Shapes:
        points: (rows, coordinates).
        group: int64 (rows,).

    Raises:
        ValueError: a query shares a block with fewer than k candidates outside its group, a point
            is no number, or there is not one block per coordinate.
    """
    if gaps.names and len(gaps.blocks) != points.shape[1]:
        raise ValueError(
            f"there are {len(gaps.blocks)} blocks, but {points.shape[1]} coordinates; each has one"
        )
    if gaps.known(queries).all() and gaps.known(candidates).all():
        return search.find(points, group, queries, candidates)
    through = _Through(search, points, gaps, group, candidates, gaps.spread(points, candidates))
    rows = np.empty((len(queries), search.k), dtype=np.int64)
    distance = np.empty((len(queries), search.k))
    recalls = []
    for known, asking in _alike(gaps.known(queries)):
        found = through.find(queries[asking], known)
        rows[asking], distance[asking] = found.rows, found.distance
        recalls.append((found.recall, len(asking)))
    return Neighbours(rows, distance, _mean_recall(recalls))


@dataclass(frozen=True)
class _Through:
    """Candidates that are searched through what they share with those who ask."""

    search: NeighbourSearch
    points: Points
    gaps: Gaps
    group: Rows
    candidates: Rows
    spread: NDArray[np.float64]

    def find(self, queries: Rows, known: Known) -> Neighbours:
        """Of queries that all have the same blocks."""
        pieces = [_nobody(len(queries), self.search.k)]
        for both, some in _alike(self.gaps.known(self.candidates) & known):
            columns = self.gaps.shared(both)
            share = _share(self.spread, columns)
            if share > 0:
                pieces.append(self._piece(queries, self.candidates[some], columns, share))
        recalls = [(piece.recall, len(queries)) for piece in pieces[1:]]
        return replace(self._merged(pieces), recall=_mean_recall(recalls))

    def _piece(self, queries: Rows, candidates: Rows, columns: Rows, share: float) -> Neighbours:
        """Among candidates that share the same coordinates with all queries."""
        points = self.points if len(columns) == self.points.shape[1] else self.points[:, columns]
        found = _nobody(len(queries), self.search.k)
        others = _others(self.group, queries, candidates).clip(max=self.search.k)
        recalls = []
        for number in np.unique(others[others > 0]).tolist():
            asking = np.flatnonzero(others == number)
            search = replace(self.search, k=number)
            some = search.find(points, self.group, queries[asking], candidates)
            found.rows[asking, :number] = some.rows
            found.distance[asking, :number] = some.distance
            recalls.append((some.recall, len(asking)))
        if share < 1 and self.search.metric is not Metric.cosine:
            found.distance[:] /= np.sqrt(share)
        return replace(found, recall=_mean_recall(recalls))

    def _merged(self, pieces: Sequence[Neighbours]) -> Neighbours:
        """The nearest of all pieces; of equally distant ones the first among the candidates.

        Raises:
            TooFew: a query shares no block with enough candidates.
        """
        rows = np.concatenate([piece.rows for piece in pieces], axis=1)
        distance = np.concatenate([piece.distance for piece in pieces], axis=1)
        place = np.empty(len(self.group), dtype=np.int64)
        place[self.candidates] = np.arange(len(self.candidates))
        order = np.lexsort((place[rows], distance), axis=1)[:, : self.search.k]
        distance = np.take_along_axis(distance, order, axis=1)
        found = np.isfinite(distance).sum(axis=1)
        if len(found) and found.min() < self.search.k:
            raise TooFew(
                f"a patient shares a block of numbers with only {int(found.min())} others that "
                f"it can receive from, fewer than {self.search.k}"
            )
        return Neighbours(np.take_along_axis(rows, order, axis=1), distance, None)


def _alike(known: Known) -> Iterator[tuple[Known, Rows]]:
    """Each pattern, and the rows that have it."""
    if not known.shape[1]:
        yield known[0] if len(known) else np.ones(0, dtype=bool), np.arange(len(known))
        return
    patterns, which = np.unique(known, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        yield pattern, np.flatnonzero(which.ravel() == number)


def _share(spread: NDArray[np.float64], columns: Rows) -> float:
    """Of some coordinates in the expected squared distance; 1 of all of them."""
    if len(columns) == len(spread):
        return 1.0
    total = float(spread.sum())
    return float(spread[columns].sum()) / total if total > 0 else 0.0


def _others(group: Rows, queries: Rows, candidates: Rows) -> Rows:
    """How many candidates stand outside the group of each query."""
    groups, sizes = np.unique(group[candidates], return_counts=True)
    size_of = dict(zip(groups.tolist(), sizes.tolist(), strict=True))
    own = [size_of.get(one, 0) for one in group[queries].tolist()]
    return len(candidates) - np.array(own, dtype=np.int64)


def _nobody(queries: int, k: int) -> Neighbours:
    """As far away as can be."""
    return Neighbours(np.zeros((queries, k), dtype=np.int64), np.full((queries, k), np.inf), None)


def _mean_recall(recalls: Sequence[tuple[float | None, int]]) -> float | None:
    """Over queries; None where every search was exact."""
    if all(recall is None for recall, _ in recalls):
        return None
    shares = [1.0 if recall is None else recall for recall, _ in recalls]
    return float(np.average(shares, weights=[number for _, number in recalls]))
