"""One layer of graph attention that sees the edges too: how much one weighs, and how long it is."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from hfgnn.models.graph_attention import NEGATIVE_SLOPE
from hfgnn.models.messages import (
    add_received,
    draw_glorot,
    softmax_over_received,
    with_self_loops,
)

EDGE_WIDTH = 2
"""Weight and length."""


class EdgeAttention(nn.Module):
    """Mixes a patient's features with its senders', by weights from both ends and from the edge.

    As hfgnn.models.graph_attention, but the score of an edge with features e is
    LeakyReLU(a_src z_j + a_dst z_i + a_edge W_e e), head by head (Veličković et al. 2018,
    https://arxiv.org/abs/1710.10903, eq. 1-5, with edge features as torch_geometric's GATConv
    adds them). A patient's own message has the weight 1 and comes from no distance. Parameters
    are named, and drawn, as those of that layer with ``edge_dim=2``.

    Args:
        in_width: features per patient before.
        out_width: features per patient and head after.
        heads: attention heads.
        dropout: share of attention weights zeroed in training, in [0, 1).

    Shapes:
        x: (patients, in_width), float.
        edges: (2, edges), int64, without self-loops. Row 0 sends, row 1 receives.
        features: (edges, 2), float, the weights and the lengths of the edges, these in units of
            the median edge; None where all weigh 1 and no length is known.
        returns: (patients, heads * out_width), float, head after head.
    """

    def __init__(self, in_width: int, out_width: int, *, heads: int, dropout: float) -> None:
        super().__init__()
        self.lin = nn.Linear(in_width, heads * out_width, bias=False)
        self.lin_edge = nn.Linear(EDGE_WIDTH, heads * out_width, bias=False)
        self.att_src, self.att_dst, self.att_edge = (
            nn.Parameter(torch.empty(1, heads, out_width)) for _ in range(3)
        )
        self.bias = nn.Parameter(torch.zeros(heads * out_width))
        self.heads = heads
        self.dropout = dropout
        draw_glorot(
            self.lin.weight, self.lin_edge.weight, self.att_src, self.att_dst, self.att_edge
        )

    def forward(self, x: Tensor, edges: Tensor, features: Tensor | None = None) -> Tensor:
        patients = len(x)
        own = x.new_tensor([1.0, 0.0])
        if features is None:
            features = own.expand(edges.shape[1], -1)
        features = torch.cat([features, own.expand(patients, -1)])
        senders, receivers = with_self_loops(edges, patients)
        z = self.lin(x).view(patients, self.heads, -1)
        sent = (z * self.att_src).sum(dim=-1).index_select(0, senders)
        asked = (z * self.att_dst).sum(dim=-1).index_select(0, receivers)
        scores = functional.leaky_relu(sent + asked + self._said(features), NEGATIVE_SLOPE)
        share = softmax_over_received(scores, receivers, patients)
        share = functional.dropout(share, self.dropout, self.training)
        messages = share[:, :, None] * z.index_select(0, senders)
        return add_received(messages, receivers, patients).flatten(1) + self.bias

    def _said(self, features: Tensor) -> Tensor:
        """What each edge adds to its scores, (edges, heads).

        Both maps are linear, so they are multiplied first, and no edge is ever as wide as a head.
        """
        map_of_edge = self.lin_edge.weight.view(self.heads, -1, EDGE_WIDTH)
        by_head = (self.att_edge[0, :, :, None] * map_of_edge).sum(dim=1)
        return features @ by_head.t()
