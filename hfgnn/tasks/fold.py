"""One fold: nodes, graph, the network, and every control on the same rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from hfgnn.baselines.boosting import boosting
from hfgnn.baselines.label_propagation import label_propagation
from hfgnn.baselines.logistic import logistic
from hfgnn.baselines.majority import majority
from hfgnn.config.build import build
from hfgnn.config.config import Config
from hfgnn.config.evaluation import Threshold
from hfgnn.evaluation.compare import NO_EDGES, REWIRED
from hfgnn.evaluation.threshold import choose_threshold
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.concatenated import Concatenated
from hfgnn.graphs.homophily import clinical_share, edge_homophily
from hfgnn.graphs.knn import Knn
from hfgnn.graphs.rewired import rewire
from hfgnn.graphs.without_edges import without_edges
from hfgnn.tasks.arrangement import Arrangement
from hfgnn.training.best_weights import write_checkpoint
from hfgnn.training.fit import Fitted, fit
from hfgnn.training.logs import CsvLogs, WandbLogs
from hfgnn.types import Graph, Nodes, Parts, Predictions

Probability = NDArray[np.float64]
NUM_CLASSES = 2


@dataclass(frozen=True)
class FoldGraph:
    """The nodes of a fold, who hears whom, and what is worth telling about it."""

    nodes: Nodes
    graph: Graph
    parts: Parts
    diagnostics: dict[str, float]


def connect(
    settings: Config,
    arrangement: Arrangement,
    images: NDArray[np.float32],
    clinical: ClinicalNumbers,
    parts: Parts,
) -> FoldGraph:
    """Columns scaled by the training rows, and the graph on them."""
    fuse: Concatenated = build(settings.nodes)
    knn: Knn = build(settings.graph)
    records = arrangement.records.change(group=arrangement.strangers)
    nodes = fuse.nodes(records, images, clinical, train=parts.train)
    nodes = replace(nodes, may_send=arrangement.may_send)
    graph = knn.connect(nodes, parts, settings.protocol.graph)
    homophily, chance = edge_homophily(graph.received_by(parts.test), nodes)
    diagnostics = {
        "edges_per_patient": graph.edges.shape[1] / len(parts.all),
        "homophily": homophily,
        "homophily_by_chance": chance,
    }
    if len(nodes.block("clinical")):
        diagnostics["clinical_share_of_distance"] = clinical_share(nodes, parts.train)
    return FoldGraph(nodes, graph, parts, diagnostics)


class FoldModels:
    """Every model of one fold, the network first.

    Args:
        settings: of the run.
        number: of the fold.
        fold: its nodes and graph.
        originals: (rows,), True for pages, False for augmented copies.
        folder: of the run, for checkpoints.
        logs: of the run.
    """

    def __init__(
        self,
        settings: Config,
        number: int,
        *,
        fold: FoldGraph,
        originals: NDArray[np.bool_],
        folder: Path,
        logs: CsvLogs | WandbLogs,
    ) -> None:
        self.settings = settings
        self.number = number
        self.fold = fold
        self.originals = originals
        self.folder = folder
        self.logs = logs
        self.seed = fold_seed(settings.seed, number)

    def answers(self, name: str, settings_text: str) -> Iterator[tuple[str, Probability]]:
        """Probabilities of all rows by each model; the network is called ``name``."""
        fitted = self._fit(name, self.fold.graph)
        path = self.folder / "checkpoints" / f"fold{self.number}_{name}.pt"
        write_checkpoint(path, fitted.weights, settings_text)
        yield name, fitted.probability
        yield NO_EDGES, self._fit(NO_EDGES, without_edges(self.fold.graph)).probability
        yield REWIRED, self._fit(REWIRED, self._rewired()).probability
        yield from self._controls()

    def _fit(self, name: str, graph: Graph) -> Fitted:
        nodes = self.fold.nodes
        width = nodes.x.shape[1]
        return fit(
            lambda: build(self.settings.model, in_width=width, num_classes=NUM_CLASSES),
            nodes,
            graph,
            self.fold.parts,
            settings=self.settings.training,
            logger=self.logs.of_fit(self.number, name),
            seed=self.seed,
        )

    def _rewired(self) -> Graph:
        swaps = self.settings.controls.rewiring_swaps_per_edge
        return rewire(
            self.fold.graph,
            self.fold.parts,
            group=self.fold.nodes.group,
            swaps_per_edge=swaps,
            seed=self.seed,
        )

    def _controls(self) -> Iterator[tuple[str, Probability]]:
        nodes, parts, controls = self.fold.nodes, self.fold.parts, self.settings.controls
        blocks = {"all": np.arange(len(nodes.columns))}
        if len(nodes.block("clinical")):
            blocks |= {block: nodes.block(block) for block in ("image", "clinical")}
        else:
            blocks |= {"image": nodes.block("image")}
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
                seed=self.seed,
            ),
        )
        yield (
            "label_propagation",
            label_propagation(nodes, self.fold.graph, parts, steps=controls.propagation_steps),
        )
        pages = parts.train[self.originals[parts.train]]
        yield "majority", majority(nodes.label[pages], len(nodes.label))


def fold_seed(seed: int, fold: int) -> int:
    """The same for the network and its twins, so that they begin with the same weights."""
    return int(np.random.default_rng([seed, fold]).integers(2**31))


class Answers:
    """Collects what every model says of the test rows, fold by fold.

    Args:
        arrangement: for who the rows are.
        threshold: the rule by which validation rows choose a threshold.
    """

    def __init__(self, arrangement: Arrangement, threshold: Threshold) -> None:
        self.arrangement = arrangement
        self.threshold = threshold
        self.collected: dict[str, list[dict[str, NDArray[Any]]]] = {}
        self.validation_auroc: dict[str, list[float]] = {}

    def add(self, model: str, fold: int, probability: Probability) -> None:
        """Choose the threshold on validation rows, then keep the test rows' answers."""
        records, parts = self.arrangement.records, self.arrangement.folds[fold]
        label = records.label[parts.validation]
        cut = choose_threshold(probability[parts.validation], label, self.threshold)
        auroc = float(roc_auc_score(label, probability[parts.validation]))
        self.validation_auroc.setdefault(model, []).append(auroc)
        test = parts.test
        self.collected.setdefault(model, []).append(
            {
                "record_id": records.record_id[test],
                "patient_id": records.patient_id[test],
                "group": records.group[test],
                "fold": np.full(len(test), fold),
                "label": records.label[test],
                "probability": probability[test],
                "threshold": np.full(len(test), cut),
            }
        )

    def mean_validation_auroc(self, model: str) -> float:
        """What a sweeper may choose by: no test row of the same fold counts in it."""
        return float(np.mean(self.validation_auroc.get(model, [np.nan])))

    def predictions(self) -> list[Predictions]:
        """One table per model, in the order in which the models first answered."""
        return [
            Predictions(
                model=model,
                **{
                    column: np.concatenate([piece[column] for piece in pieces])
                    for column in pieces[0]
                },
            )
            for model, pieces in self.collected.items()
        ]
