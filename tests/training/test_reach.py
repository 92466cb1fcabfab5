"""A neighbourhood: everybody within reach and nobody else, with all the edges in between."""

import numpy as np
import pytest

from hfgnn.training.neighbour_lists import NeighbourLists
from hfgnn.training.reach import Reach
from hfgnn.types import Graph


def random_graph(seed: int, size: int = 60) -> Graph:
    """Ragged: some receive much, some nothing, some are alone."""
    generator = np.random.default_rng(seed)
    edges = np.unique(generator.integers(0, size - 4, size=(2, 3 * size)), axis=1)
    edges = edges[:, edges[0] != edges[1]]
    return Graph(edges[:, generator.permutation(edges.shape[1])], None, size)


def within(graph: Graph, asked: set[int], steps: int) -> list[set[int]]:
    """The plain way: one edge after the other."""
    known = [asked]
    for _ in range(steps):
        pairs = graph.edges.T.tolist()
        known.append(known[-1] | {one for one, other in pairs if other in known[-1]})
    return known


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_rows_are_those_within_each_number_of_steps(seed, steps):
    graph = random_graph(seed)
    asked = np.random.default_rng(seed).permutation(60)[:5]
    part = Reach(NeighbourLists.of_graph(graph), num_steps=steps).around(asked)
    assert part.rows[:5].tolist() == asked.tolist()
    assert len(set(part.rows.tolist())) == len(part.rows) == part.num_rows[-1]
    found = [set(part.rows[:number].tolist()) for number in part.num_rows]
    assert found == within(graph, set(asked.tolist()), steps)


@pytest.mark.parametrize("seed", range(5))
def test_edges_are_all_that_inner_rows_receive_and_no_others(seed):
    graph = random_graph(seed)
    lists = NeighbourLists.of_graph(graph)
    part = Reach(lists, num_steps=2).around(np.array([3, 50, 8]))
    named = part.rows[part.edges]
    for step in (0, 1):
        inner = part.rows[: part.num_rows[step]]
        wanted = graph.received_by(inner).edges.T.tolist()
        got = named[:, : part.num_edges[step]].T.tolist()
        assert sorted(got) == sorted(wanted)
    assert named.shape[1] == part.num_edges[1]
    assert (lists.senders[part.places] == named[0]).all()


def test_one_neighbourhood_leaves_no_trace_in_the_next():
    lists = NeighbourLists.of_graph(random_graph(1))
    reach, asked = Reach(lists, num_steps=2), np.array([5, 9])
    first = reach.around(asked)
    reach.around(np.array([9, 30, 31]))
    again = reach.around(asked)
    assert np.array_equal(first.rows, again.rows)
    assert np.array_equal(first.edges, again.edges)


def test_nobody_asked_about_is_nobody_within_reach():
    part = Reach(NeighbourLists.of_graph(random_graph(0)), num_steps=2).around(np.arange(0))
    assert part.num_rows == (0, 0, 0)
    assert part.edges.shape == (2, 0)
