"""What the node classifiers share: two rounds of messages, and the refusal of a wrong width."""

from torch import Tensor, nn


class TwoRounds(nn.Module):
    """Two message-passing layers and a linear one, with a non-linearity and dropout between.

    A patient is a node. Each layer replaces its features by a mixture of its own and those it
    receives; after two of them a patient knows of patients two steps away, and of no others.

    Args:
        first: layer from in_width to the hidden width.
        second: layer from the hidden width to the hidden width.
        between: non-linearity after each of them.
        hidden_width: features per patient after each of them.
        num_classes: classes to tell apart.
        in_width: features per patient.
        dropout: share of features zeroed after each of them in training, in [0, 1).

    Shapes:
        x: (patients, in_width), float, in training standard deviations.
        edges: (2, edges), int64. Row 0 sends, row 1 receives, as row numbers of x. Without
            self-loops, which layers add where their formula has them.
        weights: (edges,), float, or None where all edges count alike.
        returns: (patients, num_classes), float. Logits, in the order of x.

    Raises:
        ValueError: x does not have in_width columns.
    """

    num_rounds = 2  # how many steps a patient's answer can see

    def __init__(
        self,
        first: nn.Module,
        second: nn.Module,
        between: nn.Module,
        *,
        in_width: int,
        hidden_width: int,
        num_classes: int,
        dropout: float,
    ) -> None:
        super().__init__()
        self.first = first
        self.second = second
        self.between = between
        self.dropout = nn.Dropout(dropout)
        self.classify = nn.Linear(hidden_width, num_classes)
        self.in_width = in_width

    def forward(self, x: Tensor, edges: Tensor, weights: Tensor | None = None) -> Tensor:
        if x.shape[-1] != self.in_width:
            raise ValueError(
                f"patients have {x.shape[-1]} features, but this {type(self).__name__} "
                f"takes {self.in_width}"
            )
        extra = () if weights is None else (weights,)
        for layer in (self.first, self.second):
            x = self.dropout(self.between(layer(x, edges, *extra)))
        logits: Tensor = self.classify(x)
        return logits
