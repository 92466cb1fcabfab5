"""A graph in which nobody hears of anybody: a control for the graph as such."""

from dataclasses import replace

import numpy as np

from hfgnn.types import Graph


def without_edges(graph: Graph) -> Graph:
    """The same nodes, and no edges."""
    weights, distances = (
        None if each is None else each[:0] for each in (graph.weights, graph.distances)
    )
    nobody = np.empty((2, 0), dtype=np.int64)
    return replace(graph, edges=nobody, weights=weights, distances=distances, recall=None)
