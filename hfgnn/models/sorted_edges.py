"""Edges in the order of who receives them, and in that of who sends them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from hfgnn.models.remembered import outlasting

MOST_INT32 = 2**31 - 1


@dataclass(frozen=True, eq=False)
class SortedEdges:
    """Edges sorted by receiver: the rows of a sparse matrix from senders to receivers.

    Attributes:
        senders: of the edges, receiver by receiver.
        receivers: of the edges, ascending.
        offsets: where each receiver's edges begin, and behind the last of them the end.
        order: which of the edges that came in stands here.
        num_senders: rows that the senders may name.

    Shapes:
        senders: (edges,), int32, or int64 where that is too small; so all.
        receivers: (edges,).
        offsets: (receivers + 1,).
        order: (edges,).
    """

    senders: Tensor
    receivers: Tensor
    offsets: Tensor
    order: Tensor
    num_senders: int

    @staticmethod
    @outlasting
    def of(edges: Tensor, num_senders: int, num_receivers: int) -> SortedEdges:
        """Sort; the edges of one receiver stay in their order.

        Args:
            edges: row 0 sends, row 1 receives.
            num_senders: rows that row 0 may name.
            num_receivers: rows that row 1 may name.

        Shapes:
            edges: (2, edges), int64.
        """
        # Small numbers are sorted by their digits, which is faster than by comparing.
        order = torch.argsort(edges[1].to(_kind(num_receivers)), stable=True)
        count = torch.bincount(edges[1], minlength=num_receivers)
        offsets = torch.cat([count.new_zeros(1), count.cumsum(0)])
        return _small(*edges[:, order].unbind(), offsets, order, num_senders=num_senders)

    @property
    def num_receivers(self) -> int:
        """Rows that the receivers may name."""
        return len(self.offsets) - 1

    @cached_property
    def back(self) -> SortedEdges:
        """The same edges from receiver to sender; its order counts the edges as they stand here."""
        edges = torch.stack([self.receivers, self.senders]).long()
        return SortedEdges.of(edges, self.num_receivers, self.num_senders)

    @outlasting
    def by_head(self, heads: int) -> SortedEdges:
        """The edges where every row is one row per head, and like heads are joined.

        Made from both orders of these edges without sorting again.

        Args:
            heads: rows that take the place of one. Head 0 of all edges comes in first, in the
                order in which they stand here, then head 1 of all.
        """
        places, places_back = self._places(heads), self.back._places(heads)
        numbers = torch.arange(places.numel()).view(heads, -1).t()
        by_head = self._by_head(places, numbers)
        order = places[self.back.order]
        # In the place of what the property would sort.
        by_head.__dict__["back"] = self.back._by_head(places_back, order)
        return by_head

    def _places(self, heads: int) -> Tensor:
        """Where each edge stands head by head: receiver by receiver, and like beside like.

        Shapes:
            returns: (edges, heads), int64.
        """
        offsets, rows = self.offsets.long(), self.receivers
        first = offsets[rows] * (heads - 1) + torch.arange(len(rows))
        return first[:, None] + offsets.diff()[rows][:, None] * torch.arange(heads)

    def _by_head(self, places: Tensor, order: Tensor) -> SortedEdges:
        heads = places.shape[1]
        head = torch.arange(heads)
        parts = []
        for rows in (self.senders, self.receivers):
            parts.append(_put(rows.long()[:, None] * heads + head, places))
        offsets = self.offsets.long()
        begins = offsets[:-1, None] * heads + offsets.diff()[:, None] * head
        parts.append(torch.cat([begins.flatten(), heads * offsets[-1:]]))
        return _small(*parts, _put(order, places), num_senders=heads * self.num_senders)


def _small(*parts: Tensor, num_senders: int) -> SortedEdges:
    """Senders, receivers, offsets and order in whole numbers no larger than they need be."""
    senders, receivers, offsets, order = parts
    kind = _kind(len(senders), num_senders, len(offsets))
    return SortedEdges(
        senders.to(kind), receivers.to(kind), offsets.to(kind), order.to(kind), num_senders
    )


def _put(values: Tensor, places: Tensor) -> Tensor:
    """The values, each in its place."""
    result = values.new_empty(values.numel())
    result[places] = values
    return result


def _kind(*counts: int) -> torch.dtype:
    return torch.int32 if max(counts) <= MOST_INT32 else torch.int64
