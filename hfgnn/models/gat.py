"""Graph attention network that classifies every patient from the patients most like it."""

from torch import nn

from hfgnn.models.graph_attention import GraphAttention
from hfgnn.models.layers import TwoRounds
from hfgnn.models.residual import added_to_its_input


class GAT(TwoRounds):
    """Two attention layers and a linear one.

    Each attention layer replaces a patient's features by a weighted sum of its own and its
    senders'; the weights are learned, one per edge and head, and sum to 1 over the edges a
    patient receives (Veličković et al. 2018, https://arxiv.org/abs/1710.10903, eq. 1-4).

    Args:
        in_width: features per patient.
        hidden_width: features per patient and head between the layers.
        num_classes: classes to tell apart.
        heads: attention heads of each layer.
        dropout: share of features and of attention weights zeroed in training, in [0, 1).
        residual: whether each attention layer is added to what goes into it (He et al. 2016,
            https://arxiv.org/abs/1512.03385).
        jumping_knowledge: whether the linear layer sees what both attention layers give, side by
            side (Xu et al. 2018, https://arxiv.org/abs/1806.03536).

    Shapes:
        as in hfgnn.models.layers.TwoRounds; takes no weights, since it learns its own.

    Example:
        >>> import torch
        >>> network = GAT(
        ...     in_width=517, hidden_width=8, num_classes=2, heads=4, dropout=0.5,
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
        heads: int,
        dropout: float,
        residual: bool,
        jumping_knowledge: bool,
    ) -> None:
        width = heads * hidden_width
        first, second = (
            added_to_its_input(
                GraphAttention(before, hidden_width, heads=heads, dropout=dropout),
                before,
                width,
                residual=residual,
            )
            for before in (in_width, width)
        )
        super().__init__(
            first,
            second,
            nn.ELU(),
            in_width=in_width,
            hidden_width=width,
            num_classes=num_classes,
            dropout=dropout,
            jumping_knowledge=jumping_knowledge,
        )
