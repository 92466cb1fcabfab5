"""A graph made ready once, for the many epochs of a training on it."""

from __future__ import annotations

from functools import cached_property

import torch
from torch import Tensor

from hfgnn.models.message_round import MessageRound
from hfgnn.models.remembered import outlasting


class Adjacency:
    """Who hears whom, sorted for fast sums, and no more of it than the asked patients need.

    Networks take one in the place of edges and weights, and answer for the asked patients alone:
    ``network(x, Adjacency(edges, weights, patients=len(x), asked=rows))`` is
    ``network(x, edges, weights)[rows]`` up to rounding, with the same gradients. Each layer
    computes the patients that can still reach an asked one, sums go through the edges in the order
    of receivers (backwards: of senders), and what depends on the columns of the patients alone,
    such as the first convolution's sums, is computed in the first call and remembered. Dropout
    draws other numbers than in the way along the edges.

    Prepare it once per graph and question and keep it; it is for the processor's memory, and a
    network that lies elsewhere, or has a layer that does not know rounds, goes along ``edges``.

    Args:
        edges: without self-loops. Row 0 sends, row 1 receives.
        weights: of the edges, None where all count alike.
        patients: how many there are.
        asked: patients to answer for, each once, in the order of the answers; None for all.

    Shapes:
        edges: (2, edges), int64.
        weights: (edges,), float, at least 0.
        asked: (asked patients,), int64.

    Raises:
        ValueError: an edge or a question names a patient that is not there, or a question one
            twice.
    """

    def __init__(
        self, edges: Tensor, weights: Tensor | None, *, patients: int, asked: Tensor | None
    ) -> None:
        self.edges = edges
        self.weights = weights
        self.patients = patients
        self.asked = torch.arange(patients) if asked is None else asked
        self._refuse()
        self._rounds: dict[int, tuple[MessageRound, ...]] = {}

    def _refuse(self) -> None:
        for what, rows in (("an edge", self.edges.flatten()), ("a question", self.asked)):
            outside = rows[(rows < 0) | (rows >= self.patients)]
            if len(outside):
                raise ValueError(
                    f"{what} names patient {int(outside[0])}, but there are {self.patients}"
                )
        times = torch.bincount(self.asked, minlength=self.patients)
        if len(times) and times.max() > 1:
            raise ValueError(f"patient {int(times.argmax())} is asked about twice")

    @outlasting
    def rounds(self, number: int) -> tuple[MessageRound, ...]:
        """What each message-passing layer has to compute, the first layer first.

        Args:
            number: of layers.
        """
        if number not in self._rounds:
            self._rounds[number] = tuple(self._prepare(number))
        return self._rounds[number]

    def _prepare(self, number: int) -> list[MessageRound]:
        """From the asked patients backwards to all that reach them."""
        receivers, rounds = self.asked, list[MessageRound]()
        for step in reversed(range(number)):
            heard = self._received_by(receivers)
            rows = self._with_senders(receivers, self.edges[0, heard])
            rounds.append(self._round(heard, rows, len(receivers), is_first=step == 0))
            receivers = rows
        return rounds[::-1]

    def _round(
        self, heard: Tensor, rows: Tensor, num_receivers: int, *, is_first: bool
    ) -> MessageRound:
        place = torch.full((self.patients,), -1)
        place[rows] = torch.arange(len(rows))
        goes_in_as_it_is = not is_first or torch.equal(rows, torch.arange(self.patients))
        return MessageRound(
            edges=place[self.edges[:, heard]],
            weights=None if self.weights is None else self.weights[heard],
            strength=self._strength[rows],
            num_receivers=num_receivers,
            rows=None if goes_in_as_it_is else rows,
            is_first=is_first,
        )

    def _received_by(self, rows: Tensor) -> Tensor:
        """Numbers of the edges that end in ``rows``."""
        is_there = torch.zeros(self.patients, dtype=torch.bool)
        is_there[rows] = True
        return is_there[self.edges[1]].nonzero().flatten()

    def _with_senders(self, rows: Tensor, senders: Tensor) -> Tensor:
        """Rows, and behind them the senders that are not among them."""
        is_further = torch.zeros(self.patients, dtype=torch.bool)
        is_further[senders] = True
        is_further[rows] = False
        return torch.cat([rows, is_further.nonzero().flatten()])

    @cached_property
    def _strength(self) -> Tensor:
        """Sum of the weights that each patient receives, a self-loop of weight 1 among them."""
        weights = None if self.weights is None else self.weights.double()
        received = torch.bincount(self.edges[1], weights, self.patients)
        return received.double() + 1
