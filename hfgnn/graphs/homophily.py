"""How alike connected patients are, in three standard measures.

They differ in what they weigh. Edge homophily counts edges, node homophily counts receivers, and
adjusted homophily takes away what the frequency of the classes gives by itself. Edges count alike,
whatever their weights.
"""

import numpy as np

from hfgnn.types import Graph, Nodes

NAN = float("nan")


def edge_homophily(graph: Graph, nodes: Nodes) -> tuple[float, float]:
    """Share of edges that join equal labels, and the share that chance would give.

    The chance is that of drawing each receiver's sender at random among all senders of edges.
    """
    if not graph.edges.shape[1]:
        return NAN, NAN
    sent, received = nodes.label[graph.edges[0]], nodes.label[graph.edges[1]]
    ill_sent, ill_received = sent.mean(), received.mean()
    chance = ill_sent * ill_received + (1 - ill_sent) * (1 - ill_received)
    return float((sent == received).mean()), float(chance)


def node_homophily(graph: Graph, nodes: Nodes) -> float:
    """Mean, over the rows that receive, of the share of their senders that have their label.

    It is the edge homophily where all rows receive equally often (Pei et al. 2020, Geom-GCN,
    https://arxiv.org/abs/2002.05287, for the senders of a directed graph). NaN where
    nobody receives.
    """
    sender, receiver = graph.edges
    equal = nodes.label[sender] == nodes.label[receiver]
    received = np.bincount(receiver, minlength=graph.num_nodes)
    alike = np.bincount(receiver, weights=equal, minlength=graph.num_nodes)
    hears = received > 0
    return float((alike[hears] / received[hears]).mean()) if hears.any() else NAN


def adjusted_homophily(graph: Graph, nodes: Nodes) -> float:
    """Edge homophily on a scale on which chance is 0 and equal labels throughout are 1.

    Platonov et al. (2023, https://arxiv.org/abs/2209.06177) take h - c over 1 - c,
    with h the edge homophily and c = sum over classes of (D / 2E)^2, D the degrees of the class
    and E the undirected edges. In a directed graph a class has edges that it sends and edges that
    it receives, and c = sum over classes of sent * received / edges^2, the chance of
    ``edge_homophily``; where every edge goes both ways, sent and received are D, edges 2E, and
    the undirected formula comes back. It is Newman's assortativity of labels
    (2003, https://arxiv.org/abs/cond-mat/0209450). NaN without edges, and where senders
    and receivers all have one label.
    """
    homophily, chance = edge_homophily(graph, nodes)
    return (homophily - chance) / (1 - chance) if chance < 1 else NAN
