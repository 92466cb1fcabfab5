"""GraphSAGE: a patient, and beside it the mean of the patients most like it."""

from torch import nn

from hfgnn.models.layers import TwoRounds
from hfgnn.models.neighbour_mean import NeighbourMean


class SAGE(TwoRounds):
    """Two rounds of neighbour means and a linear layer.

    Each round adds one linear map of a patient's own features to another of the mean of its
    senders' (Hamilton et al. 2017, https://arxiv.org/abs/1706.02216, algorithm 1, mean). A
    patient without senders keeps its own part.

    Args:
        in_width: features per patient.
        hidden_width: features per patient between the layers.
        num_classes: classes to tell apart.
        dropout: share of features zeroed in training, in [0, 1).

    Shapes:
        as in hfgnn.models.layers.TwoRounds; weights multiply the messages.

    Example:
        >>> import torch
        >>> network = SAGE(in_width=517, hidden_width=8, num_classes=2, dropout=0.5)
        >>> ring = torch.tensor([[0, 1, 2], [1, 2, 0]])
        >>> network(torch.zeros(3, 517), ring).shape
        torch.Size([3, 2])
    """

    def __init__(
        self, *, in_width: int, hidden_width: int, num_classes: int, dropout: float
    ) -> None:
        super().__init__(
            NeighbourMean(in_width, hidden_width),
            NeighbourMean(hidden_width, hidden_width),
            nn.ReLU(),
            in_width=in_width,
            hidden_width=hidden_width,
            num_classes=num_classes,
            dropout=dropout,
        )
