"""Network that listens to the patients most like each only as far as that helps."""

from torch import nn

from hfgnn.models.gated_mean import GatedMean
from hfgnn.models.layers import TwoRounds


class Gated(TwoRounds):
    """Two gated means and a linear layer: 517-128-128-2.

    Each round moves a patient's hidden features towards the mean of its senders', each feature as
    far as its gate is open. Gates start almost shut, and without edges the network is the plain
    one of two hidden layers (hfgnn/models/gated_mean.py).

    Args:
        in_width: features per patient.
        hidden_width: features per patient between the layers.
        num_classes: classes to tell apart.
        dropout: share of features zeroed in training, in [0, 1).
        gate_start: where the logit of every gate starts; -3 opens it by 5 %.

    Shapes:
        as in hfgnn.models.layers.TwoRounds; weights multiply the messages.

    Example:
        >>> import torch
        >>> network = Gated(in_width=517, hidden_width=8, num_classes=2, dropout=0.5, gate_start=-3)
        >>> ring = torch.tensor([[0, 1, 2], [1, 2, 0]])
        >>> network(torch.zeros(3, 517), ring).shape
        torch.Size([3, 2])
    """

    sorts_small_graphs = True

    def __init__(
        self,
        *,
        in_width: int,
        hidden_width: int,
        num_classes: int,
        dropout: float,
        gate_start: float,
    ) -> None:
        super().__init__(
            GatedMean(in_width, hidden_width, gate_start=gate_start),
            GatedMean(hidden_width, hidden_width, gate_start=gate_start),
            nn.ReLU(),
            in_width=in_width,
            hidden_width=hidden_width,
            num_classes=num_classes,
            dropout=dropout,
        )

    def listens(self) -> list[float]:
        """How far the gates of each round are open on average, in (0, 1); 0 hears nobody."""
        rounds = (self.first, self.second)
        return [float(one.gate.detach().mean()) for one in rounds if isinstance(one, GatedMean)]
