"""One fit as a user would write it: torch_geometric's GCNConv under Lightning's Trainer.

python -m experiments.benchmark.plain_training FOLD.npz SEED
"""

from __future__ import annotations

import logging
import sys
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytorch_lightning as lightning
import torch
from pytorch_lightning.callbacks import EarlyStopping
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader
from torch_geometric.nn import GCNConv

from hfgnn.config.training import Training

HIDDEN_WIDTH, DROPOUT = 128, 0.5


@dataclass(frozen=True)
class Fold:
    """Nodes, edges and parts of one fold, as arrays."""

    x: np.ndarray
    label: np.ndarray
    edges: np.ndarray
    train: np.ndarray
    validation: np.ndarray

    @classmethod
    def read(cls, file: str) -> Fold:
        """From an .npz file."""
        with np.load(file) as stored:
            return cls(**{name: stored[name] for name in stored.files})


class Network(nn.Module):
    """517-128-128-2."""

    def __init__(self, in_width: int) -> None:
        super().__init__()
        self.first = GCNConv(in_width, HIDDEN_WIDTH)
        self.second = GCNConv(HIDDEN_WIDTH, HIDDEN_WIDTH)
        self.classify = nn.Linear(HIDDEN_WIDTH, 2)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, edges: Tensor) -> Tensor:
        for layer in (self.first, self.second):
            x = self.dropout(layer(x, edges).relu())
        logits: Tensor = self.classify(x)
        return logits


class Task(lightning.LightningModule):
    """Cross-entropy on training rows, Adam, and the loss of validation rows."""

    def __init__(self, in_width: int, settings: Training) -> None:
        super().__init__()
        self.network, self.settings = Network(in_width), settings

    def _loss(self, batch: Any) -> Tensor:
        x, edges, rows, label = batch
        return cross_entropy(self.network(x, edges)[rows], label)

    def training_step(self, batch: Any, _: int) -> Tensor:
        loss = self._loss(batch)
        self.log("train_loss", loss, batch_size=1)
        return loss

    def validation_step(self, batch: Any, _: int) -> None:
        self.log("validation_loss", self._loss(batch), batch_size=1)

    def configure_optimizers(self) -> torch.optim.Optimizer:
        rate, decay = self.settings.learning_rate, self.settings.weight_decay
        return torch.optim.Adam(self.parameters(), lr=rate, weight_decay=decay)


def fit(fold: Fold, settings: Training, seed: int) -> float:
    """Train; the loss of validation rows at the end."""
    logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore")
    lightning.seed_everything(seed, verbose=False)
    task = Task(fold.x.shape[1], settings)
    callbacks: list[lightning.Callback] = []
    if settings.patience is not None:
        callbacks.append(EarlyStopping("validation_loss", patience=settings.patience))
    trainer = lightning.Trainer(
        max_epochs=settings.max_epochs,
        accelerator="cpu",
        callbacks=callbacks,
        logger=False,
        num_sanity_val_steps=0,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    x, edges = torch.from_numpy(fold.x), torch.from_numpy(fold.edges)

    def loader(rows: np.ndarray) -> DataLoader[Any]:
        whole: Any = [(x, edges, torch.from_numpy(rows), torch.from_numpy(fold.label[rows]))]
        return DataLoader(whole, batch_size=None)

    trainer.fit(task, loader(fold.train), loader(fold.validation))
    return float(trainer.callback_metrics["validation_loss"])


if __name__ == "__main__":
    from experiments.benchmark.trainings import SETTINGS

    print(fit(Fold.read(sys.argv[1]), SETTINGS, int(sys.argv[2])))
