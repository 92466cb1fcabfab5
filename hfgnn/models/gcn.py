"""Graph convolutional network that classifies every patient from the patients most like it."""

from torch import nn

from hfgnn.models.graph_convolution import GraphConvolution
from hfgnn.models.layers import TwoRounds
from hfgnn.models.residual import added_to_its_input


class GCN(TwoRounds):
    """Two graph convolutions and a linear layer: 517-128-128-2 as published.

    Each convolution adds to a patient's own features those of its senders, each divided by the
    root of the product of both in-degrees, itself counted (Kipf and Welling 2017,
    https://arxiv.org/abs/1609.02907, eq. 2).

    Args:
        in_width: features per patient.
        hidden_width: features per patient between the layers.
        num_classes: classes to tell apart.
        dropout: share of features zeroed in training, in [0, 1).
        residual: whether each convolution is added to what goes into it (He et al. 2016,
            https://arxiv.org/abs/1512.03385).
        jumping_knowledge: whether the linear layer sees what both convolutions give, side by side
            (Xu et al. 2018, https://arxiv.org/abs/1806.03536).

    Shapes:
        as in hfgnn.models.layers.TwoRounds; weights multiply the messages.

    Example:
        >>> import torch
        >>> network = GCN(
        ...     in_width=517, hidden_width=8, num_classes=2, dropout=0.5,
        ...     residual=False, jumping_knowledge=False,
        ... )
        >>> ring = torch.tensor([[0, 1, 2], [1, 2, 0]])
        >>> network(torch.zeros(3, 517), ring).shape
        torch.Size([3, 2])
    """

    def __init__(
        self,
        *,
        in_width: int,
        hidden_width: int,
        num_classes: int,
        dropout: float,
        residual: bool,
        jumping_knowledge: bool,
    ) -> None:
        first, second = (
            added_to_its_input(
                GraphConvolution(width, hidden_width), width, hidden_width, residual=residual
            )
            for width in (in_width, hidden_width)
        )
        super().__init__(
            first,
            second,
            nn.ReLU(),
            in_width=in_width,
            hidden_width=hidden_width,
            num_classes=num_classes,
            dropout=dropout,
            jumping_knowledge=jumping_knowledge,
        )
