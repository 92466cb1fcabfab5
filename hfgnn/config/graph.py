"""Settings of the patient-similarity graph."""

from dataclasses import dataclass
from enum import StrEnum

from omegaconf import MISSING

from hfgnn.config.check import need


class Metric(StrEnum):
    """Distance between two patients."""

    euclidean = "euclidean"
    cosine = "cosine"


class Weights(StrEnum):
    """How much an edge counts."""

    none = "none"  # all alike
    gaussian = "gaussian"  # exp(-(distance / median training distance)^2)


class Search(StrEnum):
    """How neighbours are searched."""

    auto = "auto"  # exactly, unless there are very many patients
    exact = "exact"  # all of them are found
    approximate = "approximate"  # nearly all; which share is measured and reported


class Direction(StrEnum):
    """Who sends along a neighbour relation."""

    to_query = "to_query"  # a patient receives from its nearest neighbours
    from_query = "from_query"  # as published: a patient sends to them, and hardly receives


@dataclass
class Knn:
    """k nearest neighbours (hfgnn/graphs/knn.py)."""

    _target_: str = "hfgnn.graphs.knn.Knn"
    k: int = MISSING
    counts_itself: bool = MISSING
    metric: Metric = MISSING
    symmetric: bool = MISSING
    weights: Weights = MISSING
    direction: Direction = MISSING
    search: Search = MISSING

    def __post_init__(self) -> None:
        least = 2 if self.counts_itself else 1
        need(self.k >= least, "graph.k", self.k, f"at least {least}")
