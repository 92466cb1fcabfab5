"""What is mixed ahead is what the layers mix, wherever the columns lie."""

import numpy as np
import pytest
import torch

from hfgnn.models.graph_attention import GraphAttention
from hfgnn.models.graph_convolution import GraphConvolution
from hfgnn.models.neighbour_mean import NeighbourMean
from hfgnn.training import mixed_ahead
from hfgnn.training.mixed_ahead import mix_ahead, tables_of
from hfgnn.training.neighbour_lists import NeighbourLists
from hfgnn.types import Graph

X = np.array([[1, 0], [0, 1], [2, 2]], np.float32)
EDGES = np.array([[1, 2, 0], [0, 0, 1]])  # 0 hears 1 and 2, 1 hears 0, 2 hears nobody
WEIGHTS = np.array([0.5, 2, 3], np.float32)


def mixed(layer, x=X, weights=None):
    lists = NeighbourLists.of_graph(Graph(EDGES, weights, 3))
    return mix_ahead(layer, x, lists, lists.received_weight())


def test_a_mean_is_that_of_the_senders():
    layer = NeighbourMean(2, 2)
    assert mixed(layer) == pytest.approx(np.array([[1, 1.5], [1, 0], [0, 0]]))
    weighed = np.array([[2, 2.25], [3, 0], [0, 0]])
    assert mixed(layer, weights=WEIGHTS) == pytest.approx(weighed)


def test_a_convolution_divides_by_the_roots_of_both_in_degrees():
    root = np.sqrt([3, 2, 1])
    expected = np.array(
        [
            X[0] / 3 + X[1] / (root[0] * root[1]) + X[2] / (root[0] * root[2]),
            X[1] / 2 + X[0] / (root[0] * root[1]),
            X[2],
        ]
    )
    assert mixed(GraphConvolution(2, 2)) == pytest.approx(expected)


@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_the_layer_makes_of_the_mixture_what_it_makes_of_the_graph(weights):
    layer = GraphConvolution(2, 4)
    given = None if weights is None else torch.from_numpy(weights)
    expected = layer(torch.from_numpy(X), torch.from_numpy(EDGES), given)
    ahead = torch.from_numpy(mixed(layer, weights=weights)) @ layer.lin.weight.T + layer.bias
    torch.testing.assert_close(ahead, expected)


def test_some_rows_at_a_time_are_all_rows(monkeypatch):
    at_once = mixed(GraphConvolution(2, 2), weights=WEIGHTS)
    monkeypatch.setattr(mixed_ahead, "ROWS_AT_A_TIME", 2)
    assert np.array_equal(mixed(GraphConvolution(2, 2), weights=WEIGHTS), at_once)


def test_what_lies_on_disk_is_mixed_on_disk(tmp_path):
    np.save(tmp_path / "x.npy", X)
    on_disk = mixed(NeighbourMean(2, 2), np.load(tmp_path / "x.npy", mmap_mode="r"))
    assert isinstance(on_disk, np.memmap)
    assert not isinstance(mixed(NeighbourMean(2, 2)), np.memmap)
    assert np.array_equal(on_disk, mixed(NeighbourMean(2, 2)))


def test_batches_bring_what_the_first_layer_needs():
    lists = NeighbourLists.of_graph(Graph(EDGES, None, 3))
    needed = {
        type(layer).__name__: list(tables_of(layer, X, lists, lists.received_weight()))
        for layer in (
            GraphConvolution(2, 2),
            NeighbourMean(2, 2),
            GraphAttention(2, 2, heads=1, dropout=0),
        )
    }
    assert needed == {
        "GraphConvolution": ["mixed"],
        "NeighbourMean": ["x", "mixed"],
        "GraphAttention": ["x"],
    }
