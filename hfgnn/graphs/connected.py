"""A graph, where its patients stand, and how it was set."""

from __future__ import annotations

from dataclasses import dataclass

from hfgnn.config.graph import Knn
from hfgnn.graphs.placement import Views
from hfgnn.types import Graph


@dataclass(frozen=True)
class Tried:
    """A graph that could have been chosen.

    Attributes:
        space: in which patients are alike.
        k: neighbours.
        loss: mean cross-entropy of the validation rows.
    """

    space: str
    k: int
    loss: float


@dataclass(frozen=True)
class Connected:
    """Who hears whom in a fold.

    Attributes:
        graph: of the fold.
        views: where its patients stand.
        knn: settings of the graph; of ``graph=auto`` the ones that were chosen.
        tried: what ``graph=auto`` chose among; empty otherwise.
    """

    graph: Graph
    views: Views
    knn: Knn
    tried: tuple[Tried, ...] = ()
