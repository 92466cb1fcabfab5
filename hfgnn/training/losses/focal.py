"""Cross-entropy in which rows that are told well count less."""

from torch import Tensor

from hfgnn.training.losses.batch_loss import BatchLoss, known


class Focal(BatchLoss):
    """Focal loss (Lin et al. 2017, https://arxiv.org/abs/1708.02002, eq. 5).

    The cross-entropy of a row times (1 - p) to the power of gamma, where p is the probability that
    the network gives to the row's own class. With gamma 0 it is the cross-entropy.

    Args:
        gamma: how much less a row counts that is told well, at least 0; the paper has 2.

    Shapes:
        logits: (rows, classes).
        label: (rows,), int64; UNKNOWN does not count.
        class_weights: (classes,).
        returns: (). The mean over rows, weighed by class.
    """

    def __init__(self, *, gamma: float) -> None:
        super().__init__()
        self.gamma = gamma

    def forward(self, logits: Tensor, label: Tensor, class_weights: Tensor) -> Tensor:
        logits, label = known(logits, label)
        log_own = logits.log_softmax(-1).gather(-1, label[:, None]).squeeze(-1)
        # 1 - p by expm1, which stays exact and has a gradient where p is close to 1.
        missed = (-log_own.expm1()).clamp_min(1e-12) ** self.gamma
        weight = class_weights[label]
        return -(weight * missed * log_own).sum() / weight.sum()

    def whole(self, logits: Tensor, label: Tensor, class_weights: Tensor) -> Tensor:
        """The same."""
        return self(logits, label, class_weights)  # type: ignore[no-any-return]
