"""Several graph convolutional networks of one shape, computed as one."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from hfgnn.models.gcn import GCN
from hfgnn.models.graph_convolution import GraphConvolution
from hfgnn.models.message_round import WeighedEdges
from hfgnn.models.sorted_edges import SortedEdges


class StackedGCN(nn.Module):
    """Networks that see the same patients and the same graph, each with weights of its own.

    Each answers as it would alone, but for rounding: every operation is one for all networks, and
    the patients of all networks stand behind each other as one graph, whose parts do not touch.

    Args:
        networks: of one shape.

    Shapes:
        mixed: (heard, in_width), float. What the first round's messages come to; the same for all
            networks, since no weight has been at work.
        second: edges and shares of the second round, from (networks * heard) to (networks *
            asked) rows, as side_by_side gives them.
        noise: of each round: (networks, heard, hidden_width) and (networks, asked, hidden_width);
            0 where dropout takes a number away, and what the others are multiplied by. None
            where nothing is dropped.
        returns: (networks, asked, num_classes). Logits.

    Raises:
        ValueError: there is no network, or their shapes differ, or one adds or joins more than
            its two convolutions do.
    """

    def __init__(self, networks: Sequence[GCN]) -> None:
        super().__init__()
        if not all(is_plain(one) for one in networks):
            raise ValueError("networks with residual or jumping_knowledge cannot be stacked")
        shapes = [[tensor.shape for tensor in one.state_dict().values()] for one in networks]
        if not shapes or any(shape != shapes[0] for shape in shapes):
            raise ValueError(f"{len(networks)} networks have no shape in common")
        self.names = tuple(networks[0].state_dict())
        self.hidden_width = networks[0].classify.in_features
        self.dropout = networks[0].dropout.p
        each = [list(one.state_dict().values()) for one in networks]
        self.stacked = nn.ParameterDict(
            {
                name.replace(".", "/"): nn.Parameter(torch.stack(tensors))
                for name, tensors in zip(self.names, zip(*each, strict=True), strict=True)
            }
        )

    def __len__(self) -> int:
        return len(self._weight("classify.bias"))

    def _weight(self, name: str) -> Tensor:
        weight: Tensor = self.stacked[name.replace(".", "/")]
        return weight

    def weights_of(self, number: int) -> dict[str, Tensor]:
        """A copy of the weights of one network, by the names that they have there."""
        return {name: self._weight(name).detach()[number].clone() for name in self.names}

    def forward(
        self, mixed: Tensor, second: WeighedEdges, noise: tuple[Tensor, Tensor] | None = None
    ) -> Tensor:
        mixed = mixed.expand(len(self), -1, -1)
        hidden = self._linear(mixed, "first.lin.weight", "first.bias").relu()
        if noise is not None:
            hidden = hidden * noise[0]
        # Messages are passed before the product here, and behind it there: the same sum.
        hidden = second.add_up(hidden.flatten(0, 1)).view(len(self), -1, self.hidden_width)
        hidden = self._linear(hidden, "second.lin.weight", "second.bias").relu()
        if noise is not None:
            hidden = hidden * noise[1]
        return self._linear(hidden, "classify.weight", "classify.bias")

    def _linear(self, x: Tensor, weight: str, bias: str) -> Tensor:
        """Each network's own product, (networks, rows, width)."""
        return torch.baddbmm(self._weight(bias)[:, None], x, self._weight(weight).mT)


def is_plain(network: nn.Module) -> bool:
    """Whether a network is two convolutions and a linear layer, and nothing else.

    Args:
        network: of any kind.
    """
    if type(network) is not GCN or network.jumping_knowledge:
        return False
    return type(network.first) is type(network.second) is GraphConvolution


def side_by_side(given: WeighedEdges, graphs: int) -> WeighedEdges:
    """A graph, several times, as one graph of parts that do not touch.

    Args:
        given: edges of one.
        graphs: how many.
    """
    edges, number = given.edges, len(given.share)
    step = torch.arange(graphs, dtype=edges.senders.dtype)[:, None]
    starts = (edges.offsets[:-1] + step * number).flatten()
    several = SortedEdges(
        senders=(edges.senders + step * edges.num_senders).flatten(),
        receivers=(edges.receivers + step * edges.num_receivers).flatten(),
        offsets=torch.cat([starts, starts.new_tensor([number * graphs])]),
        order=torch.arange(number * graphs, dtype=edges.order.dtype),
        num_senders=edges.num_senders * graphs,
    )
    return WeighedEdges(several, given.share.repeat(graphs))
