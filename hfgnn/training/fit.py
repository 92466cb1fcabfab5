"""Fit one network on the training rows of a graph, and let the validation rows choose the epoch."""

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytorch_lightning as lightning
import torch
from numpy.typing import NDArray
from pytorch_lightning.callbacks import Callback, EarlyStopping
from pytorch_lightning.loggers import Logger
from torch import Tensor, nn
from torch.utils.data import DataLoader

from hfgnn.config.training import Accelerator, Training
from hfgnn.training.best_weights import BestWeights
from hfgnn.training.node_task import GraphBatch, NodeTask
from hfgnn.types import DataError, Graph, Nodes, Parts, Rows

LEAST_NUMBERS_TO_SHARE = 2_000_000  # some 4,000 patients


@dataclass(frozen=True)
class Fitted:
    """What a fit leaves.

    Attributes:
        probability: float64 (rows,), of disease, for every row of the nodes that is in a part.
        weights: of the chosen epoch.
        epoch: the chosen epoch, from 0.
        validation_loss: cross-entropy there.
    """

    probability: NDArray[np.float64]
    weights: dict[str, Tensor]
    epoch: int
    validation_loss: float


def fit(
    make_network: Callable[[], nn.Module],
    nodes: Nodes,
    graph: Graph,
    parts: Parts,
    *,
    settings: Training,
    logger: Logger | None,
    seed: int,
) -> Fitted:
    """Train on training rows, stop and choose by validation rows, answer for all.

    Where training rows receive from training rows only, no other row is in the graph in training;
    in a transductive graph all rows are, with their labels hidden.

    Args:
        make_network: gives a fresh network; called once the seed is set.
        nodes: columns and labels.
        graph: who sends to whom.
        parts: which rows train, validate and test.
        settings: epochs, patience, learning rate.
        logger: Lightning logger, or None.
        seed: of initial weights and dropout.
    """
    quiet()
    lightning.seed_everything(seed, workers=True, verbose=False)
    task = NodeTask(
        make_network(), learning_rate=settings.learning_rate, weight_decay=settings.weight_decay
    )
    best = BestWeights(last=settings.patience is None)
    callbacks: list[Callback] = [best]
    if settings.patience is not None:
        callbacks.append(EarlyStopping("validation_loss", patience=settings.patience))
    trainer = lightning.Trainer(
        max_epochs=settings.max_epochs,
        accelerator=settings.accelerator.value,
        devices=1,
        callbacks=callbacks,
        logger=logger or False,
        log_every_n_steps=1,
        num_sanity_val_steps=0,
        deterministic=True,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    train = batch(nodes, _training_graph(graph, parts), parts.train)
    validation = batch(nodes, graph, parts.validation)
    with _threads_for(nodes):
        try:
            trainer.fit(task, _one(train), _one(validation))
        except SystemExit:  # what Lightning makes of Ctrl-C
            raise KeyboardInterrupt from None
        task.network.load_state_dict(best.weights)
        answers: Any = trainer.predict(task, _one(batch(nodes, graph, parts.all)))
    probability = np.full(len(nodes.label), np.nan)
    probability[parts.all] = answers[0].double().cpu().numpy()
    return Fitted(probability, best.weights, best.epoch, best.loss)


def _training_graph(graph: Graph, parts: Parts) -> Graph:
    """The edges that training rows receive, if they come from training rows only; else all."""
    received = graph.received_by(parts.train)
    return received if np.isin(received.edges[0], parts.train).all() else graph


def batch(nodes: Nodes, graph: Graph, rows: Rows) -> GraphBatch:
    """A graph as tensors, asking about ``rows``."""
    content = GraphBatch(
        x=torch.from_numpy(nodes.x),
        edges=torch.from_numpy(graph.edges),
        label=torch.from_numpy(nodes.label),
        rows=torch.from_numpy(rows),
    )
    if graph.weights is not None:
        content["weights"] = torch.from_numpy(graph.weights)
    return content


def _one(content: GraphBatch) -> DataLoader[GraphBatch]:
    """The graph as the only batch of an epoch."""
    return DataLoader([content], batch_size=None)  # type: ignore[arg-type]  # a list is a dataset


def refuse_missing_accelerator(accelerator: Accelerator) -> None:
    """Raise where this machine lacks the accelerator that the settings name.

    Raises:
        DataError: there is no such device.
    """
    there = {
        Accelerator.gpu: torch.cuda.is_available(),
        Accelerator.mps: torch.backends.mps.is_available(),
    }
    if not there.get(accelerator, True):
        raise DataError(
            f"training.accelerator is {accelerator.value!r}, but this machine has none; "
            "choose auto or cpu"
        )


@contextmanager
def _threads_for(nodes: Nodes) -> Iterator[None]:
    """One thread where a layer takes less time than sharing it out would."""
    before = torch.get_num_threads()
    if nodes.x.size < LEAST_NUMBERS_TO_SHARE:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def quiet() -> None:
    """Lightning's advice on data loaders does not fit a single batch that is in memory."""
    logging.getLogger("pytorch_lightning").setLevel(logging.WARNING)
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", message=".*does not have many workers.*")
    warnings.filterwarnings("ignore", message=".*smaller than the logging interval.*")
    warnings.filterwarnings("ignore", message=".*LeafSpec.*")
    warnings.filterwarnings("ignore", message=".*log directory .* exists and is not empty.*")
