"""A message-passing layer that only has to learn what it changes."""

from __future__ import annotations

from torch import Tensor, nn

from hfgnn.models.message_round import MessageRound
from hfgnn.models.messages import draw_glorot


class Residual(nn.Module):
    """Adds what goes into a layer to what comes out, before the non-linearity.

    Where the widths differ, what goes in passes a linear map without a bias (He et al. 2016,
    https://arxiv.org/abs/1512.03385, eq. 1 and 2). A patient so keeps its own columns, whatever
    its senders say.

    Args:
        layer: of messages.
        in_width: features per patient before.
        out_width: features per patient after.

    Shapes:
        x: (patients, in_width), float.
        edges: as the layer takes them.
        weights: as the layer takes them.
        returns: (patients, out_width), float; of a round, for the rows that receive.
    """

    def __init__(self, layer: nn.Module, in_width: int, out_width: int) -> None:
        super().__init__()
        self.layer = layer
        self.carry = None if in_width == out_width else nn.Linear(in_width, out_width, bias=False)
        if self.carry is not None:
            draw_glorot(self.carry.weight)

    @property
    def takes_rounds(self) -> bool:
        """Whether the layer does."""
        return bool(getattr(self.layer, "takes_rounds", False))

    def forward(self, x: Tensor, edges: Tensor | MessageRound, *weights: Tensor) -> Tensor:
        changed: Tensor = self.layer(x, edges, *weights)
        if isinstance(edges, MessageRound):
            x = edges.read(x)[: edges.num_receivers]
        return changed + (x if self.carry is None else self.carry(x))


def added_to_its_input(
    layer: nn.Module, in_width: int, out_width: int, *, residual: bool
) -> nn.Module:
    """The layer as it is, or with what goes in added to what comes out.

    Args:
        layer: of messages.
        in_width: features per patient before.
        out_width: features per patient after.
        residual: whether anything is added.
    """
    return Residual(layer, in_width, out_width) if residual else layer
