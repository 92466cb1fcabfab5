"""Fit one network on the training rows of a graph, and let the validation rows choose the epoch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from hfgnn.config.training import Training
from hfgnn.models.adjacency import Adjacency
from hfgnn.training.adam import Adam
from hfgnn.training.course import Course
from hfgnn.training.device import device_of, repeatable
from hfgnn.training.fitted_network import Fitted
from hfgnn.training.logs import FitLog
from hfgnn.types import Graph, Nodes, Parts, Rows

LEAST_NUMBERS_TO_SHARE = 2_000_000  # some 4,000 patients


def fit(
    make_network: Callable[[], nn.Module],
    nodes: Nodes,
    graph: Graph,
    parts: Parts,
    *,
    settings: Training,
    logger: FitLog | None,
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
        logger: of the course of training, or None.
        seed: of initial weights and dropout.
    """
    if settings.batch_size is not None:
        from hfgnn.training.fit_in_batches import fit_in_batches  # and with it Lightning

        return fit_in_batches(
            make_network, nodes, graph, parts, settings=settings, logger=logger, seed=seed
        )
    with repeatable(seed, threads=threads_for(nodes)):
        device = device_of(settings.accelerator)
        network = make_network().to(device)
        is_ready = is_made_ready(network, nodes, device)
        whole = Whole(nodes, device, is_ready=is_ready, takes_distances=takes_distances(network))
        train = whole.asked(training_graph(graph, parts), parts.train)
        course, weights = _train(
            network, train, whole.asked(graph, parts.validation), settings, logger
        )
        network.load_state_dict(weights)
        network.eval()
        with torch.inference_mode():
            logits = whole.asked(graph, parts.all).logits(network)
            answers = logits.softmax(dim=1)[:, 1].double().cpu().numpy()
    probability = np.full(len(nodes.label), np.nan)
    probability[parts.all] = answers
    return Fitted(probability, weights, course.epoch, course.loss)


def is_made_ready(network: nn.Module, nodes: Nodes, device: torch.device) -> bool:
    """Whether the graph is sorted first: where that pays, and the network takes it so.

    Small cohorts stay with the plain way along the edges, which rounds otherwise, so that what was
    published of them comes out again to the last digit; a network that nothing was published of
    says that it ``sorts_small_graphs`` too.
    """
    if device.type != "cpu" or not getattr(network, "takes_adjacency", False):
        return False
    is_small = nodes.x.size < LEAST_NUMBERS_TO_SHARE
    return not is_small or bool(getattr(network, "sorts_small_graphs", False))


def takes_distances(network: nn.Module) -> bool:
    """Whether a network sees the lengths of edges beside their weights."""
    return bool(getattr(network, "takes_distances", False))


@dataclass(frozen=True)
class Asked:
    """A graph as tensors, and the rows of it that are asked about.

    Attributes:
        x: columns of all rows.
        graph: who sends to whom and the weights of the edges, or what else the network takes of
            them, or both made ready.
        rows: that are asked about.
        label: of those.

    Shapes:
        x: (patients, columns), float32.
        rows: (rows,), int64.
        label: (rows,), int64.
    """

    x: Tensor
    graph: Adjacency | tuple[Tensor, Tensor | None]
    rows: Tensor
    label: Tensor

    def logits(self, network: nn.Module) -> Tensor:
        """Of the rows that are asked about, (rows, classes)."""
        if isinstance(self.graph, Adjacency):
            asked: Tensor = network(self.x, self.graph)
            return asked
        logits: Tensor = network(self.x, *self.graph)
        return logits[self.rows]

    def loss(self, network: nn.Module) -> Tensor:
        """Cross-entropy of those rows."""
        return cross_entropy(self.logits(network), self.label)


class Whole:
    """All rows of a graph, of which some are asked about.

    Args:
        nodes: columns and labels.
        device: where the network is.
        is_ready: whether graphs are made ready.
        takes_distances: whether the network sees weights and lengths of edges.
    """

    def __init__(
        self, nodes: Nodes, device: torch.device, *, is_ready: bool, takes_distances: bool
    ) -> None:
        self.x = torch.from_numpy(nodes.x).to(device)
        self.label = nodes.label
        self.device = device
        self.is_ready = is_ready
        self.takes_distances = takes_distances

    def asked(self, graph: Graph, rows: Rows) -> Asked:
        """The rows, and who sends to them in this graph."""
        edges, chosen = (torch.from_numpy(part).to(self.device) for part in (graph.edges, rows))
        given = graph.edge_features if self.takes_distances else graph.weights
        weights = None if given is None else torch.from_numpy(given).to(self.device)
        label = torch.from_numpy(self.label[rows]).to(self.device)
        if not self.is_ready:
            return Asked(self.x, (edges, weights), chosen, label)
        adjacency = Adjacency(edges, weights, patients=len(self.x), asked=chosen)
        return Asked(self.x, adjacency, chosen, label)


def _train(
    network: nn.Module,
    train: Asked,
    validation: Asked,
    settings: Training,
    logger: FitLog | None,
) -> tuple[Course, dict[str, Tensor]]:
    """Epoch by epoch, each one step on the whole graph; the weights of the one that counts."""
    optimizer = Adam(
        network.parameters(),
        learning_rate=settings.learning_rate,
        weight_decay=settings.weight_decay,
    )
    course, weights = Course(settings.patience), {}
    for epoch in range(settings.max_epochs):
        skip_a_draw()
        network.train()
        loss = train.loss(network)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        skip_a_draw()
        network.eval()
        with torch.inference_mode():
            validation_loss = float(validation.loss(network))
        if logger is not None:
            losses = {"train_loss": float(loss.detach()), "validation_loss": validation_loss}
            logger.note(epoch, losses)
        if course.note(epoch, validation_loss):
            weights = {
                name: value.detach().cpu().clone() for name, value in network.state_dict().items()
            }
        if course.is_over:
            break
    return course, weights


def skip_a_draw(generator: torch.Generator | None = None) -> None:
    """Leave out one number where a data loader would draw one, before each pass over its rows.

    So a seed means the same network as it does with Lightning's Trainer.
    """
    torch.empty((), dtype=torch.int64).random_(generator=generator)


def training_graph(graph: Graph, parts: Parts) -> Graph:
    """The edges that training rows receive, if they come from training rows only; else all."""
    received = graph.received_by(parts.train)
    return received if np.isin(received.edges[0], parts.train).all() else graph


def threads_for(nodes: Nodes) -> int:
    """One thread where a layer takes less time than sharing it out would."""
    return torch.get_num_threads() if nodes.x.size >= LEAST_NUMBERS_TO_SHARE else 1
