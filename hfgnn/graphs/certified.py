"""Exact nearest neighbours of which only few distances are computed exactly.

All pairs are screened in low precision. For every query the few candidates that may be among its
nearest are then measured in float64, and the bounds on the screening prove that none is missing.
Queries for which they do not are screened again in the next precision, and those that are left are
told, as are those with two candidates between which rounding would decide.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from hfgnn.graphs.pools import OwnGroup, Pool, Pools
from hfgnn.graphs.sampled import differences, products
from hfgnn.graphs.screening import LOST, Lengths, Precision, Rounded, precisions
from hfgnn.types import Rows

Each = NDArray[np.bool_]
Number = TypeVar("Number", np.int64, np.float64)

MORE_THAN_ASKED = 26
"""Candidates of a query that are screened in beyond those asked for.

Of 30,000 iid Gaussian points, the hardest there are, screened in bfloat16, 17 beyond the 10 nearest
cannot be ruled out, and with the spectrum of real embeddings 7.
"""


@dataclass(frozen=True)
class Certified:
    """Nearest neighbours, and of which queries they are not certain.

    Attributes:
        columns: int64 (queries, k), as numbers in the list of candidates, the nearest first.
        squared: float64 (queries, k), squared distances.
        unproven: bool (queries,), whose neighbours may be others.
        tied: bool (queries,), who has two candidates as distant as one another, so far as products
            in float64 can tell; these are in the order of their differences, then of the list.
    """

    columns: Rows
    squared: Lengths
    unproven: Each
    tied: Each


def certified(queries: Lengths, candidates: Lengths, own: OwnGroup, *, k: int) -> Certified:
    """The k nearest candidates of every query.

    Args:
        queries: points that look for neighbours, none longer than 1,000.
        candidates: points that may be found, none longer than 1,000; may be ``queries`` itself.
        own: candidates that a query may not find.
        k: neighbours per query.

    Shapes:
        queries: float64 (queries, columns).
        candidates: float64 (candidates, columns).
    """
    number = len(queries)
    found = Certified(
        np.zeros((number, k), dtype=np.int64),
        np.full((number, k), np.inf),
        np.ones(number, dtype=bool),
        np.zeros(number, dtype=bool),
    )
    for precision in precisions():
        left = np.flatnonzero(found.unproven)
        if not len(left):
            break
        others = Side(candidates, precision)
        is_same = queries is candidates and len(left) == number
        asking = others if is_same else Side(queries[left], precision)
        search = _Search(asking, others, own if len(left) == number else own.among(left), k)
        search.fill(found, left)
    return found


class Side:
    """Points, their squared lengths, and what they are rounded to.

    Args:
        points: float64 (rows, columns), none longer than 1,000.
        precision: of the screening.
    """

    def __init__(self, points: Lengths, precision: Precision) -> None:
        self.points = points
        self.squares = np.einsum("rc,rc->r", points, points)
        self.rounded = Rounded(points, precision)
        order = np.argsort(self.squares)
        self._length = np.sqrt(self.squares[order])
        self._rounded_length = np.maximum.accumulate(self.rounded.length[order])
        self._moved = np.maximum.accumulate(self.rounded.moved[order])

    def within(self, length: Lengths) -> tuple[Lengths, Lengths]:
        """Of the points that are no longer than this: the greatest length rounded, and way moved.

        No point is nearer than the difference of the two lengths; so that a patient far from all
        others does not spoil the bounds of everybody, only these count.
        """
        last = np.searchsorted(self._length, length * (1 + 1e-9), side="right") - 1
        last = np.maximum(last, 0)
        return self._rounded_length[last], self._moved[last]


class _Search:
    def __init__(self, queries: Side, candidates: Side, own: OwnGroup, k: int) -> None:
        self.queries = queries
        self.candidates = candidates
        self.k = k
        self.pools = Pools(queries.rounded, candidates.rounded, own, k + MORE_THAN_ASKED)

    def fill(self, found: Certified, rows: Rows) -> None:
        """Write what is found for the queries, which are these rows of the whole list."""
        for pool in self.pools:
            columns, squared = self._measured(pool)
            columns, squared, tied = self._in_order(pool, columns, squared)
            place = rows[pool.queries]
            found.unproven[place] = ~self._is_proven(pool, columns, squared)
            found.tied[place] = tied
            found.columns[place] = columns[:, : self.k]
            found.squared[place] = squared[:, : self.k]

    def _measured(self, pool: Pool) -> tuple[Rows, Lengths]:
        """Squared distances of whoever may be among the nearest; infinite for the others."""
        here, there = self.queries, self.candidates
        columns = np.minimum(pool.columns, len(there.points) - 1)
        moved = here.rounded.moved[pool.queries, None] + there.rounded.moved[columns]
        length = here.rounded.length[pool.queries, None] + there.rounded.length[columns]
        farthest = np.partition(self._at_most(pool.values, length, moved), self.k - 1, axis=1)
        is_near = self._at_least(pool.values, length, moved) <= farthest[:, self.k - 1 : self.k]
        is_near &= np.isfinite(pool.values)
        counts, near = is_near.sum(axis=1), columns[is_near]
        product = products(here.points[pool.queries], there.points, counts=counts, columns=near)
        sums = np.repeat(here.squares[pool.queries], counts) + there.squares[near]
        squared = np.full(columns.shape, np.inf)
        squared[is_near] = np.maximum(sums - 2 * product, 0)
        return columns, squared

    def _in_order(self, pool: Pool, columns: Rows, squared: Lengths) -> tuple[Rows, Lengths, Each]:
        """The nearest first, and whether rounding may have had a say in that."""
        order = np.argsort(squared, axis=1)
        columns, squared = _taken(columns, order), _taken(squared, order)
        doubt = self._doubt(pool, columns[:, : self.k + 1])
        gaps = np.diff(squared[:, : self.k + 1], axis=1, prepend=-np.inf)[:, 1:]
        tied = np.any(gaps <= doubt[:, :-1] + doubt[:, 1:], axis=1)
        if tied.any():
            rows = np.flatnonzero(tied)
            some, near = columns[rows], np.isfinite(squared[rows])
            exact = squared[rows]
            exact[near] = differences(
                self.queries.points[pool.queries][rows],
                self.candidates.points,
                counts=near.sum(axis=1),
                columns=some[near],
            )
            order = np.lexsort((some, exact))
            columns[rows], squared[rows] = _taken(some, order), _taken(exact, order)
        return columns, squared, tied

    def _is_proven(self, pool: Pool, columns: Rows, squared: Lengths) -> Each:
        """Whether nobody outside the pool can be as near as the last of the nearest."""
        here = self.queries.rounded
        length, moved = here.length[pool.queries], here.moved[pool.queries]
        last = slice(self.k - 1, self.k)
        farthest = (squared[:, last] + 8 * self._doubt(pool, columns[:, last]))[:, 0] ** 0.5
        other_length, other_moved = self.candidates.within(length + moved + farthest)
        outside = self._at_least(
            pool.values.max(axis=1), length + other_length, moved + other_moved
        )
        return np.asarray(farthest < outside)

    def _doubt(self, pool: Pool, columns: Rows) -> Lengths:
        """How far squared distances by products in float64 may be from the truth."""
        length = np.sqrt(self.queries.squares[pool.queries, None])
        length = length + np.sqrt(self.candidates.squares[columns])
        return np.asarray((self.queries.points.shape[1] + 4) * 2.0**-52 * length**2)

    def _at_least(self, values: Lengths, length: Lengths, moved: Lengths) -> Lengths:
        """The least that distances can be that were screened as such squares."""
        rounded = self.queries.rounded
        squared = values * (1 - 2 * rounded.precision.unit)
        squared = squared - rounded.products_error * length**2 - LOST
        return np.asarray(np.sqrt(np.maximum(squared, 0)) - moved)

    def _at_most(self, values: Lengths, length: Lengths, moved: Lengths) -> Lengths:
        """The most that they can be."""
        rounded = self.queries.rounded
        squared = values * (1 + 2 * rounded.precision.unit)
        squared = squared + rounded.products_error * length**2 + LOST
        return np.asarray(np.sqrt(np.maximum(squared, 0)) + moved)


def _taken(values: NDArray[Number], order: Rows) -> NDArray[Number]:
    return np.asarray(np.take_along_axis(values, order, axis=1))
