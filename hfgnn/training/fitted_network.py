"""What a fit of one network on a graph leaves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor


@dataclass(frozen=True)
class Fitted:
    """What a fit leaves.

    Attributes:
        probability: float64 (rows,), of disease, for every row of the nodes that is in a part.
        weights: of the chosen epoch.
        epoch: the chosen epoch, from 0.
        validation_loss: cross-entropy there.
    """

    probability: NDArray[np.float64]
    weights: dict[str, Tensor]
    epoch: int
    validation_loss: float
