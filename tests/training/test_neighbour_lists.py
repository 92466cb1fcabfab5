"""Lists of senders: from a table or from any graph, looked up row by row."""

import numpy as np
import pytest

from hfgnn.training.neighbour_lists import NeighbourLists
from hfgnn.types import UNKNOWN, Graph

TABLE = np.array([[1, 2], [2, UNKNOWN], [UNKNOWN, UNKNOWN], [0, 1]])
GRAPH = Graph(np.array([[1, 0, 2, 2, 1], [0, 3, 0, 1, 3]]), None, 4)


def senders_to(lists: NeighbourLists, row: int) -> list[int]:
    places, positions = lists.edges_to(np.array([row]))
    assert (positions == 0).all()
    return lists.senders[places].tolist()


@pytest.mark.parametrize("lists", [NeighbourLists.of_table(TABLE), NeighbourLists.of_graph(GRAPH)])
def test_everybody_hears_whom_the_table_or_the_graph_says(lists):
    assert [senders_to(lists, row) for row in range(4)] == [[1, 2], [2], [], [0, 1]]
    assert lists.num_patients == 4
    assert lists.received_weight().tolist() == [2, 1, 0, 2]


def test_rows_are_looked_up_in_any_order_and_more_than_once():
    places, positions = NeighbourLists.of_table(TABLE).edges_to(np.array([3, 2, 0, 3]))
    assert NeighbourLists.of_table(TABLE).senders[places].tolist() == [0, 1, 1, 2, 0, 1]
    assert positions.tolist() == [0, 0, 2, 2, 3, 3]


def test_weights_follow_their_edges():
    weights = np.array([1, 2, 3, 4, 5], dtype=np.float32)
    graph = NeighbourLists.of_graph(Graph(GRAPH.edges, weights, 4))
    table = NeighbourLists.of_table(TABLE, np.array([[1, 3], [4, 0], [0, 0], [2, 5]], np.float32))
    for lists in (graph, table):
        assert lists.weights is not None
        assert lists.weights.tolist() == [1, 3, 4, 2, 5]
        assert lists.received_weight().tolist() == [4, 4, 0, 7]


def test_senders_stay_in_the_order_of_the_edges():
    generator = np.random.default_rng(0)
    edges = generator.integers(0, 40, size=(2, 2000))
    edges = edges[:, edges[0] != edges[1]]
    lists = NeighbourLists.of_graph(Graph(edges, None, 40))
    for row in range(40):
        assert senders_to(lists, row) == edges[0, edges[1] == row].tolist()


def test_a_full_table_on_disk_is_not_copied(tmp_path):
    np.save(tmp_path / "table.npy", np.array([[1, 2], [2, 0], [0, 1]], np.int32))
    table = np.load(tmp_path / "table.npy", mmap_mode="r")
    lists = NeighbourLists.of_table(table)
    assert np.shares_memory(lists.senders, table)
    assert senders_to(lists, 1) == [2, 0]


def test_a_graph_without_edges_has_empty_lists():
    lists = NeighbourLists.of_graph(Graph(np.empty((2, 0), np.int64), None, 3))
    assert [senders_to(lists, row) for row in range(3)] == [[], [], []]


@pytest.mark.parametrize(
    ("table", "weights", "sentence"),
    [
        ([[1], [2]], None, "a list names row 2, but there are 2 patients"),
        ([[1], [-2]], None, "a list names row -2, but there are 2 patients"),
        ([[1], [1]], None, "row 1 sends to itself"),
        ([1, 0], None, r"is \(2,\), but must be \(patients, k\)"),
        ([[1], [0]], [1.0, 1.0], r"is \(2, 1\) and its weights \(2,\), but must be"),
    ],
)
def test_a_table_that_is_none_is_refused(table, weights, sentence):
    given = None if weights is None else np.array(weights, np.float32)
    with pytest.raises(ValueError, match=sentence):
        NeighbourLists.of_table(np.array(table), given)
