"""Who is heard by many, who by nobody, and whether the graph falls into pieces."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.stats import skew

from hfgnn.types import Graph, Nodes, Parts, Rows


def may_send(nodes: Nodes, rows: Rows) -> Rows:
    """Those of ``rows`` that may send: all but augmented copies."""
    return rows if nodes.may_send is None else rows[nodes.may_send[rows]]


def times_heard(nodes: Nodes, graph: Graph, parts: Parts) -> Rows:
    """How many training and test rows receive from each training row that may send.

    In a graph in which a row receives from its nearest neighbours this is in how many lists of
    neighbours it stands; in the published direction, from_query, it is how many neighbours it has
    itself, about the same for all.

    Shapes:
        returns: int64 (training rows that may send,).
    """
    receivers = np.concatenate([parts.train, parts.test])
    sender = graph.received_by(receivers).edges[0]
    counts = np.bincount(sender, minlength=graph.num_nodes)
    return np.asarray(counts[may_send(nodes, parts.train)])


def sender_numbers(heard: Rows) -> dict[str, float]:
    """How unequally the senders are heard.

    The skewness of these counts is the usual measure of hubness: in many dimensions a few points
    are neighbours of a great many others and most of hardly any (Radovanovic et al. 2010, Hubs in
    space, https://jmlr.org/papers/v11/radovanovic10a.html). NaN where all are heard equally often.

    Args:
        heard: how many rows receive from each sender.

    Raises:
        ValueError: there is no sender.
    """
    if not len(heard):
        raise ValueError("there are 0 senders, but hubs take at least 1")
    return {
        "median": float(np.median(heard)),
        "percentile_95": float(np.percentile(heard, 95)),
        "max": float(heard.max()),
        "skewness": float(skew(heard)) if np.ptp(heard) else float("nan"),
        "never_heard_share": float((heard == 0).mean()),
        "top_1_percent_share": _share_of_most_heard(heard, 0.01),
        "top_5_percent_share": _share_of_most_heard(heard, 0.05),
    }


def _share_of_most_heard(heard: Rows, part: float) -> float:
    """Share of all edges that come from this part of the senders, at least from one of them."""
    most = np.sort(heard)[::-1][: int(np.ceil(part * len(heard)))]
    return float(most.sum() / heard.sum()) if heard.sum() else float("nan")


def components(graph: Graph, rows: Rows) -> tuple[int, float]:
    """Pieces of the graph among ``rows``, and the share of them that the largest holds.

    Two rows are in one piece where a path joins them, whichever way its edges point.
    """
    place = np.full(graph.num_nodes, -1)
    place[rows] = np.arange(len(rows))
    ends = place[graph.edges]
    ends = ends[:, (ends >= 0).all(axis=0)]
    joined = coo_array((np.ones(ends.shape[1]), tuple(ends)), shape=(len(rows), len(rows)))
    number, piece = connected_components(joined, connection="weak")
    return int(number), float(np.bincount(piece).max() / len(rows))
