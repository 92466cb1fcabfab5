"""Keep the weights of the best epoch, and write them as weights and plain settings only."""

import os
from pathlib import Path
from typing import Any

import pytorch_lightning as lightning
import torch
from torch import Tensor

from hfgnn.types import DataError


class BestWeights(lightning.Callback):
    """Holds the network's weights of the epoch with the lowest validation loss.

    They stay in memory during training, since an epoch on one graph is shorter than a file;
    ``write_checkpoint`` puts them on disk once the fit has ended.

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


def write_checkpoint(path: Path, weights: dict[str, Tensor], settings: str) -> None:
    """Write weights and the run's settings (as yaml text) beside the path, then rename.

    Raises:
        DataError: the file cannot be written; then nothing of it is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        torch.save({"weights": weights, "settings": settings}, beside)
        beside.replace(path)
    except (OSError, RuntimeError) as error:  # torch says of a full disk that a RuntimeError came
        raise DataError(f"{path} cannot be written: {str(error).splitlines()[0]}") from None
    finally:
        beside.unlink(missing_ok=True)


def read_checkpoint(path: Path) -> tuple[dict[str, Tensor], str]:
    """Weights and settings of a checkpoint; nothing but tensors and text is unpickled.

    Raises:
        DataError: the file is no such checkpoint.
    """
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
        return content["weights"], content["settings"]
    except Exception as error:  # torch raises several kinds for a broken file
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise DataError(f"{path} is no checkpoint of hfgnn: {reason}") from None
