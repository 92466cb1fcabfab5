"""One round of messages in a graph made ready: who hears whom, and by which shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import torch
from torch import Tensor

from hfgnn.models.remembered import Remembered, outlasting
from hfgnn.models.sorted_edges import SortedEdges
from hfgnn.models.sorted_messages import weighed_sum


@dataclass(frozen=True, eq=False)
class MessageRound:
    """What one message-passing layer has to compute: rows that receive, from rows that go in.

    The rows that receive are the first of those that go in, so that their own features are
    ``read(x)[:num_receivers]``. A layer that understands rounds says so by ``takes_rounds = True``
    and gets one in the place of its edges.

    Attributes:
        edges: between rows that go in and rows that receive, without self-loops.
        weights: of the edges, None where all count alike.
        strength: sum of the weights that each row that goes in receives in the whole graph, a
            self-loop of weight 1 among them.
        num_receivers: rows that receive.
        rows: in the first round, which patients go in; None where that is all in their order, and
            in later rounds, into which goes what the round before gave.
        is_first: whether what goes in are the patients themselves. They are the same from epoch to
            epoch, so what is computed of them alone is remembered.

    Shapes:
        edges: (2, edges), int64. Row 0 sends, row 1 receives.
        weights: (edges,), float.
        strength: (rows that go in,), float64.
        rows: (rows that go in,), int64.
    """

    edges: Tensor
    weights: Tensor | None
    strength: Tensor
    num_receivers: int
    rows: Tensor | None
    is_first: bool
    _by_head: dict[tuple[int, bool], SortedEdges] = field(default_factory=dict)

    def read(self, x: Tensor) -> Tensor:
        """The rows that go in.

        Args:
            x: all patients in the first round, then what the round before gave.
        """
        return x if self.rows is None else self._read_once(x)

    @cached_property
    def _read_once(self) -> Remembered:
        return Remembered(self._read)

    def _read(self, x: Tensor) -> Tensor:
        return x if self.rows is None else x.index_select(0, self.rows)

    def sums_are_remembered(self, x: Tensor) -> bool:
        """Whether convolved and averaged add x up once and not in each epoch.

        Args:
            x: as for read.
        """
        return self.is_first and not x.requires_grad

    def convolved(self, x: Tensor) -> Tensor:
        """Senders and the row itself, each divided by the root of both strengths, added up.

        Args:
            x: as for read.
        """
        return self._convolved_once(x) if self.is_first else self.convolution.add_up(x)

    @cached_property
    def _convolved_once(self) -> Remembered:
        return Remembered(lambda x: self.convolution.add_up(self._read(x)))

    @cached_property
    @outlasting
    def convolution(self) -> WeighedEdges:
        """What a graph convolution does to rows that were read."""
        edges = self.with_loops
        weights = torch.cat([self._weights(), self.strength.new_ones(self.num_receivers)])
        root = self.strength.pow(-0.5)
        share = root[edges.senders] * weights[edges.order] * root[edges.receivers]
        return WeighedEdges(edges, share)

    def averaged(self, x: Tensor) -> Tensor:
        """Senders, times their weights, added up and divided by their number.

        Args:
            x: as for read.
        """
        return self._averaged_once(x) if self.is_first else self.mean.add_up(x)

    @cached_property
    def _averaged_once(self) -> Remembered:
        return Remembered(lambda x: self.mean.add_up(self._read(x)))

    @cached_property
    @outlasting
    def mean(self) -> WeighedEdges:
        """What a mean over senders does to rows that were read."""
        edges = self.without_loops
        count = edges.offsets.diff()
        return WeighedEdges(edges, self._weights()[edges.order] / count[edges.receivers])

    @cached_property
    @outlasting
    def mean_weight(self) -> Tensor:
        """Of the edges that each row hears by, (rows that receive, 1), float64; 0 without any."""
        return self.mean.add_up(self.strength.new_ones(len(self.strength), 1))

    def _weights(self) -> Tensor:
        ones = torch.ones(self.edges.shape[1], dtype=torch.float64)
        return ones if self.weights is None else self.weights.double()

    @cached_property
    def with_loops(self) -> SortedEdges:
        """The edges, and one from every row that receives to itself."""
        own = torch.arange(self.num_receivers).expand(2, -1)
        return self._sorted(torch.cat([self.edges, own], dim=1))

    @cached_property
    def without_loops(self) -> SortedEdges:
        """The edges as they are."""
        return self._sorted(self.edges)

    def _sorted(self, edges: Tensor) -> SortedEdges:
        return SortedEdges.of(edges, len(self.strength), self.num_receivers)

    def by_head(self, heads: int, *, loops: bool) -> SortedEdges:
        """The edges among the heads of the rows; sorted once.

        Args:
            heads: of an attention layer.
            loops: whether every row that receives hears itself.

        Raises:
            ValueError: the edges have weights.
        """
        if self.weights is not None:
            raise ValueError(
                "these edges have weights, but attention takes none: it learns its own"
            )
        if (heads, loops) not in self._by_head:
            edges = self.with_loops if loops else self.without_loops
            self._by_head[heads, loops] = edges.by_head(heads)
        return self._by_head[heads, loops]


@dataclass(frozen=True, eq=False)
class WeighedEdges:
    """Edges with a share each.

    Attributes:
        edges: sorted.
        share: of each edge, in their order.

    Shapes:
        share: (edges,), float64.
    """

    edges: SortedEdges
    share: Tensor
    _rounded: dict[torch.dtype, Tensor] = field(default_factory=dict)

    def add_up(self, rows: Tensor) -> Tensor:
        """Each receiver's senders, times their shares.

        Args:
            rows: one per sender.

        Shapes:
            rows: (senders, width), float.
            returns: (receivers, width), float.
        """
        return weighed_sum(rows, self._as(rows.dtype), self.edges)

    @outlasting
    def _as(self, kind: torch.dtype) -> Tensor:
        if kind not in self._rounded:
            self._rounded[kind] = self.share.to(kind)
        return self._rounded[kind]
