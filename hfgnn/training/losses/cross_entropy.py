"""Cross-entropy, row by row."""

from torch import Tensor
from torch.nn.functional import cross_entropy

from hfgnn.training.losses.batch_loss import BatchLoss, known


class CrossEntropy(BatchLoss):
    """The mean over rows of what each says too little for its class, weighed by class.

    Args:
        smoothing: share of a label that is spread over all classes in training, in [0, 1)
            (Szegedy et al. 2016, https://arxiv.org/abs/1512.00567).

    Shapes:
        logits: (rows, classes).
        label: (rows,), int64; UNKNOWN does not count.
        class_weights: (classes,).
        returns: ().
    """

    def __init__(self, *, smoothing: float) -> None:
        super().__init__()
        self.smoothing = smoothing

    def forward(self, logits: Tensor, label: Tensor, class_weights: Tensor) -> Tensor:
        logits, label = known(logits, label)
        return cross_entropy(logits, label, weight=class_weights, label_smoothing=self.smoothing)

    def whole(self, logits: Tensor, label: Tensor, class_weights: Tensor) -> Tensor:
        """Without smoothing."""
        logits, label = known(logits, label)
        return cross_entropy(logits, label, weight=class_weights)
