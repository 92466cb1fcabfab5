"""One layer of graph attention: neighbours weighed by what both ends look like."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from hfgnn.models.message_round import MessageRound
from hfgnn.models.messages import (
    add_received,
    draw_glorot,
    softmax_over_received,
    with_self_loops,
)
from hfgnn.models.quick_dropout import quick_dropout
from hfgnn.models.sorted_messages import softmax_by_receiver, weighed_sum

NEGATIVE_SLOPE = 0.2  # of the scores' LeakyReLU, as published


class GraphAttention(nn.Module):
    """Mixes a patient's features with its senders', by weights that it learns for each edge.

    With z = W x, head by head: the score of an edge is LeakyReLU(a_src z_j + a_dst z_i), its
    weight the softmax of the scores over the senders j of i and i itself, and x'_i = b + the sum
    of the weighted z_j (Veličković et al. 2018, https://arxiv.org/abs/1710.10903, eq. 1-5).
    Parameters are named, and drawn, as those of torch_geometric's GATConv.

    Args:
        in_width: features per patient before.
        out_width: features per patient and head after.
        heads: attention heads.
        dropout: share of attention weights zeroed in training, in [0, 1).

    Shapes:
        x: (patients, in_width), float.
        edges: (2, edges), int64, without self-loops. Row 0 sends, row 1 receives. Or a round.
        returns: (patients, heads * out_width), float, head after head; of a round, for the rows
            that receive.
    """

    takes_rounds = True

    def __init__(self, in_width: int, out_width: int, *, heads: int, dropout: float) -> None:
        super().__init__()
        self.lin = nn.Linear(in_width, heads * out_width, bias=False)
        self.att_src = nn.Parameter(torch.empty(1, heads, out_width))
        self.att_dst = nn.Parameter(torch.empty(1, heads, out_width))
        self.bias = nn.Parameter(torch.zeros(heads * out_width))
        self.heads = heads
        self.dropout = dropout
        draw_glorot(self.lin.weight, self.att_src, self.att_dst)

    def forward(self, x: Tensor, edges: Tensor | MessageRound) -> Tensor:
        if isinstance(edges, MessageRound):
            return self._in_round(x, edges)
        patients = len(x)
        senders, receivers = with_self_loops(edges, patients)
        z = self.lin(x).view(patients, self.heads, -1)
        sent = (z * self.att_src).sum(dim=-1).index_select(0, senders)
        asked = (z * self.att_dst).sum(dim=-1).index_select(0, receivers)
        scores = functional.leaky_relu(sent + asked, NEGATIVE_SLOPE)
        share = softmax_over_received(scores, receivers, patients)
        share = functional.dropout(share, self.dropout, self.training)
        messages = share[:, :, None] * z.index_select(0, senders)
        return add_received(messages, receivers, patients).flatten(1) + self.bias

    def _in_round(self, x: Tensor, given: MessageRound) -> Tensor:
        edges = given.by_head(self.heads, loops=True)
        z = self.lin(given.read(x))
        both = z @ torch.cat([_by_head(self.att_src), _by_head(self.att_dst)], dim=1)
        sent, asked = (half.flatten() for half in both.view(-1, 2, self.heads).unbind(1))
        scores = sent.index_select(0, edges.senders)
        scores += asked.index_select(0, edges.receivers)
        scores = functional.leaky_relu(scores, NEGATIVE_SLOPE, inplace=True)
        share = quick_dropout(softmax_by_receiver(scores, edges), self.dropout, self.training)
        received = weighed_sum(z.view(-1, self.att_src.shape[-1]), share, edges)
        return received.view(-1, len(self.bias)) + self.bias


def _by_head(attention: Tensor) -> Tensor:
    """The heads' vectors as a matrix whose product with z is one score per head.

    Shapes:
        attention: (1, heads, out_width), float.
        returns: (heads * out_width, heads), float.
    """
    matrix: Tensor = torch.block_diag(*attention[0].unbind())  # type: ignore[no-untyped-call]
    return matrix.t()
