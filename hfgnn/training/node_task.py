"""One network on one graph, as Lightning sees it."""

from typing import Any

import pytorch_lightning as lightning
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy


class GraphBatch(dict[str, Tensor]):
    """A whole graph as one batch: x, edges, label, rows, and weights where edges have them."""


class NodeTask(lightning.LightningModule):
    """Cross-entropy on the rows of a part, with Adam.

    Args:
        network: takes x, edges and weights, gives logits.
        learning_rate: of Adam.
        weight_decay: of Adam.
    """

    def __init__(self, network: nn.Module, *, learning_rate: float, weight_decay: float) -> None:
        super().__init__()
        self.network = network
        self.learning_rate = learning_rate
        self.weight_decay = weight_decay

    def forward(self, batch: GraphBatch) -> Tensor:
        """Logits of the rows that the batch asks about, (rows, classes)."""
        logits: Tensor = self.network(batch["x"], batch["edges"], batch.get("weights"))
        return logits[batch["rows"]]

    def _loss(self, batch: GraphBatch) -> Tensor:
        return cross_entropy(self(batch), batch["label"][batch["rows"]])

    def training_step(self, batch: GraphBatch, _: int) -> Tensor:
        loss = self._loss(batch)
        self.log("train_loss", loss, batch_size=1)
        return loss

    def validation_step(self, batch: GraphBatch, _: int) -> None:
        self.log("validation_loss", self._loss(batch), batch_size=1)

    def predict_step(self, batch: GraphBatch, _: int = 0) -> Tensor:
        """Probability of disease of the rows that the batch asks about, (rows,)."""
        probability: Tensor = self(batch).softmax(dim=1)
        return probability[:, 1]

    def configure_optimizers(self) -> Any:
        return torch.optim.Adam(
            self.parameters(), lr=self.learning_rate, weight_decay=self.weight_decay
        )
