"""What repeated averaging over neighbours does to patients: how alike, how well told apart.

Each layer of a graph convolutional network averages over neighbours before it learns anything.
Here the averaging is done alone, again and again: differences between joined patients vanish
(oversmoothing), and the question is whether the difference between the classes vanishes too.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hfgnn.graphs.ranking import aurocs
from hfgnn.types import Graph, Nodes, Parts, Rows

DEEPEST = 8
"""Rounds of averaging that are looked at; the networks here have two."""

VALUES_AT_ONCE = 8_000_000  # 64 MB of float64

Values = NDArray[np.float64]


def smoothing(nodes: Nodes, graph: Graph, parts: Parts) -> list[dict[str, float]]:
    """Energy and separation of the classes after 0, 1, ... rounds of averaging.

    The classes are told apart along the line through their training means, which is linear
    discriminant analysis without a covariance. Nothing is chosen by it.

    Args:
        nodes: of the fold.
        graph: of the fold; all its rows are averaged, as in the network.
        parts: of the fold.

    Returns:
        By depth ``energy``, that of the edges among training rows as a share of the energy before
        any averaging, NaN where that is 0; ``class_auroc``, how well the test rows are ranked
        along the line, NaN where training or test rows are all of one class.
    """
    rows = np.unique(parts.all)  # copies of other folds' pages are in no part
    train, test = np.searchsorted(rows, parts.train), np.searchsorted(rows, parts.test)
    contrast = _contrast(nodes.label[parts.train])
    step = averaging(graph)[rows][:, rows]
    difference = differences(graph, parts.train)[:, rows]
    energy, score = np.zeros(DEEPEST + 1), np.zeros((DEEPEST + 1, len(test)))
    # Energy and scores are sums over columns, so that few columns need be held at a time.
    width = max(1, VALUES_AT_ONCE // max(difference.shape[0], len(rows)))
    for start in range(0, nodes.x.shape[1], width):
        x = nodes.x[rows, start : start + width].astype(np.float64)
        for depth in range(DEEPEST + 1):
            x = step @ x if depth else x
            energy[depth] += np.square(difference @ x).sum()
            score[depth] += x[test] @ (contrast @ x[train])
    relative = energy / energy[0] if energy[0] else np.full(len(energy), np.nan)
    ranked = aurocs(score, nodes.label[parts.test])
    return [
        {"energy": float(one), "class_auroc": float(other) if contrast.any() else float("nan")}
        for one, other in zip(relative, ranked, strict=True)
    ]


def averaging(graph: Graph) -> csr_array:
    """The normalized adjacency of a graph convolution, self-loops included.

    An edge from j to i weighs w / sqrt(d_i d_j), a self-loop 1 / d_i, where d counts what a row
    receives, its self-loop included (Kipf and Welling 2017, https://arxiv.org/abs/1609.02907,
    eq. 2; for directed edges as torch_geometric's gcn_norm).

    Shapes:
        returns: (receivers, senders), both all nodes of the graph.
    """
    weights, degree = _weights(graph), _degree(graph)
    every = np.arange(graph.num_nodes)
    sender, receiver = graph.edges
    values = np.concatenate([weights / np.sqrt(degree[sender] * degree[receiver]), 1 / degree])
    ends = np.concatenate([receiver, every]), np.concatenate([sender, every])
    return csr_array((values, ends), shape=(graph.num_nodes, graph.num_nodes))


def dirichlet_energy(x: Values, graph: Graph, rows: Rows) -> float:
    """Mean over edges of the squared difference between the two ends.

    Over the edges j to i among ``rows``, each with its weight, the mean of
    |x_i / sqrt(d_i) - x_j / sqrt(d_j)|^2 with d as in ``averaging``: one plus what a row receives
    (Cai and Wang 2020, https://arxiv.org/abs/2006.13318; a mean in place of half
    the sum, so that graphs of different size compare). NaN where ``rows`` have no edge.
    """
    difference = differences(graph, rows)
    if not difference.shape[0]:
        return float("nan")
    return float(np.square(difference @ x).sum())


def differences(graph: Graph, rows: Rows) -> csr_array:
    """The operator whose squared norm on the columns is the Dirichlet energy.

    Shapes:
        returns: (edges among rows, nodes).
    """
    inside = np.isin(graph.edges, rows).all(axis=0)
    weights, degree = _weights(graph)[inside], _degree(graph)
    size = np.sqrt(weights / max(weights.sum(), np.finfo(float).tiny))
    sender, receiver = graph.edges[:, inside]
    values = np.concatenate([size / np.sqrt(degree[sender]), -size / np.sqrt(degree[receiver])])
    lines = np.tile(np.arange(len(size)), 2)
    ends = np.concatenate([sender, receiver])
    return csr_array((values, (lines, ends)), shape=(len(size), graph.num_nodes))


def _contrast(label: Rows) -> Values:
    """Weights that give the mean of the diseased less that of the healthy; 0 if one is missing."""
    ill = label == 1
    if ill.all() or not ill.any():
        return np.zeros(len(label))
    return np.asarray(ill / ill.sum() - ~ill / (~ill).sum())


def _weights(graph: Graph) -> Values:
    if graph.weights is None:
        return np.ones(graph.edges.shape[1])
    return graph.weights.astype(np.float64)


def _degree(graph: Graph) -> Values:
    received = np.bincount(graph.edges[1], weights=_weights(graph), minlength=graph.num_nodes)
    return np.asarray(1 + received)
