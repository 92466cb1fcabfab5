"""What there is to know of a run's graphs: their neighbours, hubs, pieces and distances.

Everything here describes a graph that is already made. Some of it reads the labels of test rows,
and nothing of it chooses a setting, a threshold or a model.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hfgnn.config.graph import Metric
from hfgnn.graphs.block_shares import IMAGE, TOGETHER, column_shares
from hfgnn.graphs.homophily import adjusted_homophily, edge_homophily, node_homophily
from hfgnn.graphs.placement import Views
from hfgnn.graphs.senders import components, sender_numbers, times_heard
from hfgnn.graphs.sensitivity import Sensitivity, sensitivity
from hfgnn.graphs.smoothing import smoothing
from hfgnn.types import Graph, Nodes, Parts, Rows

Numbers = dict[str, float]


@dataclass(frozen=True)
class Diagnostics:
    """The diagnostics of one fold; what has no value is NaN.

    Attributes:
        numbers: homophily of the edges to test rows, edges per patient, pieces.
        heard: int64 (training rows that may send,), how many rows receive from each.
        shares: of the image block and of each clinical column in the expected squared distance.
        sensitivity: worth of the lists of test rows by metric and length.
        smoothing: energy and separation of the classes by depth.
        k: length of the run's own lists.
        metric: of the run's own lists.
        recall: share of the true neighbours that the graph holds, of a sample of rows; None where
            it holds all.
    """

    numbers: Numbers
    heard: Rows
    shares: Numbers
    sensitivity: Sensitivity
    smoothing: list[Numbers]
    k: int
    metric: Metric
    recall: float | None


def diagnose(
    nodes: Nodes, graph: Graph, parts: Parts, views: Views, *, k: int, metric: Metric
) -> Diagnostics:
    """The diagnostics of a fold's graph.

    Args:
        nodes: of the fold.
        graph: of the fold, of any kind and direction.
        parts: of the fold.
        views: where the patients of the fold stand.
        k: other patients in a list of neighbours; where the patient counts as one of its own k,
            one less than graph.k.
        metric: by which the graph was made.
    """
    received = graph.received_by(parts.test)
    homophily, chance = edge_homophily(received, nodes)
    pieces, largest = components(graph, parts.train)
    numbers = {
        "edges_per_patient": graph.edges.shape[1] / len(parts.all),
        "homophily": homophily,
        "homophily_by_chance": chance,
        "node_homophily": node_homophily(received, nodes),
        "adjusted_homophily": adjusted_homophily(received, nodes),
        "test_rows_without_sender_share": 1 - float(np.isin(parts.test, received.edges[1]).mean()),
        "components": pieces,
        "largest_component_share": largest,
    }
    return Diagnostics(
        numbers=numbers,
        heard=times_heard(nodes, graph, parts),
        shares=column_shares(nodes, views, parts.train, metric),
        sensitivity=sensitivity(nodes, views.points, parts, k=k, metric=metric),
        smoothing=smoothing(nodes, graph, parts),
        k=k,
        metric=metric,
        recall=graph.recall,
    )


def mean_over_folds(folds: Sequence[Diagnostics]) -> dict[str, Any]:
    """The ``graph`` section of metrics.json: every number the plain mean over the folds.

    What is NaN in a fold does not count in the mean, and what is so in all of them is left out.
    Lengths of lists that some fold has too few rows for are left out. The senders' ``histogram``
    has, for each number of times that occurs, how many training rows per fold are heard so often.
    ``neighbour_recall`` is there where neighbours were searched approximately.
    """
    shares = _shares([fold.shares for fold in folds])
    result: dict[str, Any] = mean_numbers([fold.numbers for fold in folds])
    recalls = [fold.recall for fold in folds if fold.recall is not None]
    if recalls:
        result["neighbour_recall"] = float(np.mean(recalls))
    if "clinical" in shares:
        result["clinical_share_of_distance"] = shares["clinical"]
    senders = mean_numbers([sender_numbers(fold.heard) for fold in folds])
    return result | {
        "senders": senders | {"histogram": _histogram(folds)},
        "block_shares": shares,
        "sensitivity": _sensitivity(folds),
        "smoothing": [
            {"depth": depth} | mean_numbers(numbers)
            for depth, numbers in enumerate(zip(*(fold.smoothing for fold in folds), strict=True))
        ],
    }


def mean_numbers(folds: Sequence[Numbers]) -> Numbers:
    """The mean of every number over the folds in which it is finite."""
    means = {}
    for name in folds[0]:
        known = [fold[name] for fold in folds if np.isfinite(fold[name])]
        if known:
            means[name] = float(np.mean(known))
    return means


def _shares(folds: Sequence[Numbers]) -> dict[str, Any]:
    """Shares by block and by clinical column; a column that a fold does not have has none of it."""
    names = dict.fromkeys(name for fold in folds for name in fold)
    means = mean_numbers([{name: fold.get(name, 0.0) for name in names} for fold in folds])
    blocks = (IMAGE, *TOGETHER)
    columns = {name: share for name, share in means.items() if name not in blocks}
    result: dict[str, Any] = {name: means[name] for name in blocks if name in means}
    if columns:
        result |= {"clinical": sum(columns.values()), "columns": columns}
    return result


def _histogram(folds: Sequence[Diagnostics]) -> list[Numbers]:
    counts = Counter(times for fold in folds for times in fold.heard.tolist())
    return [{"times": times, "rows": counts[times] / len(folds)} for times in sorted(counts)]


def _sensitivity(folds: Sequence[Diagnostics]) -> list[dict[str, Any]]:
    shared = set.intersection(*(set(fold.sensitivity) for fold in folds))
    own = (folds[0].metric, folds[0].k)
    return [
        {"k": pair[1], "metric": pair[0].value, "is_own": pair == own}
        | mean_numbers([fold.sensitivity[pair] for fold in folds])
        for pair in sorted(shared)
    ]
