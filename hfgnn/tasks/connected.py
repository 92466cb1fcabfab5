"""The graph of one fold, whichever way its settings want it made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from torch import nn

from hfgnn.config.build import build
from hfgnn.config.config import Config
from hfgnn.config.graph import Auto, Knn, Space
from hfgnn.config.model import Network
from hfgnn.graphs import knn
from hfgnn.graphs.connected import Connected
from hfgnn.graphs.placement import Views
from hfgnn.reports.progress import progress
from hfgnn.serving.stored import NUM_CLASSES
from hfgnn.tasks.chosen_graph import Candidate, ChosenGraph, losses
from hfgnn.tasks.rebuilt_graph import Rebuilding
from hfgnn.training.fit import fit
from hfgnn.types import Graph, Nodes, Split


def connected(settings: Config, nodes: Nodes, split: Split) -> Connected:
    """The graph of a fold; nothing of it knows the label of a test row.

    Args:
        settings: of the run: graph, network and training, protocol and seed.
        nodes: of the fold.
        split: which rows train, choose and test.

    Raises:
        DataError: the patients do not suit the graph.
    """
    if not isinstance(settings.graph, Auto):
        return _made(settings, _known(settings.graph), nodes, split)
    rule: ChosenGraph = build(settings.graph)
    return rule.choose(_candidates(settings, rule, nodes, split))


def _known(graph: Any) -> Knn:
    if not isinstance(graph, Knn):
        raise ValueError(f"there is no graph for {type(graph).__name__}")
    return graph


def _made(settings: Config, graph: Knn, nodes: Nodes, split: Split) -> Connected:
    views = _views(settings, graph, nodes, split)
    return Connected(_joined(settings, graph, nodes, split, views), views, graph)


def _views(settings: Config, graph: Knn, nodes: Nodes, split: Split) -> Views:
    made: knn.Knn = build(graph)
    if graph.space is not Space.embedding:
        return made.views(nodes, split.parts)
    seed = fit_seed(settings.seed, split.fold, repeat=split.repeat, seed=0)
    rebuilding = Rebuilding(settings, made, maker_of(settings.model, nodes), seed)
    return rebuilding.views(nodes, split.parts)


def _joined(settings: Config, graph: Knn, nodes: Nodes, split: Split, views: Views) -> Graph:
    made: knn.Knn = build(graph)
    return made.join(nodes, split.parts, settings.protocol.graph, views, progress)


def _candidates(
    settings: Config, rule: ChosenGraph, nodes: Nodes, split: Split
) -> Iterator[Candidate]:
    """Each graph that may be chosen, and what it does to the validation rows."""
    for same_space in rule.by_space():
        views = _views(settings, same_space[0], nodes, split)
        for graph in same_space:
            joined = _joined(settings, graph, nodes, split, views)
            fitted = fit(
                maker_of(settings.model, nodes),
                nodes,
                joined,
                split.parts,
                settings=settings.training,
                logger=None,
                seed=fit_seed(settings.seed, split.fold, repeat=split.repeat, seed=0),
            )
            said = fitted.probability[split.parts.validation]
            loss = losses(said, nodes.label[split.parts.validation])
            yield Candidate(Connected(joined, views, graph), loss)


def maker_of(model: Network, nodes: Nodes) -> Callable[[], nn.Module]:
    """Gives a fresh network for these patients."""
    width = nodes.x.shape[1]
    return lambda: build(model, in_width=width, num_classes=NUM_CLASSES)


def fit_seed(run_seed: int, fold: int, *, repeat: int, seed: int) -> int:
    """The same for the network and its twins, so that they begin with the same weights."""
    further = [repeat, seed] if repeat or seed else []
    return int(np.random.default_rng([run_seed, fold, *further]).integers(2**31))
