"""One layer of graph attention: neighbours weighed by what both ends look like."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from hfgnn.models.messages import (
    add_received,
    draw_glorot,
    softmax_over_received,
    with_self_loops,
)

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
        edges: (2, edges), int64, without self-loops. Row 0 sends, row 1 receives.
        returns: (patients, heads * out_width), float, head after head.
    """

    def __init__(self, in_width: int, out_width: int, *, heads: int, dropout: float) -> None:
        super().__init__()
        self.lin = nn.Linear(in_width, heads * out_width, bias=False)
        self.att_src = nn.Parameter(torch.empty(1, heads, out_width))
        self.att_dst = nn.Parameter(torch.empty(1, heads, out_width))
        self.bias = nn.Parameter(torch.zeros(heads * out_width))
        self.heads = heads
        self.dropout = dropout
        draw_glorot(self.lin.weight, self.att_src, self.att_dst)

    def forward(self, x: Tensor, edges: Tensor) -> Tensor:
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
