"""Graph attention network that sees how near the patients are of which each hears."""

from torch import nn

from hfgnn.models.edge_attention import EdgeAttention
from hfgnn.models.layers import TwoRounds


class GATDistances(TwoRounds):
    """Two attention layers that see the edges, and a linear one.

    As hfgnn.models.gat.GAT, but the attention of a patient to a sender depends on the weight and
    the length of the edge too, so that it can trust near ones more
    (hfgnn/models/edge_attention.py).

    Args:
        in_width: features per patient.
        hidden_width: features per patient and head between the layers.
        num_classes: classes to tell apart.
        heads: attention heads of each layer.
        dropout: share of features and of attention weights zeroed in training, in [0, 1).

    Shapes:
        as in hfgnn.models.layers.TwoRounds; in the place of weights it takes (edges, 2), as
        hfgnn.types.Graph.edge_features gives them.

    Example:
        >>> import torch
        >>> network = GATDistances(
        ...     in_width=517, hidden_width=8, num_classes=2, heads=4, dropout=0.5
        ... )
        >>> ring = torch.tensor([[0, 1, 2], [1, 2, 0]])
        >>> network(torch.zeros(3, 517), ring, torch.tensor([[1, 0.3], [1, 1.2], [1, 1]])).shape
        torch.Size([3, 2])
    """

    takes_distances = True

    def __init__(
        self, *, in_width: int, hidden_width: int, num_classes: int, heads: int, dropout: float
    ) -> None:
        width = heads * hidden_width
        super().__init__(
            EdgeAttention(in_width, hidden_width, heads=heads, dropout=dropout),
            EdgeAttention(width, hidden_width, heads=heads, dropout=dropout),
            nn.ELU(),
            in_width=in_width,
            hidden_width=width,
            num_classes=num_classes,
            dropout=dropout,
        )
