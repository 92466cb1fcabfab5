"""One network on neighbourhoods, as Lightning sees it."""

from typing import Any

import pytorch_lightning as lightning
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from hfgnn.config.training import Training
from hfgnn.models.layers import TwoRounds
from hfgnn.training.rounds import PartBatch, Rounds


class NeighbourTask(lightning.LightningModule):
    """Cross-entropy on the rows that batches ask about, with Adam.

    Losses of an epoch are means over its rows, not over its batches.

    Args:
        network: two rounds of messages.
        settings: learning rate and weight decay.
    """

    def __init__(self, network: TwoRounds, settings: Training) -> None:
        super().__init__()
        self.rounds = Rounds(network)
        self.settings = settings

    @property
    def network(self) -> TwoRounds:
        """What is fitted."""
        return self.rounds.network

    def forward(self, batch: PartBatch) -> Tensor:
        """Logits of the rows that the batch asks about, (rows, classes)."""
        logits: Tensor = self.rounds(batch)
        return logits

    def _loss(self, batch: PartBatch, name: str) -> Tensor:
        loss = cross_entropy(self(batch), batch["label"])
        self.log(
            name,
            loss,
            batch_size=len(batch["label"]),
            on_step=False,
            on_epoch=True,
            sync_dist=True,
        )
        return loss

    def training_step(self, batch: PartBatch, _: int) -> Tensor:
        return self._loss(batch, "train_loss")

    def validation_step(self, batch: PartBatch, _: int) -> None:
        self._loss(batch, "validation_loss")

    def predict_step(self, batch: PartBatch, _: int = 0) -> Tensor:
        """Probability of disease of the rows that the batch asks about, (rows,)."""
        probability: Tensor = self(batch).softmax(dim=1)
        return probability[:, 1]

    def configure_optimizers(self) -> Any:
        settings = self.settings
        return torch.optim.Adam(
            self.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay
        )
