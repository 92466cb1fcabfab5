"""Rows that several stacked networks are asked about, in one graph."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from hfgnn.models.adjacency import Adjacency
from hfgnn.models.message_round import MessageRound, WeighedEdges
from hfgnn.models.stacked_gcn import StackedGCN, side_by_side
from hfgnn.types import Graph, Nodes, Rows


@dataclass(frozen=True)
class StackedRows:
    """What a stack is asked.

    Attributes:
        heard: rows whose first round is computed.
        asked: rows whose second round is computed, whose loss is taken.
        mixed: what the first round gives of the patients' own columns.
        second: the round from the heard to the asked.
        label: of the asked.

    Shapes:
        heard: (heard,), int64, as row numbers of the nodes.
        asked: (asked,), int64, as row numbers of the nodes.
        mixed: (heard, columns), float32.
        label: (asked,), int64.
    """

    heard: Tensor
    asked: Tensor
    mixed: Tensor
    second: MessageRound
    label: Tensor
    several: dict[int, WeighedEdges] = field(default_factory=dict)

    def edges_for(self, networks: int) -> WeighedEdges:
        """The second round's edges for so many networks."""
        if networks not in self.several:
            self.several[networks] = side_by_side(self.second.convolution, networks)
        return self.several[networks]

    @classmethod
    def of(cls, nodes: Nodes, graph: Graph, rows: Rows) -> StackedRows:
        """Rows of a graph, and whoever their answers depend on."""
        weights = None if graph.weights is None else torch.from_numpy(graph.weights)
        asked, x = torch.from_numpy(rows), torch.from_numpy(nodes.x)
        edges = torch.from_numpy(graph.edges)
        first, second = Adjacency(edges, weights, patients=len(x), asked=asked).rounds(2)
        going_in = torch.arange(len(x)) if first.rows is None else first.rows
        return cls(
            heard=going_in[: first.num_receivers],
            asked=asked,
            mixed=first.convolved(x),
            second=second,
            label=torch.from_numpy(nodes.label[rows]),
        )

    def losses(self, stack: StackedGCN, noise: tuple[Tensor, Tensor] | None) -> Tensor:
        """Cross-entropy of each network, (networks,).

        Args:
            stack: the networks.
            noise: of dropout, as the stack takes it.
        """
        logits: Tensor = stack(self.mixed, self.edges_for(len(stack)), noise)
        each = cross_entropy(logits.flatten(0, 1), self.label.repeat(len(logits)), reduction="none")
        return each.view(len(logits), -1).mean(dim=1)
