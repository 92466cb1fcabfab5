"""Every network in every space, on one fold."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from hfgnn.baselines.logistic import logistic
from hfgnn.config.composed import composed
from hfgnn.config.config import Config
from hfgnn.config.graph import Auto, Neighbours, Space
from hfgnn.config.model import Network
from hfgnn.config.which_graph import AUTO, WhichGraph
from hfgnn.graphs.connected import Connected
from hfgnn.graphs.homophily import edge_homophily
from hfgnn.graphs.senders import times_heard
from hfgnn.reports.cohort_lines import Line
from hfgnn.tasks.chosen_graph import losses
from hfgnn.tasks.connected import connected, fit_seed, maker_of
from hfgnn.tasks.study_sets import SetFold
from hfgnn.training.fit_seeds import fit_seeds
from hfgnn.types import Graph, Rows

LOGISTIC = "logistic"
MOST_HEARD = 0.1
"""Part of the senders that count as hubs: those who are heard most."""


@dataclass(frozen=True)
class Trials:
    """What is tried on every fold.

    Attributes:
        networks: settings of each by its name.
        tried: names of the networks in each space, and in ``auto``.
        auto: the graph that validation rows choose.
    """

    networks: Mapping[str, Network]
    tried: Mapping[str, Sequence[str]]
    auto: Auto

    @classmethod
    def of(cls, study: WhichGraph) -> Trials:
        """As the settings of the study say; first every network without edges."""
        alone = {Space.none.value: list(study.networks)}
        return cls(
            {name: composed(words).model for name, words in study.networks.items()},
            alone | {space: study.networks_in(space) for space in study.tried},
            composed([f"graph={AUTO}"]).graph,
        )


class FoldTrials:
    """One fold, on which everything is tried.

    Args:
        fold: its patients and settings.
        trials: what is tried.
    """

    def __init__(self, fold: SetFold, trials: Trials) -> None:
        self.fold = fold
        self.trials = trials

    def line(self) -> Line:
        """Scores of the test rows by every model, and what is worth telling of the graphs."""
        begin = time.perf_counter()
        told = self._facts()
        for space, names in self.trials.tried.items():
            told |= self._space(space, names)
        return told | self._logistic() | {"seconds": time.perf_counter() - begin}

    def _facts(self) -> Line:
        nodes, parts = self.fold.nodes, self.fold.split.parts
        originals = nodes.may_send
        train = len(parts.train) if originals is None else int(originals[parts.train].sum())
        return {
            "rows": train + len(parts.validation) + len(parts.test),
            "ill": float(nodes.label[np.concatenate([parts.validation, parts.test])].mean()),
            "columns": len(nodes.columns),
            "test to train": len(parts.test) / train,
        }

    def _space(self, space: str, names: Sequence[str]) -> Line:
        """All networks in one space; only one's own hidden layer differs between networks."""
        told: Line = {}
        made: Connected | None = None
        for name in names:
            own = replace(
                self.fold.settings, model=self.trials.networks[name], graph=self._graph(space)
            )
            if made is None or space in (Space.embedding.value, AUTO):
                made = connected(own, self.fold.nodes, self.fold.split)
                told |= self._of_graph(made, space, name)
            told |= self._network(own, made.graph, f"{name} {space}")
        return told

    def _graph(self, space: str) -> Neighbours:
        if space == AUTO:
            return self.trials.auto
        own: Any = self.fold.settings.graph
        graph: Neighbours = replace(own, space=Space(space))
        return graph

    def _of_graph(self, made: Connected, space: str, name: str) -> Line:
        """What it is like, or which it is."""
        if space == AUTO:
            chosen = made.knn.space.value
            told = "none" if made.knn.space is Space.none else f"{chosen}, k={made.knn.k}"
            return {f"chosen by {name}": told}
        if space == Space.none.value:
            return {}
        heard_by_test = made.graph.received_by(self.fold.split.parts.test)
        homophily, chance = edge_homophily(heard_by_test, self.fold.nodes)
        heard = times_heard(self.fold.nodes, made.graph, self.fold.split.parts)
        return {
            f"homophily {space}": homophily,
            f"by chance {space}": chance,
            f"hubs {space}": share_of_hubs(heard),
        }

    def _network(self, own: Config, graph: Graph, name: str) -> Line:
        """Scores of one network, the mean over the seeds."""
        nodes, split = self.fold.nodes, self.fold.split
        seeds = range(own.protocol.seeds)
        fitted = fit_seeds(
            maker_of(own.model, nodes),
            nodes,
            graph,
            split.parts,
            settings=own.training,
            loggers=[None for _ in seeds],
            seeds=[fit_seed(own.seed, split.fold, repeat=split.repeat, seed=one) for one in seeds],
        )
        told = [self._scores(one.probability) for one in fitted]
        return {
            f"{score} {name}": float(np.mean([one[score] for one in told])) for score in told[0]
        }

    def _logistic(self) -> Line:
        nodes, penalties = self.fold.nodes, self.fold.settings.controls.logistic_penalties
        every = np.arange(len(nodes.columns))
        said = logistic(nodes, self.fold.split.parts, every, penalties=penalties)
        return {f"{score} {LOGISTIC}": value for score, value in self._scores(said).items()}

    def _scores(self, probability: NDArray[np.float64]) -> dict[str, float]:
        parts, label = self.fold.split.parts, self.fold.nodes.label
        return {
            "auroc": auroc(probability[parts.test], label[parts.test]),
            "loss": float(losses(probability[parts.test], label[parts.test]).mean()),
            "validation": auroc(probability[parts.validation], label[parts.validation]),
        }


def auroc(probability: NDArray[np.float64], label: Rows) -> float:
    """Of these rows; NaN where they are of one class."""
    if len(np.unique(label)) < 2:
        return float("nan")
    return float(roc_auc_score(label, probability))


def share_of_hubs(heard: Rows) -> float:
    """Share of all that is heard that comes from the tenth of the senders who are heard most.

    A tenth where all are heard equally often, 1 where nobody else is heard; NaN without edges.

    Args:
        heard: how many rows receive from each sender.
    """
    most = np.sort(heard)[::-1][: int(np.ceil(MOST_HEARD * len(heard)))]
    return float(most.sum() / heard.sum()) if heard.sum() else float("nan")
