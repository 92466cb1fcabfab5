"""Patients as rows of numbers, and who sends to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hfgnn.types.columns import BLOCKS, block_of
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
        lacks: for each block of hfgnn.types.BLOCKS that some rows lack as a whole, bool (rows,),
            which; what stands in their columns is the mean or the median of training. None where
            nobody lacks a block.
    """

    x: NDArray[np.float32]
    columns: tuple[str, ...]
    label: Rows
    group: Rows
    record_id: Strings
    may_send: NDArray[np.bool_] | None = None
    lacks: Mapping[str, NDArray[np.bool_]] | None = None

    def __post_init__(self) -> None:
        if self.x.shape != (len(self.label), len(self.columns)):
            raise ValueError(
                f"nodes are {self.x.shape}, but there are {len(self.label)} labels "
                f"and {len(self.columns)} column names"
            )
        for name, rows in (self.lacks or {}).items():
            if name not in BLOCKS or rows.shape != self.label.shape:
                raise ValueError(
                    f"lacks says of {name} {rows.shape}, but must say of a block, one of "
                    f"{', '.join(BLOCKS)}, whether each of {len(self.label)} rows lacks it"
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
        distances: float32 (edges,), length of each edge over ``edge_scale``; None where patients
            have no places.
        edge_scale: median length of the edges between training rows.

    Raises:
        ValueError: an edge names a row that is not there, or a node sends to itself, or there are
            not as many distances as edges.
    """

    edges: Rows
    weights: NDArray[np.float32] | None
    num_nodes: int
    recall: float | None = None
    distances: NDArray[np.float32] | None = None
    edge_scale: float = 1.0

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
        if self.distances is not None and len(self.distances) != self.edges.shape[1]:
            raise ValueError(
                f"there are {len(self.distances)} distances, but {self.edges.shape[1]} edges"
            )

    @property
    def edge_features(self) -> NDArray[np.float32]:
        """What each edge tells a network that takes distances: its weight and its length.

        Shapes:
            returns: (edges, 2), float32.
        """
        return features_of_edges(self.edges.shape[1], self.weights, self.distances)

    def received_by(self, rows: Rows) -> Graph:
        """The edges that end in ``rows``; the numbering stays."""
        keep = np.isin(self.edges[1], rows)
        weights, distances = (
            None if each is None else each[keep] for each in (self.weights, self.distances)
        )
        return replace(self, edges=self.edges[:, keep], weights=weights, distances=distances)


def features_of_edges(
    number: int, weights: NDArray[np.float32] | None, distances: NDArray[np.float32] | None
) -> NDArray[np.float32]:
    """Weight and length of edges, side by side.

    Args:
        number: of edges.
        weights: None where all count alike: 1 each.
        distances: in units of the median edge; None where they are not known: 0 each.

    Shapes:
        weights: (number,).
        distances: (number,).
        returns: (number, 2), float32.
    """
    features = np.zeros((number, 2), dtype=np.float32)
    features[:, 0] = 1 if weights is None else weights
    features[:, 1] = 0 if distances is None else distances
    return features
