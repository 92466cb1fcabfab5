"""Fit one network from several seeds: as one stacked network where that is the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from hfgnn.config.training import Training
from hfgnn.models.gcn import GCN
from hfgnn.models.stacked_gcn import StackedGCN, is_plain
from hfgnn.training.adam import Adam
from hfgnn.training.course import Course
from hfgnn.training.device import device_of, repeatable
from hfgnn.training.drawn_alike import kept
from hfgnn.training.fit import LEAST_NUMBERS_TO_SHARE, fit, skip_a_draw, training_graph
from hfgnn.training.fitted_network import Fitted
from hfgnn.training.logs import FitLog
from hfgnn.training.stacked_rows import StackedRows
from hfgnn.types import Graph, Nodes, Parts


def fit_seeds(
    make_network: Callable[[], nn.Module],
    nodes: Nodes,
    graph: Graph,
    parts: Parts,
    *,
    settings: Training,
    loggers: Sequence[FitLog | None],
    seeds: Sequence[int],
) -> list[Fitted]:
    """What hfgnn.training.fit.fit gives for each seed, in their order.

    Several networks on a small cohort spend their time on many small operations, so GCNs are
    stacked and take every step together. Each has its own seed's weights and dropout, its own
    epoch that counts, and leaves when its own patience ends: the losses are those of training one
    by one, but for rounding.

    Args:
        make_network: gives a fresh network; called once each seed is set.
        nodes: columns and labels.
        graph: who sends to whom.
        parts: which rows train, validate and test.
        settings: epochs, patience, learning rate.
        loggers: of the course of each, or None.
        seeds: of initial weights and dropout.
    """
    if len(seeds) > 1 and may_stack(make_network, nodes, settings):
        return _Stack(make_network, nodes, graph, parts, settings, seeds).fit(loggers)
    return [
        fit(make_network, nodes, graph, parts, settings=settings, logger=logger, seed=seed)
        for logger, seed in zip(loggers, seeds, strict=True)
    ]


def may_stack(make_network: Callable[[], nn.Module], nodes: Nodes, settings: Training) -> bool:
    """Whether networks can be stacked, and are so small that it pays.

    On an accelerator, or where a layer is large enough to keep every core busy, nothing is gained.
    """
    small = nodes.x.size < LEAST_NUMBERS_TO_SHARE and settings.batch_size is None
    if not small or device_of(settings.accelerator).type != "cpu":
        return False
    with torch.random.fork_rng(devices=[]):
        return is_plain(make_network())


class _Stack:
    """Networks that are trained together.

    Args:
        as in fit_seeds.
    """

    def __init__(
        self,
        make_network: Callable[[], nn.Module],
        nodes: Nodes,
        graph: Graph,
        parts: Parts,
        settings: Training,
        seeds: Sequence[int],
    ) -> None:
        self.nodes, self.graph, self.parts = nodes, graph, parts
        self.settings, self.seeds = settings, seeds
        self.make_network = make_network
        self.generators: list[torch.Generator] = []

    def fit(self, loggers: Sequence[FitLog | None]) -> list[Fitted]:
        """Train all, and answer for all rows by the epoch that counts for each."""
        with repeatable(self.seeds[0], threads=torch.get_num_threads()):
            courses, weights = self._train(self._drawn(), loggers)
            best = self._filled(weights)
            with torch.inference_mode():
                said = StackedRows.of(self.nodes, self.graph, self.parts.all)
                answers = best(said.mixed, said.edges_for(len(best))).softmax(dim=2)[:, :, 1]
        fitted = []
        for one, course, own in zip(answers, courses, weights, strict=True):
            probability = np.full(len(self.nodes.label), np.nan)
            probability[self.parts.all] = one.double().numpy()
            fitted.append(Fitted(probability, own, course.epoch, course.loss))
        return fitted

    def _drawn(self) -> StackedGCN:
        """Fresh networks, and for each a generator that goes on where its weights ended."""
        networks = []
        for seed in self.seeds:
            torch.manual_seed(seed)
            networks.append(self._made())
            generator = torch.Generator()
            generator.set_state(torch.get_rng_state())
            self.generators.append(generator)
        return StackedGCN(networks)

    def _made(self) -> GCN:
        network = self.make_network()
        assert isinstance(network, GCN)  # may_stack has seen to it
        return network

    def _filled(self, weights: Sequence[dict[str, Tensor]]) -> StackedGCN:
        networks = [self._made() for _ in weights]
        for network, own in zip(networks, weights, strict=True):
            network.load_state_dict(own)
        return StackedGCN(networks)

    def _train(
        self, stack: StackedGCN, loggers: Sequence[FitLog | None]
    ) -> tuple[list[Course], list[dict[str, Tensor]]]:
        """Epoch by epoch; who has ended leaves the stack."""
        settings = self.settings
        courses = [Course(settings.patience) for _ in self.seeds]
        weights: list[dict[str, Tensor]] = [{} for _ in self.seeds]
        train = StackedRows.of(self.nodes, training_graph(self.graph, self.parts), self.parts.train)
        validation = StackedRows.of(self.nodes, self.graph, self.parts.validation)
        optimizer = Adam(
            stack.parameters(),
            learning_rate=settings.learning_rate,
            weight_decay=settings.weight_decay,
        )
        left = list(range(len(self.seeds)))
        for epoch in range(settings.max_epochs):
            losses = train.losses(stack, self._noise(stack, train, left))
            optimizer.zero_grad()
            torch.autograd.backward(losses.sum())
            optimizer.step()
            for number in left:
                skip_a_draw(self.generators[number])
            with torch.inference_mode():
                validation_losses = validation.losses(stack, None).tolist()
            for place, number in enumerate(left):
                loss, logger = validation_losses[place], loggers[number]
                if logger is not None:
                    trained = float(losses[place].detach())
                    logger.note(epoch, {"train_loss": trained, "validation_loss": loss})
                if courses[number].note(epoch, loss):
                    weights[number] = stack.weights_of(place)
            staying = [place for place, number in enumerate(left) if not courses[number].is_over]
            if not staying:
                break
            if len(staying) < len(left):
                keep(stack, optimizer, staying)
                left = [left[place] for place in staying]
        return courses, weights

    def _noise(
        self, stack: StackedGCN, rows: StackedRows, left: Sequence[int]
    ) -> tuple[Tensor, Tensor] | None:
        """Dropout of both rounds, for each network the numbers that it would draw alone."""
        for number in left:
            skip_a_draw(self.generators[number])
        if stack.dropout == 0:
            return None
        width, share = stack.hidden_width, 1 - stack.dropout
        uniform = torch.empty(len(self.nodes.label), width, dtype=torch.float64)
        first = torch.empty(len(left), len(rows.heard), width)
        second = torch.empty(len(left), len(rows.asked), width)
        for place, number in enumerate(left):
            generator = self.generators[number]
            for noise, wanted in ((first, rows.heard), (second, rows.asked)):
                noise[place] = kept(uniform, share, generator, wanted)
        return first.div_(share), second.div_(share)


def keep(stack: StackedGCN, optimizer: Adam, places: Sequence[int]) -> None:
    """Go on with some of the networks, each with what the optimizer knows of it.

    Args:
        stack: changed in place.
        optimizer: of its weights; changed in place.
        places: of the networks that stay.
    """
    for name, old in list(stack.stacked.items()):
        new = nn.Parameter(old.detach()[places])
        stack.stacked[name] = new
        optimizer.take_over(old, new, places)
