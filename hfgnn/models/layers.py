"""What the node classifiers share: two rounds of messages, and the refusal of a wrong width."""

from collections.abc import Sequence

import torch
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
        jumping_knowledge: whether the linear layer sees what both of them give, side by side,
            and not the second alone (Xu et al. 2018, https://arxiv.org/abs/1806.03536).

    Shapes:
        x: (patients, in_width), float, in training standard deviations.
        edges: (2, edges), int64. Row 0 sends, row 1 receives, as row numbers of x. Without
            self-loops, which layers add where their formula has them. Or a graph made ready,
            which has the weights in it.
        weights: (edges,), float, or None where all edges count alike. Of a network that says
            ``takes_distances = True``: (edges, 2), float, weights and lengths of the edges.
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
        jumping_knowledge: bool = False,
    ) -> None:
        super().__init__()
        self.first = first
        self.second = second
        self.between = between
        self.dropout = nn.Dropout(dropout)
        self.classify = nn.Linear((1 + jumping_knowledge) * hidden_width, num_classes)
        self.in_width = in_width
        self.jumping_knowledge = jumping_knowledge

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
        given = []
        for layer in (self.first, self.second):
            x = self.dropout(self.between(layer(x, edges, *extra)))
            given.append(x)
        return self.concluded(given, len(x))

    def concluded(self, given: Sequence[Tensor], asked: int) -> Tensor:
        """Logits of the patients that are asked about.

        Args:
            given: what each layer gave, of rows of which the asked ones are the first.
            asked: how many they are.

        Shapes:
            given: (rows, hidden_width), float, each; with rows of its own.
            returns: (asked, num_classes), float.
        """
        rows = given[-1][:asked]
        if self.jumping_knowledge:
            rows = torch.cat([each[:asked] for each in given], dim=1)
        logits: Tensor = self.classify(rows)
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
        given = []
        for layer, one in zip((self.first, self.second), adjacency.rounds(2), strict=True):
            x = self.between(layer(x, one))
            x = quick_dropout(x, self.dropout.p, self.training)
            given.append(x)
        return self.concluded(given, len(x))
