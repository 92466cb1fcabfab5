"""One layer of a graph transformer: neighbours weighed by how well their key fits a query."""

import math

from torch import Tensor, nn
from torch.nn import functional

from hfgnn.models.message_round import MessageRound
from hfgnn.models.messages import add_received, softmax_over_received
from hfgnn.models.quick_dropout import quick_dropout
from hfgnn.models.sorted_messages import edge_products, softmax_by_receiver, weighed_sum


class DotProductAttention(nn.Module):
    """Adds to a linear map of a patient's features its senders' values, weighed head by head.

    With query, key, value and skip four linear maps of x: the score of an edge is
    query_i · key_j / sqrt(out_width), its weight the softmax of the scores over the senders j of
    i, and x'_i = skip_i + the sum of the weighted value_j (Shi et al. 2021,
    https://arxiv.org/abs/2009.03509, eq. 3-4, without edge features and gate). A patient that
    receives nothing keeps its skip. Parameters are named, and drawn, as those of
    torch_geometric's TransformerConv.

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
        self.lin_key = nn.Linear(in_width, heads * out_width)
        self.lin_query = nn.Linear(in_width, heads * out_width)
        self.lin_value = nn.Linear(in_width, heads * out_width)
        self.lin_skip = nn.Linear(in_width, heads * out_width)
        self.heads = heads
        self.dropout = dropout
        # Drawn once more, as torch_geometric does, so that a seed means the same network.
        for part in (self.lin_key, self.lin_query, self.lin_value, self.lin_skip):
            part.reset_parameters()

    def forward(self, x: Tensor, edges: Tensor | MessageRound) -> Tensor:
        if isinstance(edges, MessageRound):
            return self._in_round(x, edges)
        patients = len(x)
        senders, receivers = edges
        query, key, value = (
            part(x).view(patients, self.heads, -1).index_select(0, end)
            for part, end in (
                (self.lin_query, receivers),
                (self.lin_key, senders),
                (self.lin_value, senders),
            )
        )
        scores = (query * key).sum(dim=-1) / math.sqrt(key.shape[-1])
        share = softmax_over_received(scores, receivers, patients)
        share = functional.dropout(share, self.dropout, self.training)
        received = add_received(share[:, :, None] * value, receivers, patients).flatten(1)
        skip: Tensor = self.lin_skip(x)
        return received + skip

    def _in_round(self, x: Tensor, given: MessageRound) -> Tensor:
        edges = given.by_head(self.heads, loops=False)
        x = given.read(x)
        own = x[: given.num_receivers]
        query, key, value = (
            part(rows).view(-1, part.out_features // self.heads)
            for part, rows in ((self.lin_query, own), (self.lin_key, x), (self.lin_value, x))
        )
        scores = edge_products(query, key, edges) / math.sqrt(key.shape[-1])
        share = quick_dropout(softmax_by_receiver(scores, edges), self.dropout, self.training)
        skip: Tensor = self.lin_skip(own)
        return weighed_sum(value, share, edges).view(skip.shape) + skip
