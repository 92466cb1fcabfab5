"""One fold: nodes, graph, the network, and every control on the same rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.baselines.boosting import boosting
from hfgnn.baselines.label_propagation import label_propagation
from hfgnn.baselines.logistic import logistic
from hfgnn.baselines.majority import majority
from hfgnn.config.build import build
from hfgnn.config.config import Config
from hfgnn.config.graph import others
from hfgnn.config.model import name_of
from hfgnn.ensembles.fitted import Ensemble, FittedEnsemble
from hfgnn.evaluation.compare import NO_EDGES, REWIRED
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.concatenated import Concatenated
from hfgnn.graphs.connected import Connected
from hfgnn.graphs.diagnostics import Diagnostics, diagnose
from hfgnn.graphs.rewired import rewire
from hfgnn.graphs.without_edges import without_edges
from hfgnn.tasks.arrangement import Arrangement
from hfgnn.tasks.connected import connected, fit_seed, maker_of
from hfgnn.training.checkpoint import write_checkpoint
from hfgnn.training.fit_seeds import fit_seeds
from hfgnn.training.fitted_network import Fitted
from hfgnn.training.logs import CsvLogs, WandbLogs
from hfgnn.types import BLOCKS, Graph, Nodes, Parts, Split

Probability = NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """What one trained model says of every row of its fold.

    Attributes:
        model: its name.
        seed: number of the initial weights.
        probability: float64 (rows,), of disease; NaN for rows outside the fold's parts.
        listens: of a network with gates, how far each layer's stand open to neighbours.
    """

    model: str
    seed: int
    probability: Probability
    listens: tuple[float, ...] = ()


@dataclass(frozen=True)
class FoldGraph:
    """The nodes of a fold, who hears whom, and what is worth telling about it."""

    nodes: Nodes
    connected: Connected
    split: Split
    diagnostics: Diagnostics

    @property
    def graph(self) -> Graph:
        """Who hears whom."""
        return self.connected.graph

    @property
    def parts(self) -> Parts:
        """Which rows train, validate and test."""
        return self.split.parts


def connect(
    settings: Config,
    arrangement: Arrangement,
    images: NDArray[np.float32],
    clinical: ClinicalNumbers,
    split: Split,
) -> FoldGraph:
    """A fold's nodes, its graph, and what is worth telling about them."""
    nodes = nodes_of(settings, arrangement, images, clinical, split.parts)
    made = connected(settings, nodes, split)
    diagnostics = diagnose(
        nodes, made.graph, split.parts, made.views, k=others(made.knn), metric=made.knn.metric
    )
    return FoldGraph(nodes, made, split, diagnostics)


def nodes_of(
    settings: Config,
    arrangement: Arrangement,
    images: NDArray[np.float32],
    clinical: ClinicalNumbers,
    parts: Parts,
) -> Nodes:
    """Columns scaled by the training rows."""
    fuse: Concatenated = build(settings.nodes)
    records = arrangement.records.change(group=arrangement.strangers)
    nodes = fuse.nodes(records, images, clinical, train=parts.train)
    return replace(nodes, may_send=arrangement.may_send)


