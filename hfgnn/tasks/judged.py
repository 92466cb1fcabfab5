"""One simulated cohort: its models and its verdict, by the code of the main job."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.build import build
from hfgnn.config.config import Config
from hfgnn.evaluation.compare import Evaluated, evaluate
from hfgnn.graphs.homophily import edge_homophily
from hfgnn.reports.cohort_lines import NETWORK, Line
from hfgnn.tasks.answers import Answers
from hfgnn.tasks.arrangement import Arrangement, arrange
from hfgnn.tasks.connected import connected
from hfgnn.tasks.fold import FoldGraph, FoldModels
from hfgnn.types import Cohort, Nodes, Rows, Split


class Unlogged:
    """Logs that nobody keeps: a study fits thousands of networks."""

    def of_fit(self, *_: object) -> None:
        """No logger."""


def arranged(settings: Config, cohort: Cohort) -> Arrangement:
    """Rows and folds of the cohort, as the protocol wants them."""
    return arrange(cohort, settings.protocol, build(settings.augment), settings.seed)


def join(
    settings: Config, arrangement: Arrangement, nodes_of: Callable[[Split], Nodes]
) -> list[FoldGraph]:
    """The graph of every fold on its nodes."""
    untold: Any = None  # a study keeps no diagnostics of a single graph
    folds = [(split, nodes_of(split)) for split in arrangement.splits]
    return [
        FoldGraph(nodes, connected(settings, nodes, split), split, untold) for split, nodes in folds
    ]


def nodes_from(arrangement: Arrangement, x: NDArray[np.float32], columns: tuple[str, ...]) -> Nodes:
    """Nodes from columns that come scaled, as from hfgnn.data.simulated_nodes."""
    records = arrangement.records
    return Nodes(
        x=x,
        columns=columns,
        label=records.label,
        group=arrangement.strangers,
        record_id=records.record_id,
        may_send=arrangement.may_send,
    )


def judge(settings: Config, arrangement: Arrangement, graphs: Sequence[FoldGraph]) -> Evaluated:
    """Fit every model on every fold, and let the evaluation speak.

    Args:
        settings: of the run; the seed is the cohort's own.
        arrangement: its rows and folds.
        graphs: of the folds, in their order.
    """
    answers = Answers(arrangement, settings.evaluation)
    originals = arrangement.records.copy == 0
    unlogged: Any = Unlogged()
    with TemporaryDirectory() as folder:  # weights of networks that nobody will ask again
        for graph in graphs:
            models = FoldModels(
                settings, graph, originals=originals, folder=Path(folder), logs=unlogged
            )
            for answer in models.answers(NETWORK, ""):
                answers.add(graph.split, answer)
    network, *controls = answers.predictions()
    return evaluate(network, controls, settings=settings.evaluation, seed=settings.seed)


def with_seed(settings: Config, words: Sequence[object]) -> Config:
    """The same settings with a seed that only the run's seed and these words decide."""
    letters = [ord(letter) for letter in "|".join(map(str, words))]
    seed = int(np.random.default_rng([settings.seed, *letters]).integers(2**31))
    return replace(settings, seed=seed)


def heard_labels(graphs: Sequence[FoldGraph]) -> Line:
    """How alike a test patient and its neighbours are by label, and how alike chance makes them."""
    pairs = [edge_homophily(one.graph.received_by(one.parts.test), one.nodes) for one in graphs]
    homophily, chance = np.mean(pairs, axis=0)
    return {"homophily": float(homophily), "homophily by chance": float(chance)}


def share_of_mates(graphs: Sequence[FoldGraph], circle: Rows) -> float:
    """Share of the edges that test rows receive from mates of their own circle."""
    edges = [one.graph.received_by(one.parts.test).edges for one in graphs]
    return float(np.mean([(circle[edge[0]] == circle[edge[1]]).mean() for edge in edges]))
