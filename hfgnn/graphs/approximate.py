"""Nearest neighbours of very many patients, nearly all of them found.

Patients are compared along the few directions in which they differ most (principal components),
and those who are near in these are then measured in all columns. How many directions that takes is
tried on a sample of patients whose true neighbours are known. Where patients differ alike in all
directions, it takes all of them, and little time is saved.
"""

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from hfgnn.data.reading import Progress
from hfgnn.graphs.pools import OwnGroup, Pool, Pools
from hfgnn.graphs.sampled import products
from hfgnn.graphs.screening import Rounded, precisions
from hfgnn.types import Rows

Points = NDArray[np.float32]

DIRECTIONS = (26, 58, 122, 250)
"""What is tried before all; with the parts of the lengths, products of multiples of 32 columns."""

POOL_PER_NEIGHBOUR = 8
"""How many are measured in all columns, for each that is asked for."""

RECALL_SOUGHT = 0.993
"""Share of true neighbours found, of the sample that chooses; of all it is then .99 or more."""

SAMPLE = 1000
"""Patients whose true neighbours are searched: half of them choose, the others are reported."""

ROWS_OF_COMPONENTS = 20_000
"""Candidates from which the directions are computed."""

ROWS_AT_ONCE = 65_536
TRUE_AT_ONCE = 64


@dataclass(frozen=True)
class Crowd:
    """Who looks for whom.

    Attributes:
        queries: float32 (queries, columns), none longer than 1,000.
        candidates: float32 (candidates, columns), none longer than 1,000.
        own: candidates that a query may not find.
        k: neighbours per query.
    """

    queries: Points
    candidates: Points
    own: OwnGroup
    k: int

    def some(self, rows: Rows) -> "Crowd":
        """The same for some of the queries."""
        return replace(self, queries=self.queries[rows], own=self.own.among(rows))


@dataclass(frozen=True)
class Found:
    """Neighbours, most of them the true ones.

    Attributes:
        columns: int64 (queries, k), as numbers in the list of candidates, the nearest first.
        squared: float64 (queries, k), squared distances, to some six digits.
        recall: share of the true neighbours that were found, of a sample of queries.
    """

    columns: Rows
    squared: NDArray[np.float64]
    recall: float


def approximately(crowd: Crowd, progress: Progress) -> Found:
    """Most of the k nearest candidates of every query.

    Args:
        crowd: who looks for whom.
        progress: wraps the loop over queries.
    """
    drawn = np.random.default_rng(0).permutation(len(crowd.queries))[:SAMPLE]
    choosing, told = (np.sort(rows) for rows in np.array_split(drawn, 2))
    search = _fewest_directions(crowd, crowd.some(choosing))
    pools = search.pools(crowd)
    columns = np.empty((len(crowd.queries), crowd.k), dtype=np.int64)
    squared = np.empty((len(crowd.queries), crowd.k))
    for pool in progress(pools, total=len(pools), description="searching neighbours"):
        columns[pool.queries], squared[pool.queries] = search.measured(crowd, pool)
    return Found(columns, squared, shared(columns[told], true_neighbours(crowd.some(told))))


def _fewest_directions(crowd: Crowd, choosing: Crowd) -> "_Search":
    true = true_neighbours(choosing)
    components = _components(crowd.candidates)
    width = len(components)
    squares = _squares(crowd.candidates)
    for number in (*(one for one in DIRECTIONS if one < width), width):
        search = _Search(crowd.candidates, squares, components[:, :number])
        found = [search.measured(choosing, pool)[0] for pool in search.pools(choosing)]
        if shared(np.concatenate(found), true) >= RECALL_SOUGHT:
            break
    return search


class _Search:
    """A search along some directions.

    Args:
        candidates: who may be found.
        squares: float32 (candidates,), their squared lengths.
        directions: float32 (columns, directions), orthonormal.
    """

    def __init__(self, candidates: Points, squares: Points, directions: Points) -> None:
        self.candidates = candidates
        self.squares = squares
        self.directions = directions
        self.along = self._along(candidates)

    def _along(self, points: Points) -> Rounded:
        return Rounded(points @ self.directions, precisions()[0])

    def pools(self, crowd: Crowd) -> Pools:
        """Whoever is near along the directions."""
        is_same = crowd.queries is self.candidates
        asking = self.along if is_same else self._along(crowd.queries)
        return Pools(asking, self.along, crowd.own, POOL_PER_NEIGHBOUR * crowd.k)

    def measured(self, crowd: Crowd, pool: Pool) -> tuple[Rows, NDArray[np.float64]]:
        """The nearest of a pool, and their squared distances."""
        is_there = np.isfinite(pool.values)
        columns = np.where(is_there, pool.columns, 0)
        counts = np.full(len(columns), columns.shape[1])
        some = crowd.queries[pool.queries]
        product = products(some, self.candidates, counts=counts, columns=columns.ravel())
        squared = self.squares[columns] - 2 * product.reshape(columns.shape)
        squared[~is_there] = np.inf
        nearest = np.argpartition(squared, crowd.k - 1, axis=1)[:, : crowd.k]
        columns = np.take_along_axis(columns, nearest, axis=1)
        squared = np.take_along_axis(squared, nearest, axis=1).astype(np.float64)
        squared = np.maximum(squared + _squares(some)[:, None], 0)
        order = np.lexsort((columns, squared))
        return np.take_along_axis(columns, order, axis=1), np.take_along_axis(
            squared, order, axis=1
        )


def shared(found: Rows, true: Rows) -> float:
    """Share of the true neighbours that were found."""
    return float((found[:, :, None] == true[:, None, :]).any(axis=1).mean())


def true_neighbours(crowd: Crowd) -> Rows:
    """The k nearest of all candidates, in float32."""
    squares = torch.from_numpy(_squares(crowd.candidates))
    nearest = []
    for start in range(0, len(crowd.queries), TRUE_AT_ONCE):
        some = slice(start, start + TRUE_AT_ONCE)
        product = torch.from_numpy(crowd.queries[some] @ crowd.candidates.T)
        distance = torch.add(squares, product, alpha=-2, out=product)
        distance[crowd.own.of(some)] = torch.inf
        nearest.append(distance.topk(crowd.k, dim=1, largest=False).indices.numpy())
    return np.concatenate(nearest)


def _components(points: Points) -> Points:
    """Directions by how much the points differ along them, (columns, columns)."""
    step = max(1, len(points) // ROWS_OF_COMPONENTS)
    some = points[::step].astype(np.float64)
    _, vectors = np.linalg.eigh(np.cov(some.T))
    return np.ascontiguousarray(vectors[:, ::-1].astype(np.float32))


def _squares(points: Points) -> Points:
    return np.asarray(np.einsum("rc,rc->r", points, points))
