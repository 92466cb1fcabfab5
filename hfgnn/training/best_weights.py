"""Keep the weights of the best epoch."""

from typing import Any

import pytorch_lightning as lightning
from torch import Tensor


class BestWeights(lightning.Callback):
    """Holds the network's weights of the epoch with the lowest validation loss.

    They stay in memory during training, since an epoch on one graph is shorter than a file;
    ``hfgnn.training.checkpoint`` puts them on disk once the fit has ended.

    Args:
        last: whether the last epoch counts instead, as published.
    """

    def __init__(self, *, last: bool) -> None:
        self.last = last
        self.loss = float("inf")
        self.epoch = -1
        self.weights: dict[str, Tensor] = {}

    def on_validation_end(
        self, trainer: lightning.Trainer, pl_module: lightning.LightningModule
    ) -> None:
        loss = float(trainer.callback_metrics["validation_loss"])
        if self.last or loss < self.loss or not self.weights:
            self.loss = loss
            self.epoch = trainer.current_epoch
            network: Any = pl_module.network
            self.weights = {
                name: tensor.detach().cpu().clone() for name, tensor in network.state_dict().items()
            }
