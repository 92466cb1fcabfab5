"""Settings of the patient-similarity graph."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

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


class Space(StrEnum):
    """In which numbers two patients are alike (hfgnn/graphs/spaces.py)."""

    none = "none"  # in none: nobody is joined
    raw = "raw"  # the columns that the network sees, as published
    blocks = "blocks"  # these, with every modality given its share of the distance
    pca = "pca"  # the directions in which patients differ most
    weighted = "weighted"  # columns by their weight in a logistic regression
    score = "score"  # what logistic regressions say of a patient that they have not seen
    embedding = "embedding"  # the network's own hidden layer, rebuilt during training


class Direction(StrEnum):
    """Who sends along a neighbour relation."""

    to_query = "to_query"  # a patient receives from its nearest neighbours
    from_query = "from_query"  # as published: a patient sends to them, and hardly receives


@dataclass
class Neighbours:
    """What every graph of nearest neighbours needs."""

    _target_: str = MISSING
    counts_itself: bool = MISSING
    metric: Metric = MISSING
    symmetric: bool = MISSING
    weights: Weights = MISSING
    direction: Direction = MISSING
    search: Search = MISSING
    shares: dict[str, float] = field(default_factory=dict)
    components: int = MISSING
    inner_folds: int = MISSING
    penalties: list[float] = MISSING
    rebuilds: int = MISSING

    def __post_init__(self) -> None:
        wrong = {name: share for name, share in self.shares.items() if not 0 < share <= 1}
        need(not wrong, "graph.shares", self.shares, "shares in (0, 1] by block, or {} for equal")
        need(self.components >= 1, "graph.components", self.components, "at least 1")
        need(self.inner_folds >= 2, "graph.inner_folds", self.inner_folds, "at least 2")
        holds = bool(self.penalties) and min(self.penalties) > 0
        need(holds, "graph.penalties", self.penalties, "one or more numbers above 0")
        need(self.rebuilds >= 1, "graph.rebuilds", self.rebuilds, "at least 1")


@dataclass
class Knn(Neighbours):
    """k nearest neighbours (hfgnn/graphs/knn.py)."""

    _target_: str = "hfgnn.graphs.knn.Knn"
    k: int = MISSING
    space: Space = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        least = 2 if self.counts_itself else 1
        need(self.k >= least, "graph.k", self.k, f"at least {least}")


@dataclass
class Auto(Neighbours):
    """The graph that validation rows speak for (hfgnn/tasks/chosen_graph.py)."""

    _target_: str = "hfgnn.tasks.chosen_graph.ChosenGraph"
    ks: list[int] = MISSING
    spaces: list[Space] = MISSING
    standard_errors: float = MISSING

    def __post_init__(self) -> None:
        super().__post_init__()
        least = 2 if self.counts_itself else 1
        holds = bool(self.ks) and min(self.ks) >= least
        need(holds, "graph.ks", self.ks, f"one or more numbers, each at least {least}")
        need(bool(self.spaces), "graph.spaces", self.spaces, "one or more, as [none,raw,score]")
        errors = self.standard_errors
        need(errors >= 0, "graph.standard_errors", errors, "at least 0")


def others(graph: Any) -> int:
    """Other patients that each is joined to.

    Args:
        graph: settings of Knn.
    """
    return int(graph.k - 1 if graph.counts_itself else graph.k)
