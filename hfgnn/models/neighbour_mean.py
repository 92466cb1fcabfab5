"""One layer of GraphSAGE: a patient beside the mean of its senders."""

from torch import Tensor, nn

from hfgnn.models.message_round import MessageRound
from hfgnn.models.messages import add_received


class NeighbourMean(nn.Module):
    """Adds one linear map of a patient's own features to another of its senders' mean.

    x'_i = b + W_rel (sum over the senders j of w_ji x_j) / n_i + W_root x_i, where n_i is how
    many edges i receives (Hamilton et al. 2017, https://arxiv.org/abs/1706.02216, algorithm 1,
    mean; one matrix for their concatenation is two for its halves). A patient that receives none
    keeps its own part. Parameters are named, and drawn, as those of torch_geometric's GraphConv.

    Args:
        in_width: features per patient before.
        out_width: features per patient after.

    Shapes:
        x: (patients, in_width), float.
        edges: (2, edges), int64, without self-loops. Row 0 sends, row 1 receives. Or a round,
            which has the weights in it.
        weights: (edges,), float, or None where all edges count alike.
        returns: (patients, out_width), float; of a round, for the rows that receive.
    """

    takes_rounds = True

    def __init__(self, in_width: int, out_width: int) -> None:
        super().__init__()
        self.lin_rel = nn.Linear(in_width, out_width)
        self.lin_root = nn.Linear(in_width, out_width, bias=False)
        # Drawn once more, as torch_geometric does, so that a seed means the same network.
        for part in (self.lin_rel, self.lin_root):
            part.reset_parameters()

    def forward(
        self, x: Tensor, edges: Tensor | MessageRound, weights: Tensor | None = None
    ) -> Tensor:
        if isinstance(edges, MessageRound):
            return self._in_round(x, edges)
        senders, receivers = edges
        messages = x.index_select(0, senders)
        if weights is not None:
            messages = weights[:, None] * messages
        count = add_received(x.new_ones(edges.shape[1]), receivers, len(x)).clamp(min=1)
        mean = add_received(messages, receivers, len(x)) / count[:, None]
        received: Tensor = self.lin_rel(mean)
        own: Tensor = self.lin_root(x)
        return received + own

    def _in_round(self, x: Tensor, given: MessageRound) -> Tensor:
        received: Tensor = self.lin_rel(given.averaged(x))
        own: Tensor = self.lin_root(given.read(x)[: given.num_receivers])
        return received + own
