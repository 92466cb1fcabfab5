"""Fit one network on a graph of any size: some training rows and their neighbourhoods at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytorch_lightning as lightning
import torch
from pytorch_lightning.callbacks import Callback, EarlyStopping
from torch import nn

from hfgnn.config.training import Training
from hfgnn.models.layers import TwoRounds
from hfgnn.training.best_weights import BestWeights
from hfgnn.training.device import repeatable
from hfgnn.training.epoch_lines import EpochLines
from hfgnn.training.fitted_network import Fitted
from hfgnn.training.logs import FitLog
from hfgnn.training.mixed_ahead import tables_of
from hfgnn.training.neighbour_batches import NeighbourBatches, Patients
from hfgnn.training.neighbour_lists import NeighbourLists
from hfgnn.training.neighbour_task import NeighbourTask
from hfgnn.training.quiet import quiet
from hfgnn.types import Graph, Nodes, Parts


def fit_in_batches(
    make_network: Callable[[], nn.Module],
    nodes: Nodes,
    graph: Graph | NeighbourLists,
    parts: Parts,
    *,
    settings: Training,
    logger: FitLog | None,
    seed: int,
) -> Fitted:
    """Train on training rows, stop and choose by validation rows, answer for all, in batches.

    As hfgnn.training.fit.fit, but the columns of no more than a few batches are in memory, and an
    epoch has as many steps as there are batches. A batch is ``settings.batch_size`` rows and all
    within reach of the network's rounds, so its answers are those that the whole graph gives. A
    training row's batch holds only what the row hears of, so where training rows receive from
    training rows only, no other row is in a batch in training.

    Args:
        make_network: gives a fresh network of two rounds; called once the seed is set.
        nodes: columns, which may be a memory map of a file, and labels.
        graph: who sends to whom.
        parts: which rows train, validate and test.
        settings: epochs, patience, learning rate, batch size.
        logger: of the course of training, or None.
        seed: of initial weights, dropout and the order of rows.

    Raises:
        ValueError: the settings have no batch size, the network is none of two rounds, or takes
            another number of columns, or sees the lengths of edges.
    """
    size = settings.batch_size
    if size is None:
        raise ValueError("training.batch_size is None, but it must be a number of patients")
    quiet()
    best = BestWeights(last=settings.patience is None)
    with repeatable(seed, threads=torch.get_num_threads()):
        task = NeighbourTask(_of_two_rounds(make_network()), settings)
        patients = gather_patients(task.network, nodes, graph)
        train, validation, every = (
            NeighbourBatches(patients, rows, num_steps=task.rounds.num_steps)
            for rows in (parts.train, parts.validation, parts.all)
        )
        trainer = _trainer(settings, [best, EpochLines(logger)])
        try:
            trainer.fit(task, train.shuffled(size, seed=seed), validation.in_order(size))
        except SystemExit:  # what Lightning makes of Ctrl-C
            raise KeyboardInterrupt from None
        task.network.load_state_dict(best.weights)
        answers: Any = trainer.predict(task, every.in_order(size))
    probability = np.full(len(nodes.label), np.nan)
    probability[parts.all] = torch.cat(answers).double().cpu().numpy()
    return Fitted(probability, best.weights, best.epoch, best.loss)


def gather_patients(network: TwoRounds, nodes: Nodes, graph: Graph | NeighbourLists) -> Patients:
    """What the batches of this network take their rows from.

    Args:
        network: whose first round is mixed ahead where it can be.
        nodes: columns and labels.
        graph: who sends to whom.

    Raises:
        ValueError: the network takes another number of columns.
    """
    if nodes.x.shape[1] != network.in_width:
        raise ValueError(
            f"patients have {nodes.x.shape[1]} features, but this {type(network).__name__} "
            f"takes {network.in_width}"
        )
    lists = NeighbourLists.of_graph(graph) if isinstance(graph, Graph) else graph
    received = lists.received_weight()
    tables = tables_of(network.first, nodes.x, lists, received)
    return Patients(tables, nodes.label, lists, received)


def _of_two_rounds(network: nn.Module) -> TwoRounds:
    if getattr(network, "takes_distances", False):
        raise ValueError(
            f"{type(network).__name__} sees the lengths of edges, which a batch does not have; "
            "train it with training.batch_size=null"
        )
    if isinstance(network, TwoRounds) and type(network).forward is TwoRounds.forward:
        return network
    raise ValueError(
        f"{type(network).__name__} does not compute as TwoRounds does, so how far a batch must "
        "reach is unknown; train it with training.batch_size=null"
    )


def _trainer(settings: Training, callbacks: list[Callback]) -> lightning.Trainer:
    if settings.patience is not None:
        callbacks.append(EarlyStopping("validation_loss", patience=settings.patience))
    return lightning.Trainer(
        max_epochs=settings.max_epochs,
        accelerator=settings.accelerator.value,
        devices=1,
        callbacks=callbacks,
        logger=False,
        num_sanity_val_steps=0,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
