"""What a graph made ready computes, whom it refuses, and layers that do not know it."""

import pytest
import torch
from torch import nn
from torch_geometric.nn import GCNConv, SAGEConv

from hfgnn.models import message_round
from hfgnn.models.adjacency import Adjacency
from hfgnn.models.gat import GAT
from hfgnn.models.gcn import GCN
from hfgnn.models.graph_convolution import GraphConvolution
from hfgnn.models.layers import TwoRounds
from hfgnn.models.sage import SAGE
from hfgnn.models.transformer import Transformer

IN, OUT = 4, 6
WIDTHS = {"in_width": IN, "hidden_width": OUT, "num_classes": 2, "dropout": 0.5}
PLAIN = {"residual": False, "jumping_knowledge": False}
# 4 -> 3 -> 2 -> 1 -> 0
LINE = torch.tensor([[1, 2, 3, 4], [0, 1, 2, 3]])


def ready(edges=LINE, weights=None, *, patients=5, asked=None):
    asked = None if asked is None else torch.tensor(asked)
    return Adjacency(edges, weights, patients=patients, asked=asked)


def test_no_more_is_computed_than_the_asked_patients_hear():
    first, second = ready(asked=[0]).rounds(2)
    assert first.rows.tolist() == [0, 1, 2]
    assert (first.num_receivers, second.num_receivers) == (2, 1)
    assert first.edges.tolist() == [[1, 2], [0, 1]]
    assert second.edges.tolist() == [[1], [0]]
    assert second.rows is None


def test_the_asked_come_first_and_in_their_order():
    first, second = ready(asked=[3, 1]).rounds(2)
    assert first.rows.tolist() == [3, 1, 2, 4]  # who is heard stands behind
    assert second.edges.tolist() == [[2, 3], [1, 0]]


def test_where_all_go_in_nothing_is_copied():
    first, _ = ready().rounds(2)
    x = torch.zeros(5, IN)
    assert first.rows is None
    assert first.read(x) is x


def test_strength_is_that_of_the_whole_graph():
    weights = torch.tensor([0.5, 2.0, 3.0, 4.0])
    first, second = ready(weights=weights, asked=[0]).rounds(2)
    assert first.strength.tolist() == [1.5, 3.0, 4.0]  # of 2, whom 3 tells something too
    assert second.strength.tolist() == [1.5, 3.0]


def test_sums_by_hand():
    edges = torch.tensor([[1, 2, 2], [0, 0, 1]])
    weights = torch.tensor([2.0, 4.0, 1.0])
    first, second = ready(edges, weights, patients=3).rounds(2)
    x = torch.tensor([[1.0], [10.0], [100.0]])
    mean = torch.tensor([[(2 * 10 + 4 * 100) / 2], [100.0], [0.0]])
    # Received: 2 + 4 + 1, 1 + 1, and 1.
    to_0 = 1 / 7 + 2 * 10 / 14**0.5 + 4 * 100 / 7**0.5
    convolved = torch.tensor([[to_0], [10 / 2 + 100 / 2**0.5], [100.0]])
    for given in (first, second):
        torch.testing.assert_close(given.averaged(x), mean)
        torch.testing.assert_close(given.convolved(x), convolved)


@pytest.mark.parametrize("network", [GCN(**WIDTHS, **PLAIN), SAGE(**WIDTHS)])
def test_the_first_sums_are_made_once_for_all_epochs(network, monkeypatch):
    summed, weighed_sum = [], message_round.weighed_sum
    monkeypatch.setattr(
        message_round, "weighed_sum", lambda *given: summed.append(given) or weighed_sum(*given)
    )
    x, graph = torch.randn(5, IN), ready()
    for _ in range(3):
        network(x, graph).sum().backward()
    assert len(summed) == 1 + 3
    network(x.requires_grad_(True), graph).sum().backward()
    assert len(summed) == 1 + 3 + 2
    assert x.grad.any()


def test_rounds_are_prepared_once():
    graph = ready()
    first, second = graph.rounds(2)
    assert graph.rounds(2) == (first, second)
    assert first.by_head(3, loops=True) is first.by_head(3, loops=True)
    assert len(graph.rounds(3)) == 3


@pytest.mark.parametrize(
    ("edges", "asked", "sentence"),
    [
        ([[0], [5]], None, "an edge names patient 5, but there are 5"),
        ([[-1], [0]], None, "an edge names patient -1, but there are 5"),
        ([[0], [1]], [2, 7], "a question names patient 7, but there are 5"),
        ([[0], [1]], [2, 3, 2], "patient 2 is asked about twice"),
    ],
)
def test_wrong_numbers_are_refused(edges, asked, sentence):
    with pytest.raises(ValueError, match=sentence):
        ready(torch.tensor(edges), asked=asked)


def test_patients_of_another_number_are_refused():
    with pytest.raises(ValueError, match="x has 4 patients, but the graph made ready has 5"):
        GCN(**WIDTHS, **PLAIN)(torch.zeros(4, IN), ready())


def test_weights_beside_a_graph_made_ready_are_refused():
    with pytest.raises(ValueError, match="has its weights in it"):
        GCN(**WIDTHS, **PLAIN)(torch.zeros(5, IN), ready(), torch.ones(4))


def test_attention_refuses_weights_as_it_does_along_the_edges():
    for network in (GAT(**WIDTHS, **PLAIN, heads=2), Transformer(**WIDTHS, heads=2)):
        with pytest.raises(TypeError):
            network(torch.zeros(5, IN), LINE, torch.ones(4))
        with pytest.raises(ValueError, match="attention takes none"):
            network(torch.zeros(5, IN), ready(weights=torch.ones(4)))


PAIRS = {
    "theirs": lambda: (GCNConv(IN, OUT), SAGEConv(OUT, OUT)),
    "ours and theirs": lambda: (GraphConvolution(IN, OUT), GCNConv(OUT, OUT)),
}


@pytest.mark.parametrize("layers", PAIRS)
def test_layers_of_torch_geometric_go_along_the_edges(layers):
    network = TwoRounds(*PAIRS[layers](), nn.Tanh(), **WIDTHS).eval()
    x, asked = torch.randn(5, IN), [3, 0]
    assert not network.takes_adjacency
    answer = network(x, ready(asked=asked))
    assert torch.equal(answer, network(x, LINE)[asked])
    answer.sum().backward()
    assert all(parameter.grad is not None for parameter in network.parameters())


def test_a_network_that_lies_elsewhere_goes_along_the_edges():
    network = GCN(**WIDTHS, **PLAIN).to("meta")
    answer = network(torch.zeros(5, IN, device="meta"), ready(asked=[3, 0]))
    assert answer.device.type == "meta"
    assert answer.shape == (2, 2)


def test_every_network_of_ours_takes_it():
    for network in (GCN(**WIDTHS, **PLAIN), SAGE(**WIDTHS)):
        assert network.takes_adjacency
    for network in (GAT(**WIDTHS, **PLAIN, heads=2), Transformer(**WIDTHS, heads=2)):
        assert network.takes_adjacency
