"""Which epoch of a fit counts, and when no further one is tried."""

from __future__ import annotations

import math


class Course:
    """The validation losses of one fit, as they come.

    Args:
        patience: epochs without a lower loss after which training ends; None where the last epoch
            counts, as published.

    Attributes:
        epoch: the one that counts so far, from 0; -1 before the first.
        loss: of validation there.
        is_over: whether no further epoch is wanted. A loss that is no number ends training too.
    """

    def __init__(self, patience: int | None) -> None:
        self.patience = patience
        self.epoch = -1
        self.loss = math.inf
        self.is_over = False
        self._waited = 0

    def note(self, epoch: int, loss: float) -> bool:
        """Take in an epoch; whether it is the one that counts now."""
        lower = loss < self.loss
        if self.patience is not None:
            self._waited = 0 if lower else self._waited + 1
            self.is_over = self._waited >= self.patience or not math.isfinite(loss)
        counts = self.patience is None or lower or self.epoch < 0
        if counts:
            self.epoch, self.loss = epoch, loss
        return counts
