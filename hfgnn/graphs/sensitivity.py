"""How much neighbourhoods depend on the number of neighbours and on the metric.

Nothing is chosen by these numbers: they use labels of test rows, after the run has been set up, to
describe the neighbourhoods that other settings would have given.
"""

import numpy as np
from numpy.typing import NDArray

from hfgnn.config.graph import Metric
from hfgnn.graphs.neighbours import nearest
from hfgnn.graphs.placement import Points
from hfgnn.graphs.ranking import aurocs
from hfgnn.graphs.senders import may_send
from hfgnn.types import Nodes, Parts, Rows

NEIGHBOURS = (1, 3, 5, 10, 20, 30)
"""Lengths of the lists that are compared, beside the run's own."""

Sensitivity = dict[tuple[Metric, int], dict[str, float]]


def sensitivity(
    nodes: Nodes, points: Points, parts: Parts, *, k: int, metric: Metric
) -> Sensitivity:
    """What the lists of test rows are worth, by metric and length.

    A list holds the nearest training rows that may send, so that labels of test rows vote for
    nobody; that is what a test row receives from in an inductive graph. In the others it also, or
    only, hears test rows, which stand in no list here. Lengths for which there are too few training
    rows are left out.

    Args:
        nodes: of the fold.
        points: float32 (rows, coordinates), where they stand.
        parts: of the fold.
        k: length of the run's own lists; the patient itself is not in them.
        metric: of the run's own lists.

    Returns:
        By metric and length ``homophily``, the share of listed rows with the label of the one
        whose list it is; ``vote_auroc``, how well the share of diseased in the list ranks the test
        rows; ``overlap``, the mean Jaccard index with the run's own lists.
    """
    senders = may_send(nodes, parts.train)
    longest = most_neighbours(parts.test, senders, nodes.group)
    lengths = sorted(number for number in {*NEIGHBOURS, k} if number <= longest)
    if not lengths or not len(parts.test):
        return {}
    lists = {
        one: nearest(points, parts.test, senders, k=lengths[-1], metric=one, group=nodes.group)[0]
        for one in Metric
    }
    own = lists[metric][:, :k]
    return {
        (one, length): numbers
        for one, found in lists.items()
        for length, numbers in _by_length(nodes, parts.test, found, own, lengths).items()
    }


def most_neighbours(queries: Rows, candidates: Rows, group: Rows) -> int:
    """The longest list that every query can have, since its own group is never in it."""
    groups, sizes = np.unique(group[candidates], return_counts=True)
    asked = np.isin(groups, group[queries])
    return len(candidates) - int(sizes[asked].max(initial=0))


def _by_length(
    nodes: Nodes, queries: Rows, found: Rows, own: Rows, lengths: list[int]
) -> dict[int, dict[str, float]]:
    """The numbers of one metric: sums along the longest lists hold those of all shorter ones."""
    label, last = nodes.label[queries], np.array(lengths) - 1
    ill = nodes.label[found].cumsum(axis=1)[:, last]
    alike = (nodes.label[found] == label[:, None]).cumsum(axis=1)[:, last]
    shared = _is_in(found, own).cumsum(axis=1)[:, last]
    homophily = (alike / (last + 1)).mean(axis=0)
    overlap = (shared / (last + 1 + own.shape[1] - shared)).mean(axis=0)
    vote = aurocs((ill / (last + 1)).T, label)
    return {
        length: {
            "homophily": float(homophily[place]),
            "vote_auroc": float(vote[place]),
            "overlap": float(overlap[place]),
        }
        for place, length in enumerate(lengths)
    }


def _is_in(found: Rows, own: Rows) -> NDArray[np.bool_]:
    """Whether each entry of a list is in the other list of the same row."""
    inside = np.zeros(found.shape, dtype=bool)
    for column in own.T:  # one by one: all pairs at once would take k times the memory
        inside |= found == column[:, None]
    return inside
