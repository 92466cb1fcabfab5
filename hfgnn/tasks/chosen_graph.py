"""Which graph validation rows speak for, if they speak for any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.graph import Direction, Knn, Metric, Search, Space, Weights
from hfgnn.graphs.connected import Connected, Tried
from hfgnn.types import Rows

Losses = NDArray[np.float64]
LEAST_PROBABILITY = 1e-7


@dataclass(frozen=True)
class Candidate:
    """A graph, and what the network that was trained on it makes of the validation rows.

    Attributes:
        graph: and its settings.
        losses: float64 (validation rows,), cross-entropy of each.
    """

    graph: Connected
    losses: Losses


class ChosenGraph:
    """Chooses a graph by the validation rows of a fold, and none unless they speak for one.

    The network is trained on each candidate. That of the lowest validation loss is taken if,
    patient by patient, it lowers the loss against the same network on no graph by more than
    ``standard_errors`` standard errors of that mean difference; otherwise the patients stay
    unconnected. Without ``none`` among the spaces the lowest loss is taken in any case.

    Args:
        ks: neighbours per patient to choose from.
        spaces: to choose from.
        standard_errors: burden of proof of a graph.
        counts_itself: as of hfgnn.graphs.knn.Knn, as all that follow.
        metric: of the distance.
        symmetric: whether neighbours also receive.
        weights: how much an edge counts.
        direction: of the edges.
        search: exact or approximate.
        shares: of the blocks.
        components: directions of ``pca``.
        inner_folds: of supervised spaces.
        penalties: of supervised spaces.
        rebuilds: of ``embedding``.
    """

    def __init__(
        self,
        *,
        ks: Sequence[int],
        spaces: Sequence[Space],
        standard_errors: float,
        counts_itself: bool,
        metric: Metric,
        symmetric: bool,
        weights: Weights,
        direction: Direction,
        search: Search,
        shares: Mapping[str, float],
        components: int,
        inner_folds: int,
        penalties: Sequence[float],
        rebuilds: int,
    ) -> None:
        self.ks = list(ks)
        self.spaces = list(dict.fromkeys(spaces))
        self.standard_errors = standard_errors
        self.pattern = Knn(
            k=self.ks[0],
            space=self.spaces[0],
            counts_itself=counts_itself,
            metric=metric,
            symmetric=symmetric,
            weights=weights,
            direction=direction,
            search=search,
            shares=dict(shares),
            components=components,
            inner_folds=inner_folds,
            penalties=list(penalties),
            rebuilds=rebuilds,
        )

    def by_space(self) -> list[list[Knn]]:
        """The settings of all candidates, those of one space together."""
        return [
            [
                replace(self.pattern, space=space, k=k)
                for k in (self.ks[:1] if space is Space.none else self.ks)
            ]
            for space in self.spaces
        ]

    def choose(self, candidates: Iterable[Candidate]) -> Connected:
        """The graph that is taken.

        Args:
            candidates: one for each of the settings that ``by_space`` gives, in any order.
        """
        all_of_them = list(candidates)
        best = min(all_of_them, key=lambda one: one.losses.mean())
        alone = [one for one in all_of_them if one.graph.knn.space is Space.none]
        if alone and not self._is_proven(alone[0].losses - best.losses):
            best = alone[0]
        tried = tuple(
            Tried(one.graph.knn.space.value, one.graph.knn.k, float(one.losses.mean()))
            for one in all_of_them
        )
        return replace(best.graph, tried=tried)

    def _is_proven(self, lowered: Losses) -> bool:
        """Whether the loss is lower by more than chance makes it."""
        error = lowered.std(ddof=1) / np.sqrt(len(lowered))
        return bool(lowered.mean() > self.standard_errors * error)


def losses(probability: NDArray[np.float64], label: Rows) -> Losses:
    """Cross-entropy of each row."""
    of_label = np.where(label == 1, probability, 1 - probability)
    return np.asarray(-np.log(np.maximum(of_label, LEAST_PROBABILITY)))
