"""One layer in which a patient decides, feature by feature, how far to follow its senders."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from hfgnn.models.message_round import MessageRound
from hfgnn.models.messages import add_received, draw_glorot

GATE_STRIDE = 20.0
"""How much farther a gate goes than the optimizer steps.

Its way from "self" to "half and half" is as long as hundreds of steps of a weight, and a training
that stops early has not that many.
"""


class GatedMean(nn.Module):
    """Moves a patient's features towards those of its senders, each as far as its gate is open.

    With z = W x + b: x'_i = z_i + g * (sum over the senders j of w_ji (z_j - z_i)) / n_i, where
    n_i is how many edges i receives and g, one number in (0, 1) per feature, is learned. It starts
    near 0, where everybody is on its own, so that senders are heard only as far as that lowers the
    loss; weight decay pulls it back there. A patient without senders, or whose senders weigh
    nothing, has z_i: without edges this is a linear layer. Gates between a node and its
    neighbours are those of highway networks (Srivastava et al. 2015,
    https://arxiv.org/abs/1505.00387, eq. 3) with the senders' mean for the transform.

    Args:
        in_width: features per patient before.
        out_width: features per patient after.
        gate_start: where the logit of every gate starts; -3 opens it by 5 %.

    Shapes:
        x: (patients, in_width), float.
        edges: (2, edges), int64, without self-loops. Row 0 sends, row 1 receives. Or a round,
            which has the weights in it.
        weights: (edges,), float, in [0, 1], or None where all edges count alike.
        returns: (patients, out_width), float; of a round, for the rows that receive.
    """

    takes_rounds = True

    def __init__(self, in_width: int, out_width: int, *, gate_start: float) -> None:
        super().__init__()
        self.lin = nn.Linear(in_width, out_width)
        draw_glorot(self.lin.weight)
        nn.init.zeros_(self.lin.bias)
        self.opened = nn.Parameter(torch.zeros(out_width))
        self.gate_start = gate_start

    @property
    def gate(self) -> Tensor:
        """How far each feature follows the senders, (out_width,), in (0, 1)."""
        return torch.sigmoid(self.gate_start + GATE_STRIDE * self.opened)

    def forward(
        self, x: Tensor, edges: Tensor | MessageRound, weights: Tensor | None = None
    ) -> Tensor:
        if isinstance(edges, MessageRound):
            return self._in_round(x, edges)
        senders, receivers = edges
        z: Tensor = self.lin(x)
        apart = z.index_select(0, senders) - z.index_select(0, receivers)
        if weights is not None:
            apart = weights[:, None] * apart
        count = add_received(x.new_ones(edges.shape[1]), receivers, len(x)).clamp(min=1)
        return z + self.gate * (add_received(apart, receivers, len(x)) / count[:, None])

    def _in_round(self, x: Tensor, given: MessageRound) -> Tensor:
        """Averages first where that is done once for all epochs."""
        rows, weight = given.read(x), given.mean_weight.to(x.dtype)
        if given.sums_are_remembered(x):
            own = rows[: given.num_receivers]
            z: Tensor = self.lin(own)
            apart = functional.linear(given.averaged(x) - weight * own, self.lin.weight)
            return z + self.gate * apart
        every: Tensor = self.lin(rows)
        z = every[: given.num_receivers]
        return z + self.gate * (given.mean.add_up(every) - weight * z)
