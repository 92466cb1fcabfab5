"""Graph transformer that classifies every patient from the patients most like it."""

from torch import nn

from hfgnn.models.dot_product_attention import DotProductAttention
from hfgnn.models.layers import TwoRounds


class Transformer(TwoRounds):
    """Two layers of scaled dot-product attention along the edges, and a linear one.

    Each layer adds to a linear map of a patient's own features a weighted sum of its senders'
    values; query and key decide the weights, head by head (Shi et al. 2021,
    https://arxiv.org/abs/2009.03509, eq. 3-5).

    Args:
        in_width: features per patient.
        hidden_width: features per patient and head between the layers.
        num_classes: classes to tell apart.
        heads: attention heads of each layer.
        dropout: share of features and of attention weights zeroed in training, in [0, 1).

    Shapes:
        as in hfgnn.models.layers.TwoRounds; takes no weights, since it learns its own.

    Example:
        >>> import torch
        >>> network = Transformer(in_width=517, hidden_width=8, num_classes=2, heads=4, dropout=0.5)
        >>> ring = torch.tensor([[0, 1, 2], [1, 2, 0]])
        >>> network(torch.zeros(3, 517), ring).shape
        torch.Size([3, 2])
    """

    def __init__(
        self, *, in_width: int, hidden_width: int, num_classes: int, heads: int, dropout: float
    ) -> None:
        width = heads * hidden_width
        super().__init__(
            DotProductAttention(in_width, hidden_width, heads=heads, dropout=dropout),
            DotProductAttention(width, hidden_width, heads=heads, dropout=dropout),
            nn.ReLU(),
            in_width=in_width,
            hidden_width=width,
            num_classes=num_classes,
            dropout=dropout,
        )