class FoldModels:
    """Every model of one fold, the network first.

    Args:
        settings: of the run.
        fold: its nodes and graph.
        originals: (rows,), True for pages, False for augmented copies.
        folder: of the run, for checkpoints.
        logs: of the run.
    """

    def __init__(
        self,
        settings: Config,
        fold: FoldGraph,
        *,
        originals: NDArray[np.bool_],
        folder: Path,
        logs: CsvLogs | WandbLogs,
    ) -> None:
        self.settings = settings
        self.fold = fold
        self.originals = originals
        self.folder = folder
        self.logs = logs

    def answers(self, name: str, settings_text: str) -> Iterator[Answer]:
        """Probabilities of all rows by each model; the network is called ``name``.

        The network and its twins are trained once per seed; the other models, which hardly know
        chance, once, and their answers stand beside those of every seed.
        """
        seeds = range(self.settings.protocol.seeds)
        for seed, fitted in enumerate(self._fits(name, self.fold.graph)):
            write_checkpoint(self.checkpoint(name, seed), fitted.weights, settings_text)
            yield Answer(name, seed, fitted.probability, self._listens(fitted))
        for twin, graph in self._twins():
            for seed, fitted in enumerate(self._fits(twin, graph)):
                yield Answer(twin, seed, fitted.probability)
        for control, probability in chain(self._controls(), self._members()):
            yield from (Answer(control, seed, probability) for seed in seeds)

    def _listens(self, fitted: Fitted) -> tuple[float, ...]:
        """Of a trained network, if it has gates."""
        network: Any = maker_of(self.settings.model, self.fold.nodes)()
        if not hasattr(network, "listens"):
            return ()
        network.load_state_dict(fitted.weights)
        return tuple(network.listens())

    def _twins(self) -> Iterator[tuple[str, Graph]]:
        """Networks beside the one in question, and the graph of each."""
        yield NO_EDGES, without_edges(self.fold.graph)
        yield REWIRED, self._rewired()
        if self.settings.second_model is not None:
            yield name_of(self.settings.second_model), self.fold.graph

    def checkpoint(self, name: str, seed: int) -> Path:
        """The file of one trained network."""
        return self.folder / "checkpoints" / f"{self._place(seed)}_{name}.pt"

    def _place(self, seed: int) -> str:
        """What files of one trained network are called; of the first seed just "fold2"."""
        return f"{self.fold.split.name}_seed{seed}" if seed else self.fold.split.name

    def _seed(self, seed: int = 0) -> int:
        split = self.fold.split
        return fit_seed(self.settings.seed, split.fold, repeat=split.repeat, seed=seed)

    def _fits(self, name: str, graph: Graph) -> list[Fitted]:
        """A network from every seed."""
        nodes, second = self.fold.nodes, self.settings.second_model
        model = second if second is not None and name_of(second) == name else self.settings.model
        seeds = range(self.settings.protocol.seeds)
        return fit_seeds(
            maker_of(model, nodes),
            nodes,
            graph,
            self.fold.parts,
            settings=self.settings.training,
            loggers=[self.logs.of_fit(self._place(seed), name) for seed in seeds],
            seeds=[self._seed(seed) for seed in seeds],
        )

    def _rewired(self) -> Graph:
        swaps = self.settings.controls.rewiring_swaps_per_edge
        return rewire(
            self.fold.graph,
            self.fold.parts,
            group=self.fold.nodes.group,
            swaps_per_edge=swaps,
            seed=self._seed(),
        )

    def _controls(self) -> Iterator[tuple[str, Probability]]:
        nodes, parts, controls = self.fold.nodes, self.fold.parts, self.settings.controls
        blocks = {"all": np.arange(len(nodes.columns))}
        each = {name: nodes.block(name) for name in BLOCKS}
        # Images alone stand twice, to be compared between runs with and without other columns.
        whole = {name for name, one in each.items() if len(one) == len(nodes.columns)} - {"image"}
        blocks |= {name: one for name, one in each.items() if len(one) and name not in whole}
        for block, columns in blocks.items():
            penalties = controls.logistic_penalties
            yield f"logistic_{block}", logistic(nodes, parts, columns, penalties=penalties)
        yield (
            "boosting",
            boosting(
                nodes,
                parts,
                trees=controls.boosting_trees,
                leaves=controls.boosting_leaves,
                learning_rate=controls.boosting_learning_rate,
                seed=self._seed(),
            ),
        )
        yield (
            "label_propagation",
            label_propagation(nodes, self.fold.graph, parts, steps=controls.propagation_steps),
        )
        pages = parts.train[self.originals[parts.train]]
        yield "majority", majority(nodes.label[pages], len(nodes.label))

    def _members(self) -> Iterator[tuple[str, Probability]]:
        """The members of the ensemble, and what is stacked on them."""
        yield from self.fitted_ensemble.probability.items()

    @cached_property
    def fitted_ensemble(self) -> FittedEnsemble:
        """The members, fitted when they are first asked."""
        ensemble: Ensemble = build(self.settings.ensemble)
        return ensemble.fit(
            self.fold.nodes, self.fold.parts, originals=self.originals, seed=self._seed()
        )
