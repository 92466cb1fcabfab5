"""A network's rounds of messages on a part of a graph, with the answers of the whole graph."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from hfgnn.models.dot_product_attention import DotProductAttention
from hfgnn.models.gated_mean import GatedMean
from hfgnn.models.graph_attention import GraphAttention
from hfgnn.models.graph_convolution import GraphConvolution
from hfgnn.models.layers import TwoRounds
from hfgnn.models.message_round import MessageRound
from hfgnn.models.neighbour_mean import NeighbourMean
from hfgnn.models.quick_dropout import quick_dropout
from hfgnn.training.mixed_ahead import MIXES_BEFORE_WEIGHTS

KNOWN = (GraphConvolution, GraphAttention, NeighbourMean, DotProductAttention, GatedMean)
"""Layers that need nothing of a row that only sends but its features and its in-degree."""


class PartBatch(dict[str, Tensor]):
    """A neighbourhood as tensors (hfgnn/training/reach.py).

    Of its rows: x, or mixed, or both, and ``received``, the sum of the weights that each receives
    in the whole graph. Of those asked about: label. And edges, weights where edges have them,
    num_rows and num_edges.
    """


class Rounds(nn.Module):
    """Runs a network on neighbourhoods instead of the whole graph; the answers are the same.

    With each round the rows that still matter are those one step nearer to the rows asked about,
    and no others are computed. A first round that was mixed ahead needs no step of its own. A
    layer that is not known here, such as a user's own, gets one step more, so that every row that
    matters and every row that sends to one has all the edges that it receives.

    Args:
        network: two rounds of messages, of any kind of layer.
    """

    def __init__(self, network: TwoRounds) -> None:
        super().__init__()
        self.network = network

    @property
    def is_mixed_ahead(self) -> bool:
        """Whether batches bring what the first round mixes, instead of what it mixes it from."""
        return type(self.network.first) in MIXES_BEFORE_WEIGHTS

    @property
    def num_steps(self) -> int:
        """How far a neighbourhood must go."""
        layers = (self.network.first, self.network.second)
        is_known = all(type(layer) in KNOWN for layer in layers)
        return len(layers) - self.is_mixed_ahead + (not is_known)

    def forward(self, batch: PartBatch) -> Tensor:
        """Logits of the rows that the batch asks about, (rows asked about, classes)."""
        num_rows, num_edges = batch["num_rows"].tolist(), batch["num_edges"].tolist()
        layers = [self.network.first, self.network.second]
        x = batch["x"] if "x" in batch else batch["mixed"]
        given = []
        if self.is_mixed_ahead:
            x = self._between(layers.pop(0)(x, MixedRound.of(batch["mixed"])))
            given.append(x)
        for layer in layers:
            num_rows.pop()
            part = _Part(batch, num_edges=num_edges.pop(), num_receivers=num_rows[-1])
            x = self._between(part.pass_on(layer, x))
            given.append(x)
        return self.network.concluded(given, num_rows[0])

    def _between(self, x: Tensor) -> Tensor:
        x = self.network.between(x)
        if x.device.type == "cpu":
            return quick_dropout(x, self.network.dropout.p, self.network.training)
        dropped: Tensor = self.network.dropout(x)
        return dropped


@dataclass(frozen=True, eq=False)
class MixedRound(MessageRound):
    """A round whose mixture is given.

    Attributes:
        mixed: what each row receives, weighed and added up as the layer does it.

    Shapes:
        mixed: (rows, columns), float.
    """

    mixed: Tensor = field(kw_only=True)

    @classmethod
    def of(cls, mixed: Tensor) -> MixedRound:
        """A round in which every row receives."""
        none = torch.empty(2, 0, dtype=torch.int64)
        ones = torch.ones(len(mixed), dtype=torch.float64)
        return cls(none, None, ones, len(mixed), rows=None, is_first=True, mixed=mixed)

    def convolved(self, x: Tensor) -> Tensor:
        """What a graph convolution makes of x."""
        return self.mixed

    def averaged(self, x: Tensor) -> Tensor:
        """What a mean over senders makes of x."""
        return self.mixed


@dataclass(frozen=True)
class _Part:
    """What one layer is given of a batch: the edges within some steps, and who receives them."""

    batch: PartBatch
    num_edges: int
    num_receivers: int

    def pass_on(self, layer: nn.Module, x: Tensor) -> Tensor:
        """What the layer makes of x, for the rows that receive."""
        edges, weights = self.batch["edges"][:, : self.num_edges], self.batch.get("weights")
        weights = None if weights is None else weights[: self.num_edges]
        strength = 1 + self.batch["received"][: len(x)]
        received: Tensor
        if getattr(layer, "takes_rounds", False) and x.device.type == "cpu":
            received = layer(x, self._round(edges, weights, strength))
            return received
        if type(layer) is GraphConvolution:
            x = self._divided(x, strength)
        received = layer(x, edges, *(() if weights is None else (weights,)))
        return received[: self.num_receivers]

    def _round(self, edges: Tensor, weights: Tensor | None, strength: Tensor) -> MessageRound:
        return MessageRound(
            edges=edges,
            weights=weights,
            strength=strength.double(),
            num_receivers=self.num_receivers,
            rows=None,
            is_first=False,
        )

    def _divided(self, x: Tensor, strength: Tensor) -> Tensor:
        """Rows that only send, divided by the root of their in-degree in the whole graph.

        In the part they receive nothing but their own message, so the layer, which is linear,
        divides what they send by 1.
        """
        inner = self.num_receivers
        root = strength[inner:].rsqrt()
        return torch.cat([x[:inner], root[:, None] * x[inner:]])
