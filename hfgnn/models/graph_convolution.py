"""One graph convolution: neighbours weighed by how many edges both ends receive."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from hfgnn.models.message_round import MessageRound
from hfgnn.models.messages import (
    add_received,
    convolution_shares,
    draw_glorot,
    with_self_loops,
)


class GraphConvolution(nn.Module):
    """Mixes a patient's features with its senders', each divided by the root of both in-degrees.

    x'_i = b + sum over j of w_ji W x_j / sqrt(d_j d_i), where j runs over the senders of i and i
    itself, whose weight is 1, and d is the sum of the weights that a patient receives, its own
    among them (Kipf and Welling 2017, https://arxiv.org/abs/1609.02907, eq. 2). Parameters are
    named, and drawn, as those of torch_geometric's GCNConv.

    Args:
        in_width: features per patient before.
        out_width: features per patient after.

    Shapes:
        x: (patients, in_width), float.
        edges: (2, edges), int64, without self-loops. Row 0 sends, row 1 receives. Or a round,
            which has the weights in it.
        weights: (edges,), float, at least 0, or None where all edges count alike.
        returns: (patients, out_width), float; of a round, for the rows that receive.
    """

    takes_rounds = True

    def __init__(self, in_width: int, out_width: int) -> None:
        super().__init__()
        self.lin = nn.Linear(in_width, out_width, bias=False)
        self.bias = nn.Parameter(torch.zeros(out_width))
        draw_glorot(self.lin.weight)

    def forward(
        self, x: Tensor, edges: Tensor | MessageRound, weights: Tensor | None = None
    ) -> Tensor:
        if isinstance(edges, MessageRound):
            return self._in_round(x, edges)
        patients = len(x)
        senders, receivers = with_self_loops(edges, patients)
        if weights is None:
            weights = x.new_ones(edges.shape[1])
        share = convolution_shares(senders, receivers, weights)
        messages = share[:, None] * self.lin(x).index_select(0, senders)
        return add_received(messages, receivers, patients) + self.bias

    def _in_round(self, x: Tensor, given: MessageRound) -> Tensor:
        """Adds up first where that is done once for all epochs, or the rows are no wider then."""
        if given.sums_are_remembered(x) or self.lin.in_features <= self.lin.out_features:
            return functional.linear(given.convolved(x), self.lin.weight, self.bias)
        return given.convolution.add_up(self.lin(given.read(x))) + self.bias
