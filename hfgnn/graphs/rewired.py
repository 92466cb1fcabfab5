"""The same graph with its neighbours exchanged at random: a control for similarity."""

from dataclasses import replace

import numpy as np

from hfgnn.types import Graph, Parts, Rows


def rewire(graph: Graph, parts: Parts, *, group: Rows, swaps_per_edge: int, seed: int) -> Graph:
    """A random graph in which every row sends and receives as often as before.

    Two edges exchange their senders, again and again, unless that would make a double edge or
    join two rows of one group (Maslov and Sneppen 2002, https://doi.org/10.1126/science.1065103).
    Unless the graph is transductive, the edges that training, validation and test rows receive are
    rewired apart: the training graph does not depend on the rows that are only asked about, and
    these exchange senders among themselves. Where all edges come in pairs, one each way, they
    stay paired. An edge keeps its weight and its length.

    Args:
        graph: any graph.
        parts: which rows train, validate and test.
        group: (rows,); rows that share a number, such as a row with itself, are not joined.
        swaps_per_edge: attempted exchanges per edge.
        seed: of the exchanges.
    """
    edges = graph.edges.copy()
    for number, rows in enumerate(_pieces(graph, parts)):
        mine = np.flatnonzero(np.isin(edges[1], rows))
        generator = np.random.default_rng([seed, number])
        if _is_symmetric(edges[:, mine]):
            edges[:, mine] = _swap_pairs(edges[:, mine], group.tolist(), swaps_per_edge, generator)
        else:
            edges[:, mine] = _swap_senders(
                edges[:, mine], group.tolist(), swaps_per_edge, generator
            )
    return replace(graph, edges=edges, recall=None)


def _pieces(graph: Graph, parts: Parts) -> tuple[Rows, ...]:
    """Receivers that are rewired together: all rows where training rows hear of others."""
    heard = graph.received_by(parts.train).edges[0]
    if np.isin(heard, parts.train).all():
        return (parts.train, parts.validation, parts.test)
    return (parts.all,)


def _is_symmetric(edges: Rows) -> bool:
    forward = set(zip(*edges.tolist(), strict=True))
    return bool(forward) and all((receiver, sender) in forward for sender, receiver in forward)


def _swap_senders(
    edges: Rows, group: list[int], swaps_per_edge: int, generator: np.random.Generator
) -> Rows:
    senders, receivers = edges.tolist()
    there = set(zip(senders, receivers, strict=True))
    number = len(senders)
    for one, other in generator.integers(0, max(number, 1), (number * swaps_per_edge, 2)).tolist():
        first, second = (senders[other], receivers[one]), (senders[one], receivers[other])
        alike = any(group[sender] == group[receiver] for sender, receiver in (first, second))
        if alike or first in there or second in there:
            continue
        there -= {(senders[one], receivers[one]), (senders[other], receivers[other])}
        there |= {first, second}
        senders[one], senders[other] = senders[other], senders[one]
    return np.array([senders, receivers], dtype=np.int64)


def _swap_pairs(
    edges: Rows, group: list[int], swaps_per_edge: int, generator: np.random.Generator
) -> Rows:
    """For a symmetric graph: two undirected edges exchange one end each."""
    place = {edge: at for at, edge in enumerate(zip(*edges.tolist(), strict=True))}
    pairs = [edge for edge in place if edge[0] < edge[1]]
    column = {pair: (place[pair], place[pair[::-1]]) for pair in pairs}
    there, columns = set(pairs), [column[pair] for pair in pairs]
    choices = generator.integers(0, max(len(pairs), 1), (len(pairs) * swaps_per_edge, 2))
    turned = generator.random(len(choices)) < 0.5
    for (one, other), turn in zip(choices.tolist(), turned.tolist(), strict=True):
        (a, b), (c, d) = pairs[one], pairs[other]
        if turn:
            c, d = d, c
        first, second = (min(a, d), max(a, d)), (min(c, b), max(c, b))
        alike = group[a] == group[d] or group[c] == group[b]
        if alike or first == second or first in there or second in there:
            continue
        there -= {pairs[one], pairs[other]}
        there |= {first, second}
        pairs[one], pairs[other] = first, second
    result = np.empty_like(edges)
    for (low, high), (forth, back) in zip(pairs, columns, strict=True):
        result[:, forth], result[:, back] = (low, high), (high, low)
    return result
