"""The share of pairs in the wrong order, made smooth: what is lost of the AUROC."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from hfgnn.training.losses.batch_loss import BatchLoss, known


class Auroc(BatchLoss):
    """One minus a smooth AUROC, over all pairs of a row of a class and a row of another.

    The AUROC is the share of pairs in which the positive row has the higher score (Hanley and
    McNeil 1982, https://doi.org/10.1148/radiology.143.1.7063747). Whether it has is a step, which
    has no gradient; here the step is a sigmoid of the difference of the scores over a temperature
    (after Yan et al. 2003, https://aaai.org/papers/icml03-110, who take a power of a hinge). As the
    temperature falls, one minus the loss becomes the AUROC itself, with one half for each tie.

    A row's score is its positive logit minus the logsumexp of the others, the log odds. Of two
    classes the second is positive; of more, each is held against the rest, and the mean over those
    counts that have pairs. Pairs make up for rare classes, so class weights are not used.

    A small batch holds few pairs, so the scores of the last ``bank`` rows of training are
    remembered, without gradient, and stand beside it; all pairs of both count. Where there is no
    pair at all, which is where every row is of one class, the loss is the batch's cross-entropy.

    Args:
        temperature: in differences of log odds, above 0.
        bank: rows remembered from earlier batches; 0 for none.

    Shapes:
        logits: (rows, classes).
        label: (rows,), int64; UNKNOWN does not count.
        class_weights: (classes,); used only where there are no pairs.
        returns: (), in [0, 1] where there are pairs.
    """

    def __init__(self, *, temperature: float, bank: int) -> None:
        super().__init__()
        self.temperature = temperature
        self.bank = bank
        self._remembered: tuple[Tensor, Tensor] | None = None

    def forward(self, logits: Tensor, label: Tensor, class_weights: Tensor) -> Tensor:
        logits, label = known(logits, label)
        both, labels = logits, label
        if self._remembered is not None:
            both = torch.cat([self._remembered[0], logits])
            labels = torch.cat([self._remembered[1], label])
        if self.bank:
            self._remembered = both[-self.bank :].detach(), labels[-self.bank :]
        lost = self._lost(both, labels)
        return cross_entropy(logits, label, weight=class_weights) if lost is None else lost

    def whole(self, logits: Tensor, label: Tensor, class_weights: Tensor) -> Tensor:
        """Of these rows alone; the bank stays as it is."""
        logits, label = known(logits, label)
        lost = self._lost(logits, label)
        return cross_entropy(logits, label, weight=class_weights) if lost is None else lost

    def _lost(self, logits: Tensor, label: Tensor) -> Tensor | None:
        classes = logits.shape[-1]
        positive = [1] if classes == 2 else range(classes)
        every = [self._of_class(log_odds(logits, one), label == one) for one in positive]
        lost = [one for one in every if one is not None]
        return torch.stack(lost).mean() if lost else None

    def _of_class(self, score: Tensor, is_positive: Tensor) -> Tensor | None:
        above = score[is_positive][:, None] - score[~is_positive][None, :]
        return torch.sigmoid(-above / self.temperature).mean() if above.numel() else None


def log_odds(logits: Tensor, positive: int) -> Tensor:
    """Of one class against all others together.

    Args:
        logits: (rows, classes).
        positive: number of the class.

    Shapes:
        returns: (rows,).
    """
    others = [one for one in range(logits.shape[-1]) if one != positive]
    return logits[:, positive] - logits[:, others].logsumexp(dim=-1)
