"""Places for the nodes of a graph in two dimensions."""

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Graph, Rows

Places = NDArray[np.float64]

ROUNDS = 80
GRAVITY = 0.6
"""Pull to the middle, so that parts without a common edge stay in the picture."""


def choose_rows(graph: Graph, test: Rows, *, others: Rows, most: int) -> Rows:
    """At most so many rows to draw: test rows by lot with all who send to them, then others.

    Returns:
        Row numbers, sorted, int64.
    """
    if len(np.union1d(test, others)) <= most:
        return np.union1d(test, others)
    generator = np.random.default_rng(0)
    chosen: set[int] = set()
    for row in generator.permutation(test).tolist():
        with_senders = chosen | {row} | set(graph.edges[0, graph.edges[1] == row].tolist())
        if len(with_senders) > most:
            break
        chosen = with_senders
    rest = [row for row in generator.permutation(others).tolist() if row not in chosen]
    return np.array(sorted(chosen | set(rest[: most - len(chosen)])), dtype=np.int64)


def principal_places(x: NDArray[np.float32]) -> Places:
    """The first two principal components, each with standard deviation 1.

    Shapes:
        x: (rows, columns).
        returns: (rows, 2); a component that does not vary is all zero.
    """
    centred = x.astype(np.float64) - x.mean(axis=0, dtype=np.float64)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    places = np.zeros((len(x), 2))
    kept = min(2, len(sizes))
    places[:, :kept] = (left * sizes)[:, :kept]
    return np.asarray(places / np.maximum(places.std(axis=0), 1e-12))


def spring_places(start: Places, edges: Rows) -> Places:
    """Fruchterman and Reingold's springs: all nodes repel each other, edges pull together.

    Args:
        start: where the nodes stand at first.
        edges: both ends as row numbers of ``start``.

    Shapes:
        start: (rows, 2).
        edges: (2, edges).
        returns: (rows, 2).
    """
    number = len(start)
    # Rows with equal numbers would stand on each other, and nothing could part them.
    jitter = np.random.default_rng(0).normal(scale=1e-3, size=start.shape)
    places = start / 2 + jitter
    distance = 2 / np.sqrt(number)
    for step in np.linspace(0.15, 0.002, ROUNDS):
        force = _repulsion(places, distance) - GRAVITY * places
        pull = places[edges[0]] - places[edges[1]]
        pull *= np.linalg.norm(pull, axis=1, keepdims=True) / distance
        np.add.at(force, edges[1], pull)
        np.add.at(force, edges[0], -pull)
        length = np.linalg.norm(force, axis=1, keepdims=True)
        places = places + force / np.maximum(length, 1e-12) * np.minimum(length, step)
    return places


def _repulsion(places: Places, distance: float) -> Places:
    """Sum over all others of a push that falls with the distance."""
    apart = places[:, None, :] - places[None, :, :]
    squared = np.maximum((apart**2).sum(axis=2, keepdims=True), 1e-6)
    return np.asarray((apart * distance**2 / squared).sum(axis=1))


def edges_among(graph: Graph, rows: Rows) -> Rows:
    """Edges with both ends in ``rows``, each pair once, numbered by place in ``rows``.

    Shapes:
        rows: (kept,), sorted.
        returns: (2, edges).
    """
    both = np.isin(graph.edges, rows).all(axis=0)
    numbered = np.searchsorted(rows, graph.edges[:, both])
    return np.unique(np.sort(numbered, axis=0), axis=1)
