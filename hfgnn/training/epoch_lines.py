"""How a fit in batches goes on: a line in its log per epoch, and on stderr while one takes long."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytorch_lightning as lightning

from hfgnn.training.logs import FitLog

SECONDS_BETWEEN_LINES = 10.0


class EpochLines(lightning.Callback):
    """Notes the losses of every epoch, and tells how far a long one has come.

    Args:
        log: of the course of training, or None.
    """

    def __init__(self, log: FitLog | None) -> None:
        self._log = log
        self._begin = self._told = 0.0

    def on_train_epoch_start(self, trainer: lightning.Trainer, *_: Any) -> None:
        self._begin = self._told = time.monotonic()

    def on_train_batch_end(
        self, trainer: lightning.Trainer, _module: Any, _outputs: Any, _batch: Any, batch_idx: int
    ) -> None:
        self._tell(trainer, batch_idx + 1, int(trainer.num_training_batches))

    def _tell(self, trainer: lightning.Trainer, done: int, batches: int) -> None:
        now = time.monotonic()
        if now - self._told < SECONDS_BETWEEN_LINES:
            return
        self._told = now
        left = (now - self._begin) / done * (batches - done)
        print(
            f"Epoch {trainer.current_epoch + 1} of at most {trainer.max_epochs}: "
            f"{done} of {batches} batches, {left:.0f} s left",
            file=sys.stderr,
        )

    def on_train_epoch_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        if self._log is not None:
            values = trainer.callback_metrics
            names = ("train_loss", "validation_loss")
            self._log.note(trainer.current_epoch, {name: float(values[name]) for name in names})
