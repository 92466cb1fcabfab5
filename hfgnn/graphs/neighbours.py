"""Exact nearest neighbours, by blocks of a matrix product."""

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.graph import Metric
from hfgnn.types import Rows

DISTANCES_AT_ONCE = 8_000_000  # 64 MB of float64


def nearest(
    points: NDArray[np.float64],
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
        points: float64 (rows, columns).
        queries: rows that look for neighbours.
        candidates: rows that may be found.
        k: neighbours per query.
        metric: Euclidean distance, or one minus the cosine.
        group: int64 (rows,); a row's own group holds itself and whatever may not be joined to it.

    Shapes:
        returns: row numbers (queries, k), nearest first, and their distances (queries, k).

    Raises:
        ValueError: a query has fewer than k candidates outside its group.
    """
    _refuse_too_few(queries, candidates, k, group)
    found = np.empty((len(queries), k), dtype=np.int64)
    distance = np.empty((len(queries), k))
    points = prepared(points, candidates, metric)
    step = max(1, DISTANCES_AT_ONCE // max(len(candidates), 1))
    for start in range(0, len(queries), step):
        some = queries[start : start + step]
        squared = squared_distances(points[some], points[candidates])
        squared[group[some][:, None] == group[candidates][None, :]] = np.inf
        columns = first_smallest(squared, k)
        found[start : start + step] = candidates[columns]
        distance[start : start + step] = np.take_along_axis(squared, columns, axis=1)
    return found, distance / 2 if metric is Metric.cosine else np.sqrt(distance)


def prepared(points: NDArray[np.float64], candidates: Rows, metric: Metric) -> NDArray[np.float64]:
    """Points among which squared Euclidean distance gives the order of the metric.

    Centring on the candidates keeps the digits of the matrix product; on the unit sphere the
    squared distance is twice one minus the cosine.
    """
    if metric is Metric.cosine:
        length = np.linalg.norm(points, axis=1, keepdims=True)
        return np.asarray(points / np.maximum(length, np.finfo(float).tiny))
    return np.asarray(points - points[candidates].mean(axis=0))


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


def _refuse_too_few(queries: Rows, candidates: Rows, k: int, group: Rows) -> None:
    groups, sizes = np.unique(group[candidates], return_counts=True)
    place = np.searchsorted(groups, group[queries]).clip(max=max(len(groups) - 1, 0))
    own = np.where(groups[place] == group[queries], sizes[place], 0) if len(groups) else 0
    others = len(candidates) - np.asarray(own)
    if len(queries) and others.min() < k:
        raise ValueError(
            f"a patient has {int(others.min())} others that it can receive from, fewer than {k}"
        )
