"""What every fitted model of heartbeats can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from pytorch_lightning.loggers import Logger
from torch import Tensor

from hfgnn.augment.smote import Smote
from hfgnn.config.training import BatchTraining
from hfgnn.training.beats.shown import ShownBeats

State = dict[str, Tensor]
"""A fitted model as tensors by name, as a checkpoint holds it."""


class FittedBeats(Protocol):
    """A fitted model of heartbeats."""

    def probability(self, shown: ShownBeats) -> NDArray[np.float64]:
        """Probability of each class, (beats, classes), for whole recordings of beats."""

    def state(self) -> State:
        """All that was learned."""


@dataclass(frozen=True)
class Fitting:
    """How one model is fitted.

    Attributes:
        model: its checked settings.
        training: of networks.
        oversample: multiplies training rows of rare classes; None where they stay as they are.
        seed: of initial weights, order and whatever else is drawn.
        logger: of the course of training, or None.
    """

    model: Any
    training: BatchTraining
    oversample: Smote | None
    seed: int
    logger: Logger | None
