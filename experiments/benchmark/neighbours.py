"""The graph as the main job makes it, for as many neighbours as a benchmark wants."""

from __future__ import annotations

from functools import cache

from hfgnn.config.build import build
from hfgnn.config.composed import composed
from hfgnn.config.graph import Search
from hfgnn.graphs.knn import Knn


@cache
def nearest(k: int, search: Search = Search.auto) -> Knn:
    """Joins every patient to the ``k`` that are most like it.

    Remembered, so that in a timed round no settings are composed.
    """
    knn: Knn = build(composed([f"graph.k={k}", f"graph.search={search.value}"]).graph)
    return knn
