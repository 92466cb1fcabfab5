"""What every loss on batches can do."""

from __future__ import annotations

from abc import abstractmethod

from torch import Tensor, nn

from hfgnn.types import UNKNOWN


class BatchLoss(nn.Module):
    """Compares logits with labels; rows whose label is UNKNOWN do not count.

    Called on the batches of training, it may remember rows of earlier batches. ``whole`` is the
    same comparison of a whole part at once, in which nothing is remembered.
    """

    @abstractmethod
    def forward(self, logits: Tensor, label: Tensor, class_weights: Tensor) -> Tensor:
        """The loss of one training batch.

        Shapes:
            logits: (rows, classes).
            label: (rows,), int64.
            class_weights: (classes,).
            returns: ().
        """

    @abstractmethod
    def whole(self, logits: Tensor, label: Tensor, class_weights: Tensor) -> Tensor:
        """The loss of a whole part, such as validation; shapes as above."""


def known(logits: Tensor, label: Tensor) -> tuple[Tensor, Tensor]:
    """The rows that have a label.

    Args:
        logits: (rows, classes).
        label: (rows,), UNKNOWN where there is none.
    """
    there = label != UNKNOWN
    return logits[there], label[there]
