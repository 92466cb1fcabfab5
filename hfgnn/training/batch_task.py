"""One network on batches of rows, as Lightning sees it."""

from typing import Any

import pytorch_lightning as lightning
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from hfgnn.config.training import BatchTraining, ClassWeighting, Schedule
from hfgnn.training.examples import Batch
from hfgnn.training.losses.batch_loss import BatchLoss
from hfgnn.types import UNKNOWN, Rows

POWER = {ClassWeighting.none: 0.0, ClassWeighting.root: 0.5, ClassWeighting.balanced: 1.0}
"""A class's weight is its share to minus this power: 1 gives every class the same sum."""


class BatchTask(lightning.LightningModule):
    """A loss with AdamW; the validation loss is that of all rows together, not of batches.

    Decay apart from the gradient: Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101.
    One cycle: Smith and Topin 2018, https://arxiv.org/abs/1708.07120.

    Args:
        network: takes the inputs of a batch by name, gives logits.
        class_weights: of each class in the loss.
        settings: learning rate, its schedule, label smoothing.
        loss: what the network is blamed for; None for cross-entropy with that label smoothing.
    """

    def __init__(
        self,
        network: nn.Module,
        class_weights: Tensor,
        settings: BatchTraining,
        loss: BatchLoss | None = None,
    ) -> None:
        super().__init__()
        self.network = network
        self.loss = loss
        self.register_buffer("class_weights", class_weights)
        self.settings = settings
        self._sums: list[Tensor] = []
        self._answers: list[tuple[Tensor, Tensor]] = []

    def _loss(self, batch: Batch, *, smoothing: float, reduction: str) -> Tensor:
        inputs, label = batch
        logits: Tensor = self.network(**inputs)
        weights: Any = self.class_weights
        return cross_entropy(
            logits.flatten(0, -2),
            label.flatten(),
            weight=weights,
            ignore_index=UNKNOWN,
            label_smoothing=smoothing,
            reduction=reduction,
        )

    def _answer(self, batch: Batch) -> tuple[Tensor, Tensor]:
        logits: Tensor = self.network(**batch[0])
        return logits.flatten(0, -2), batch[1].flatten()

    def training_step(self, batch: Batch, _: int) -> Tensor:
        if self.loss is not None:
            loss: Tensor = self.loss(*self._answer(batch), self.class_weights)
        else:
            smoothing = self.settings.label_smoothing
            loss = self._loss(batch, smoothing=smoothing, reduction="mean")
        self.log("train_loss", loss, batch_size=1, on_step=False, on_epoch=True)
        return loss

    def validation_step(self, batch: Batch, _: int) -> None:
        if self.loss is not None:
            self._answers.append(self._answer(batch))
            return
        loss = self._loss(batch, smoothing=0.0, reduction="sum")
        label, weights = batch[1], self.class_weights
        assert isinstance(weights, Tensor)
        self._sums.append(torch.stack([loss, weights[label[label != UNKNOWN]].sum()]))

    def on_validation_epoch_end(self) -> None:
        self.log("validation_loss", self._validation_loss())

    def _validation_loss(self) -> Tensor:
        if self.loss is not None:
            logits, label = (torch.cat(column) for column in zip(*self._answers, strict=True))
            self._answers.clear()
            weights: Any = self.class_weights
            return self.loss.whole(logits, label, weights)
        loss, weight = torch.stack(self._sums).sum(dim=0).unbind()
        self._sums.clear()
        return loss / weight

    def configure_optimizers(self) -> Any:
        settings = self.settings
        optimizer = torch.optim.AdamW(
            self.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay
        )
        if settings.schedule is Schedule.constant:
            return optimizer
        steps = int(self.trainer.estimated_stepping_batches)
        cycle = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, max_lr=settings.learning_rate, total_steps=steps
        )
        scheduler = {"scheduler": cycle, "interval": "step"}
        return {"optimizer": optimizer, "lr_scheduler": scheduler}


def weigh_classes(counts: Rows, weighting: ClassWeighting) -> Tensor:
    """A weight for each class, 1 on average over the training rows; 0 for a class without any.

    Args:
        counts: training rows of each class.
        weighting: how far rare classes are lifted.
    """
    present = counts > 0
    weights = present * (counts.clip(1) / counts.sum()) ** -POWER[weighting]
    return torch.from_numpy(weights * (counts.sum() / (weights * counts).sum())).float()
