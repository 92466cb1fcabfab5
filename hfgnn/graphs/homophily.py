"""How alike connected patients are."""

import numpy as np

from hfgnn.types import Graph, Nodes, Rows


def edge_homophily(graph: Graph, nodes: Nodes) -> tuple[float, float]:
    """Share of edges that join equal labels, and the share that chance would give.

    The chance is that of drawing each receiver's sender at random among all senders of edges.
    """
    if not graph.edges.shape[1]:
        return float("nan"), float("nan")
    sent, received = nodes.label[graph.edges[0]], nodes.label[graph.edges[1]]
    ill_sent, ill_received = sent.mean(), received.mean()
    chance = ill_sent * ill_received + (1 - ill_sent) * (1 - ill_received)
    return float((sent == received).mean()), float(chance)


def clinical_share(nodes: Nodes, rows: Rows) -> float:
    """Share of the clinical block in the expected squared distance between two of ``rows``."""
    variance = nodes.x[rows].astype(np.float64).var(axis=0)
    return float(variance[nodes.block("clinical")].sum() / variance.sum())
