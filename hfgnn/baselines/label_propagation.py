"""Label propagation: the graph alone, without any column of a patient."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hfgnn.types import Graph, Nodes, Parts


def label_propagation(
    nodes: Nodes, graph: Graph, parts: Parts, *, steps: int
) -> NDArray[np.float64]:
    """Share of diseased neighbours, handed on along the edges.

    Every row takes the weighted mean of its senders, again and again, while training rows keep
    their labels (Zhu and Ghahramani 2002, section 2.2). A row that hears of no training row has
    the share of disease among the training rows.

    Args:
        nodes: for the labels; only those of training rows are used.
        graph: who sends to whom.
        parts: which rows are trained on.
        steps: rounds of propagation.

    Shapes:
        returns: (rows,), float64, for every row of the nodes.
    """
    label = nodes.label.astype(np.float64)
    prior = float(label[parts.train].mean())
    senders, receivers = graph.edges
    weights = np.ones(len(senders)) if graph.weights is None else graph.weights.astype(float)
    received = csr_array((weights, (receivers, senders)), shape=(graph.num_nodes,) * 2)
    total = np.asarray(received.sum(axis=1)).ravel()
    share = np.full(graph.num_nodes, prior)
    heard_of = np.zeros(graph.num_nodes, dtype=bool)  # whose share comes from training rows
    for _ in range(steps):
        share[parts.train], heard_of[parts.train] = label[parts.train], True
        share = np.where(total > 0, received @ share / np.where(total > 0, total, 1), prior)
        heard_of = received @ heard_of.astype(float) > 0
    share = np.where(heard_of, share, prior)
    share[parts.train] = label[parts.train]
    return np.asarray(share)
