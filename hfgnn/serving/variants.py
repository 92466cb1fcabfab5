"""One patient in many forms, so that a single pass says what each part of it did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows

IMAGE, CLINICAL, GRAPH = "image", "clinical", "graph"
"""Parts of a patient; further blocks of columns are called as in hfgnn.types.BLOCKS."""


@dataclass(frozen=True)
class Variants:
    """Forms of one patient, a row each; the first is the patient as it is.

    Attributes:
        x: float32 (rows, columns), scaled.
        neighbours: rows of the training pages that each form receives from, one array per row.
        distance: how far each of them is, likewise.
        coalitions: row of each subset of the parts; absent ones are replaced.
    """

    x: NDArray[np.float32]
    neighbours: list[Rows]
    distance: list[NDArray[np.float64]]
    coalitions: dict[frozenset[str], int]

    @property
    def unheard(self) -> Variants:
        """The same forms, without the edges to their neighbours."""
        number = len(self.x)
        nobody, nowhere = np.empty(0, dtype=np.int64), np.empty(0)
        return replace(self, neighbours=[nobody] * number, distance=[nowhere] * number)


def subsets(players: tuple[str, ...]) -> list[frozenset[str]]:
    """All of them, the empty one first."""
    sizes = range(len(players) + 1)
    return [frozenset(some) for size in sizes for some in combinations(players, size)]


def shapley(value: dict[frozenset[str], float], players: tuple[str, ...]) -> dict[str, float]:
    """What each player adds to the others, on average over all orders in which they could come.

    Exact, over all coalitions; the shares sum to the value of all less that of none (Shapley 1953,
    https://doi.org/10.1515/9781400881970-018).

    Args:
        value: of every coalition of the players.
        players: their names.
    """
    shares = dict.fromkeys(players, 0.0)
    for player in players:
        others = tuple(other for other in players if other != player)
        for some in subsets(others):
            weight = _weight(len(some), len(players))
            shares[player] += weight * (value[some | {player}] - value[some])
    return shares


def _weight(before: int, players: int) -> float:
    """Share of the orders in which exactly ``before`` given others come first."""
    orders = 1.0
    for step in range(before):
        orders *= (step + 1) / (players - 1 - step)
    return orders / players
