"""What every member of an ensemble does."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hfgnn.ensembles.learned import Columns, Learned


class FittedMember(Protocol):
    """A model that has learned."""

    def probability(self, x: Columns) -> NDArray[np.float64]:
        """Of disease, (rows,) float64, for columns (rows, columns)."""


class Member(Protocol):
    """How a model learns, with whatever it fits or chooses inside the rows it is given."""

    def fit(self, learned: Learned, *, seed: int) -> FittedMember:
        """Learn these rows."""
