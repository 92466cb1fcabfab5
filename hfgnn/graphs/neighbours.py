"""Exact nearest neighbours: by blocks of a matrix product, and faster where that can be proven."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.graph import Metric
from hfgnn.graphs.certified import certified
from hfgnn.graphs.pools import OwnGroup
from hfgnn.types import Rows

DISTANCES_AT_ONCE = 8_000_000  # 64 MB of float64

FEWEST_QUERIES = 256
"""Fewer are not worth the rounding of all candidates."""

FEWEST_PER_NEIGHBOUR = 50
"""Among fewer candidates than so many times k, all distances are as fast."""

REPEATED_UP_TO = 5_000
"""Candidates up to which rounding decides between equally distant ones as it does for few.

Beyond, the first among them is nearer, and only their exact distances decide.
"""

Squared = NDArray[np.float64]
Float = TypeVar("Float", bound=np.floating)


def nearest(
    points: NDArray[np.floating],
    queries: Rows,
    candidates: Rows,
    *,
    k: int,
    metric: Metric,
    group: Rows,
) -> tuple[Rows, NDArray[np.float64]]:
    """The k nearest candidates of every query; never one of the query's own group.

    Of equally distant candidates the one that stands first among them is nearer.

    Args:
        points: float32 or float64 (rows, columns).
        queries: rows that look for neighbours.
        candidates: rows that may be found.
        k: neighbours per query.
        metric: Euclidean distance, or one minus the cosine.
        group: int64 (rows,); a row's own group holds itself and whatever may not be joined to it.

    Shapes:
        returns: row numbers (queries, k), nearest first, and their distances (queries, k).

    Raises:
        ValueError: a query has fewer than k candidates outside its group, or a point is no number.
    """
    refuse_too_few(queries, candidates, k, group)
    placed = prepared(points, candidates, metric)
    squares = np.einsum("rc,rc->r", placed, placed)
    if not np.isfinite(squares).all():
        refuse_no_number(points, queries, candidates)
    few = is_few(queries, candidates, k)
    scale = 0.0 if few else power_of_two(squares, queries, candidates)
    if scale not in (0, 1):
        placed *= scale
    asked = Asked(placed, queries, candidates, k=k, group=group)
    found, squared = proven(asked) if scale else plainly(asked)
    squared /= scale**2 or 1
    return found, squared / 2 if metric is Metric.cosine else np.sqrt(squared)


class TooFew(ValueError):
    """There are fewer neighbours than are asked for."""


@dataclass(frozen=True)
class Asked:
    """Who looks for whom, among points of which squared distances count.

    Attributes:
        points: float64 (rows, columns).
        queries: rows that look for neighbours.
        candidates: rows that may be found.
        k: neighbours per query.
        group: int64 (rows,), members of a row's own are never found.
    """

    points: NDArray[np.float64]
    queries: Rows
    candidates: Rows
    k: int
    group: Rows


def plainly(asked: Asked) -> tuple[Rows, Squared]:
    """The nearest, and their squared distances, from all distances in float64."""
    points, candidates, group = asked.points, asked.candidates, asked.group
    found = np.empty((len(asked.queries), asked.k), dtype=np.int64)
    distance = np.empty((len(asked.queries), asked.k))
    step = _queries_at_once(candidates)
    for start in range(0, len(asked.queries), step):
        some = asked.queries[start : start + step]
        squared = squared_distances(points[some], points[candidates])
        squared[group[some][:, None] == group[candidates][None, :]] = np.inf
        columns = first_smallest(squared, asked.k)
        found[start : start + step] = candidates[columns]
        distance[start : start + step] = np.take_along_axis(squared, columns, axis=1)
    return found, distance


def proven(asked: Asked) -> tuple[Rows, Squared]:
    """The same from few distances, and from all of them for queries where few prove nothing.

    Args:
        asked: points none of which is longer than 1,000.
    """
    queries, candidates = asked.queries, asked.candidates
    others = taken(asked.points, candidates)
    asking = others if np.array_equal(queries, candidates) else taken(asked.points, queries)
    own = OwnGroup(asked.group[queries], asked.group[candidates])
    known = certified(asking, others, own, k=asked.k)
    found, squared = candidates[known.columns], known.squared
    for block, left in _again(asked, known.unproven, known.tied):
        rows, distance = plainly(replace(asked, queries=queries[block]))
        is_left = np.isin(block, left)
        found[block[is_left]], squared[block[is_left]] = rows[is_left], distance[is_left]
    return found, squared


def _again(
    asked: Asked, unproven: NDArray[np.bool_], tied: NDArray[np.bool_]
) -> Iterator[tuple[Rows, Rows]]:
    """Blocks of queries to be searched among all distances, and for which of them that counts.

    Rounding is not the same in another block. Up to some thousand candidates blocks are those of
    ``plainly``, so that it decides as if there were no other way.
    """
    if len(asked.candidates) > REPEATED_UP_TO:
        left = np.flatnonzero(unproven)
        if len(left):
            yield left, left
        return
    left = np.flatnonzero(unproven | tied)
    step = _queries_at_once(asked.candidates)
    for start in np.unique(left // step) * step:
        yield np.arange(start, min(start + step, len(asked.queries))), left


def is_few(queries: Rows, candidates: Rows, k: int) -> bool:
    """Whether all distances are computed as fast as some are left out."""
    return len(queries) < FEWEST_QUERIES or len(candidates) < FEWEST_PER_NEIGHBOUR * k


def taken(points: NDArray[Float], rows: Rows) -> NDArray[Float]:
    """Some of the points; all of them without a copy."""
    is_all = len(rows) == len(points) and np.array_equal(rows, np.arange(len(points)))
    return points if is_all else points[rows]


def _queries_at_once(candidates: Rows) -> int:
    return max(1, DISTANCES_AT_ONCE // max(len(candidates), 1))


def power_of_two(squares: Squared, queries: Rows, candidates: Rows) -> float:
    """A power of two that makes no point longer than 1,000; 0 where there is none.

    Powers of two change no digit; and 1 is best, for it changes nothing at all.
    """
    longest = float(np.sqrt(max(squares[queries].max(), squares[candidates].max())))
    if not 1e-100 < longest < 1e100:
        return 0.0
    if 1e-3 < longest < 1e3:
        return 1.0
    return float(2.0 ** -np.ceil(np.log2(longest * (1 + 1e-9))))


def prepared(points: NDArray[np.floating], candidates: Rows, metric: Metric) -> NDArray[np.float64]:
    """Points among which squared Euclidean distance gives the order of the metric.

    Centring on the candidates keeps the digits of the matrix product; on the unit sphere the
    squared distance is twice one minus the cosine.
    """
    if metric is Metric.cosine:
        points = points.astype(np.float64, copy=False)
        length = np.linalg.norm(points, axis=1, keepdims=True)
        return np.asarray(points / np.maximum(length, np.finfo(float).tiny))
    centre = taken(points, candidates).mean(axis=0, dtype=np.float64)
    return np.asarray(points - centre)


def squared_distances(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """(rows of one, rows of other)."""
    squared = -2 * one @ other.T
    squared += (one**2).sum(axis=1)[:, None]
    squared += (other**2).sum(axis=1)[None, :]
    return np.maximum(squared, 0)


def first_smallest(values: NDArray[np.float64], k: int) -> Rows:
    """Columns of the k smallest values of each row, smallest first, ties by column."""
    largest = np.partition(values, k - 1, axis=1)[:, k - 1 : k]
    chosen = values <= largest
    crowded = np.flatnonzero(chosen.sum(axis=1) > k)  # ties at the last place
    for row in crowded:
        keep = np.argsort(values[row], kind="stable")[:k]
        chosen[row] = False
        chosen[row, keep] = True
    columns = np.nonzero(chosen)[1].reshape(len(values), k)
    order = np.argsort(np.take_along_axis(values, columns, axis=1), axis=1, kind="stable")
    return np.take_along_axis(columns, order, axis=1)


def refuse_too_few(queries: Rows, candidates: Rows, k: int, group: Rows) -> None:
    """Refuse to look for more neighbours than there are."""
    groups, sizes = np.unique(group[candidates], return_counts=True)
    place = np.searchsorted(groups, group[queries]).clip(max=max(len(groups) - 1, 0))
    own = np.where(groups[place] == group[queries], sizes[place], 0) if len(groups) else 0
    others = len(candidates) - np.asarray(own)
    if len(queries) and others.min() < k:
        raise TooFew(
            f"a patient has {int(others.min())} others that it can receive from, fewer than {k}"
        )


def refuse_no_number(points: NDArray[np.floating], queries: Rows, candidates: Rows) -> None:
    """Refuse what has no distance."""
    wrong = ~np.isfinite(points).all(axis=1)
    for rows in (queries, candidates) if wrong.any() else ():
        if wrong[rows].any():
            row = int(rows[wrong[rows]][0])
            column = int(np.flatnonzero(~np.isfinite(points[row]))[0])
            raise ValueError(
                f"row {row} is {points[row, column]} in column {column}, "
                "but neighbours are told by finite numbers"
            )
