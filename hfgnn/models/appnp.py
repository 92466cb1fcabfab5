"""Network that classifies every patient alone, and then lets the answers travel."""

from torch import Tensor, nn

from hfgnn.models.messages import add_received, convolution_shares, with_self_loops


class APPNP(nn.Module):
    """A plain network, 517-128-2, and personalized PageRank of its answers.

    With H the logits of each patient alone: Z_0 = H and Z_{t+1} = (1 - teleport) A Z_t +
    teleport H, where A adds up what senders and the patient itself say, each divided by the root
    of both in-degrees, as a graph convolution does (Gasteiger et al. 2019,
    https://arxiv.org/abs/1810.05997, eq. 5). What a patient says itself stays in its answer,
    however many steps are taken.

    Args:
        in_width: features per patient.
        hidden_width: features per patient in the plain network.
        num_classes: classes to tell apart.
        dropout: share of hidden features zeroed in training, in [0, 1).
        steps: that answers travel.
        teleport: share of a patient's own answer in each of them, in (0, 1].

    Shapes:
        x: (patients, in_width), float, in training standard deviations.
        edges: (2, edges), int64, without self-loops. Row 0 sends, row 1 receives.
        weights: (edges,), float, at least 0, or None where all edges count alike.
        returns: (patients, num_classes), float. Logits, in the order of x.

    Raises:
        ValueError: x does not have in_width columns.

    Example:
        >>> import torch
        >>> network = APPNP(
        ...     in_width=517, hidden_width=8, num_classes=2, dropout=0.5, steps=10, teleport=0.1
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
        steps: int,
        teleport: float,
    ) -> None:
        super().__init__()
        self.encode = nn.Linear(in_width, hidden_width)
        self.dropout = nn.Dropout(dropout)
        self.classify = nn.Linear(hidden_width, num_classes)
        self.num_rounds = steps  # how many steps a patient's answer can see
        self.teleport = teleport

    def forward(self, x: Tensor, edges: Tensor, weights: Tensor | None = None) -> Tensor:
        if x.shape[-1] != self.encode.in_features:
            raise ValueError(
                f"patients have {x.shape[-1]} features, but this APPNP "
                f"takes {self.encode.in_features}"
            )
        alone: Tensor = self.classify(self.dropout(self.encode(x).relu()))
        return self.travelled(alone, edges, weights)

    def travelled(self, alone: Tensor, edges: Tensor, weights: Tensor | None) -> Tensor:
        """What patients say once they have heard each other.

        Args:
            alone: what each says by itself.
            edges: as in the call.
            weights: as in the call.

        Shapes:
            alone: (patients, num_classes), float.
            returns: (patients, num_classes), float.
        """
        patients = len(alone)
        if weights is None:
            weights = alone.new_ones(edges.shape[1])
        senders, receivers = with_self_loops(edges, patients)
        share = (1 - self.teleport) * convolution_shares(senders, receivers, weights)[:, None]
        said, own = alone, self.teleport * alone
        for _ in range(self.num_rounds):
            messages = share * said.index_select(0, senders)
            said = add_received(messages, receivers, patients) + own
        return said
