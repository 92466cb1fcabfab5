"""Which way of searching neighbours a graph takes, and how well it found them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.graph import Metric, Search
from hfgnn.data.reading import Progress
from hfgnn.graphs.approximate import Crowd, approximately
from hfgnn.graphs.neighbours import (
    is_few,
    nearest,
    power_of_two,
    refuse_no_number,
    refuse_too_few,
    taken,
)
from hfgnn.graphs.pools import OwnGroup
from hfgnn.types import Rows

Item = TypeVar("Item")

EXACT_UP_TO = 100_000**2
"""Distances up to which ``auto`` searches exactly.

So many take some ten seconds where the processor multiplies bfloat16 in tiles, and some forty
elsewhere; an approximate search is hardly faster.
"""


@dataclass(frozen=True)
class Neighbours:
    """The neighbours of some queries.

    Attributes:
        rows: int64 (queries, k), the nearest first.
        distance: float64 (queries, k).
        recall: share of the true neighbours that were found, of a sample of queries; None where
            the search was exact.
    """

    rows: Rows
    distance: NDArray[np.float64]
    recall: float | None


@dataclass(frozen=True)
class NeighbourSearch:
    """A search for the nearest.

    Attributes:
        k: neighbours per query.
        metric: Euclidean distance, or one minus the cosine.
        search: which way; few patients are searched exactly in any case.
        progress: wraps the loop over queries of a search that takes long.
    """

    k: int
    metric: Metric
    search: Search
    progress: Progress

    def find(
        self, x: NDArray[np.float32], group: Rows, queries: Rows, candidates: Rows
    ) -> Neighbours:
        """The nearest candidates of every query; never one of the query's own group.

        Args:
            x: of all patients.
            group: a row's own group holds itself and whatever may not be joined to it.
            queries: rows that look for neighbours.
            candidates: rows that may be found.

        Shapes:
            x: (rows, columns).
            group: int64 (rows,).

        Raises:
            ValueError: a query has fewer than k candidates outside its group, or a point is no
                number.
        """
        if not self.is_exact(queries, candidates):
            return self._approximately(x, group, queries, candidates)
        found = nearest(x, queries, candidates, k=self.k, metric=self.metric, group=group)
        return Neighbours(*found, None)

    def is_exact(self, queries: Rows, candidates: Rows) -> bool:
        """Whether all neighbours are found."""
        if self.search is Search.exact or is_few(queries, candidates, self.k):
            return True
        return self.search is Search.auto and len(queries) * len(candidates) <= EXACT_UP_TO

    def _approximately(
        self, x: NDArray[np.float32], group: Rows, queries: Rows, candidates: Rows
    ) -> Neighbours:
        refuse_too_few(queries, candidates, self.k, group)
        points, scale = _placed(x, queries, candidates, self.metric)
        others = taken(points, candidates)
        asking = others if np.array_equal(queries, candidates) else taken(points, queries)
        own = OwnGroup(group[queries], group[candidates])
        found = approximately(Crowd(asking, others, own, self.k), self.progress)
        squared = found.squared / scale**2
        is_cosine = self.metric is Metric.cosine
        distance = squared / 2 if is_cosine else np.sqrt(squared)
        return Neighbours(candidates[found.columns], distance, found.recall)


def _placed(
    x: NDArray[np.float32], queries: Rows, candidates: Rows, metric: Metric
) -> tuple[NDArray[np.float32], float]:
    """As hfgnn.graphs.neighbours places points, in float32 and none longer than 1, and the scale.

    Raises:
        ValueError: a point is no number, or so large that its square is none.
    """
    if metric is Metric.cosine:
        length = np.sqrt(np.einsum("rc,rc->r", x, x, dtype=np.float64))
        points = x / np.maximum(length, np.finfo(float).tiny)[:, None].astype(np.float32)
    else:
        points = x - taken(x, candidates).mean(axis=0, dtype=np.float64).astype(np.float32)
    squares = np.einsum("rc,rc->r", points, points)
    if not np.isfinite(squares).all():
        refuse_no_number(x, queries, candidates)
    scale = power_of_two(squares, queries, candidates) or 1.0
    points *= np.float32(scale)
    return points, scale


def silently(items: Iterable[Item], /, *, total: int, description: str) -> Iterable[Item]:
    """Progress that nobody looks at."""
    return items
