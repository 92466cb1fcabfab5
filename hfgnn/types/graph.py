"""Patients as rows of numbers, and who sends to whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.types.columns import block_of
from hfgnn.types.records import Rows, Strings


@dataclass(frozen=True)
class Nodes:
    """Patients as rows of numbers, ready to be connected.

    Attributes:
        x: float32 (rows, columns), scaled by the training rows as hfgnn.features.concatenated says.
        columns: name of each column of x.
        label: int64 (rows,), 1 for disease.
        group: int64 (rows,), pages that must not be connected share a number.
        record_id: name of each row.
        may_send: bool (rows,), False for rows that only receive, such as augmented copies; None
            where all may.
    """

    x: NDArray[np.float32]
    columns: tuple[str, ...]
    label: Rows
    group: Rows
    record_id: Strings
    may_send: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        if self.x.shape != (len(self.label), len(self.columns)):
            raise ValueError(
                f"nodes are {self.x.shape}, but there are {len(self.label)} labels "
                f"and {len(self.columns)} column names"
            )

    def block(self, name: str) -> Rows:
        """Column numbers of one block, of hfgnn.types.BLOCKS."""
        return np.flatnonzero(np.array([block_of(column) == name for column in self.columns]))


@dataclass(frozen=True)
class Graph:
    """Who sends to whom.

    Attributes:
        edges: int64 (2, edges). Row 0 sends, row 1 receives, as row numbers of the nodes.
        weights: float32 (edges,), or None where all edges count alike.
        num_nodes: rows that the edges may name.
        recall: share of the true neighbours that the search for them found, measured on a sample
            of rows; None where all were found.

    Raises:
        ValueError: an edge names a row that is not there, or a node sends to itself.
    """

    edges: Rows
    weights: NDArray[np.float32] | None
    num_nodes: int
    recall: float | None = None

    def __post_init__(self) -> None:
        if self.edges.ndim != 2 or self.edges.shape[0] != 2:
            raise ValueError(f"edges are {self.edges.shape}, but must be (2, edges)")
        outside = self.edges[(self.edges < 0) | (self.edges >= self.num_nodes)]
        if outside.size:
            raise ValueError(
                f"an edge names row {outside[0]}, but there are {self.num_nodes} nodes"
            )
        loops = self.edges[0] == self.edges[1]
        if loops.any():
            raise ValueError(f"row {self.edges[0][loops][0]} sends to itself")

    def received_by(self, rows: Rows) -> Graph:
        """The edges that end in ``rows``; the numbering stays."""
        keep = np.isin(self.edges[1], rows)
        weights = None if self.weights is None else self.weights[keep]
        return Graph(self.edges[:, keep], weights, self.num_nodes, self.recall)
