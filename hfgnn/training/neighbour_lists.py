"""From whom each patient receives, row after row, so that a few rows are looked up at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import UNKNOWN, Graph, Rows

Integers = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class NeighbourLists:
    """Received edges, sorted by receiver: one list of senders behind the other.

    Attributes:
        ends: int64 (patients + 1,). List i runs from ``ends[i]`` to ``ends[i + 1]``.
        senders: integers (edges,), as row numbers of the patients; int32 takes half the memory.
        weights: float32 (edges,), or None where all edges count alike.

    Raises:
        ValueError: a sender is no row.
    """

    ends: Rows
    senders: Integers
    weights: NDArray[np.float32] | None

    def __post_init__(self) -> None:
        if not self.senders.size:
            return
        for sender in (self.senders.min(), self.senders.max()):
            if not 0 <= sender < self.num_patients:
                raise ValueError(
                    f"a list names row {sender}, but there are {self.num_patients} patients"
                )

    @classmethod
    def of_table(
        cls, table: Integers, weights: NDArray[np.float32] | None = None
    ) -> NeighbourLists:
        """The lists of a neighbour table, which may lie on disk.

        A table without empty places is not copied. Weights are those of the same places, or None
        where all edges count alike.

        Shapes:
            table: (patients, k), integers; UNKNOWN pads the rows of those who receive fewer.
            weights: (patients, k), float32.

        Raises:
            ValueError: table and weights differ in shape, a sender is no row, or sends to itself.
        """
        if table.ndim != 2 or (weights is not None and weights.shape != table.shape):
            of_weights = "" if weights is None else f" and its weights {weights.shape}"
            raise ValueError(
                f"a neighbour table is {table.shape}{of_weights}, but must be (patients, k)"
            )
        loops = np.flatnonzero((table == np.arange(len(table))[:, None]).any(axis=1))
        if loops.size:
            raise ValueError(f"row {loops[0]} sends to itself")
        there = table != UNKNOWN
        ends = np.concatenate([[0], there.sum(axis=1).cumsum()])
        if there.all():
            return cls(ends, table.reshape(-1), None if weights is None else weights.reshape(-1))
        return cls(ends, table[there], None if weights is None else weights[there])

    @classmethod
    def of_graph(cls, graph: Graph) -> NeighbourLists:
        """The lists of a graph with any number of edges per patient, in the order of its edges."""
        senders, receivers = graph.edges
        order: Rows | slice = slice(None)
        if (receivers[1:] < receivers[:-1]).any():
            order = np.argsort(receivers, kind="stable")
        counts = np.bincount(receivers, minlength=graph.num_nodes)
        return cls(
            np.concatenate([[0], counts.cumsum()]),
            senders[order].astype(np.int32 if graph.num_nodes < 2**31 else np.int64),
            None if graph.weights is None else graph.weights[order],
        )

    @property
    def num_patients(self) -> int:
        """How many lists there are."""
        return len(self.ends) - 1

    def edges_to(self, rows: Integers) -> tuple[Rows, Rows]:
        """All edges that some rows receive.

        Args:
            rows: who receives.

        Shapes:
            rows: (rows,), integers.
            returns: places in ``senders``, and the positions in ``rows`` that they belong to;
                (edges,) both.
        """
        begin = self.ends[rows]
        counts = self.ends[rows + 1] - begin
        position = np.repeat(np.arange(len(rows)), counts)
        skipped = begin - (counts.cumsum() - counts)
        return np.arange(len(position)) + skipped[position], position

    def received_weight(self) -> NDArray[np.float32]:
        """Sum of the weights that each patient receives, 1 each where edges have none."""
        counts = np.diff(self.ends)
        if self.weights is None:
            return counts.astype(np.float32)
        return np.bincount(
            np.repeat(np.arange(self.num_patients), counts),
            weights=self.weights,
            minlength=self.num_patients,
        ).astype(np.float32)
