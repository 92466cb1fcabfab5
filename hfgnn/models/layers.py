"""What the node classifiers share: two rounds of messages, and the refusal of a wrong width."""

from torch import Tensor, nn

from hfgnn.models.adjacency import Adjacency
from hfgnn.models.quick_dropout import quick_dropout


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
            self-loops, which layers add where their formula has them. Or a graph made ready,
            which has the weights in it.
        weights: (edges,), float, or None where all edges count alike.
        returns: (patients, num_classes), float. Logits, in the order of x; of a graph made
            ready, for the patients that it asks about, in their order.

    Raises:
        ValueError: x does not have in_width columns, or not the patients of a graph made ready,
            or there are weights beside one.
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

    @property
    def takes_adjacency(self) -> bool:
        """Whether a graph made ready is faster here; it gives the same answers in any case."""
        return all(getattr(layer, "takes_rounds", False) for layer in (self.first, self.second))

    def forward(
        self, x: Tensor, edges: Tensor | Adjacency, weights: Tensor | None = None
    ) -> Tensor:
        if x.shape[-1] != self.in_width:
            raise ValueError(
                f"patients have {x.shape[-1]} features, but this {type(self).__name__} "
                f"takes {self.in_width}"
            )
        if isinstance(edges, Adjacency):
            return self._made_ready(x, edges, weights)
        extra = () if weights is None else (weights,)
        for layer in (self.first, self.second):
            x = self.dropout(self.between(layer(x, edges, *extra)))
        logits: Tensor = self.classify(x)
        return logits

    def _made_ready(self, x: Tensor, adjacency: Adjacency, weights: Tensor | None) -> Tensor:
        if weights is not None:
            raise ValueError("a graph made ready has its weights in it, but others are given")
        if len(x) != adjacency.patients:
            raise ValueError(
                f"x has {len(x)} patients, but the graph made ready has {adjacency.patients}"
            )
        if not self.takes_adjacency or x.device.type != "cpu":
            edges, weights, asked = (
                None if part is None else part.to(x.device)
                for part in (adjacency.edges, adjacency.weights, adjacency.asked)
            )
            answers: Tensor = self(x, edges, weights)[asked]
            return answers
        for layer, given in zip((self.first, self.second), adjacency.rounds(2), strict=True):
            x = self.between(layer(x, given))
            x = quick_dropout(x, self.dropout.p, self.training)
        logits: Tensor = self.classify(x)
        return logits
