"""Residual and jumping-knowledge variants: what they add, and that nothing else changes."""

import pytest
import torch

from hfgnn.models.gat import GAT
from hfgnn.models.gcn import GCN
from hfgnn.models.graph_attention import GraphAttention
from hfgnn.models.graph_convolution import GraphConvolution
from hfgnn.models.layers import TwoRounds
from hfgnn.models.residual import Residual, added_to_its_input
from hfgnn.models.stacked_gcn import StackedGCN, is_plain

SHAPE = {"in_width": 4, "num_classes": 2, "dropout": 0.5}
PLAIN = {"residual": False, "jumping_knowledge": False}
MAKERS = {
    "gcn": lambda **way: GCN(**SHAPE, hidden_width=6, **PLAIN | way),
    "gat": lambda **way: GAT(**SHAPE, hidden_width=3, heads=2, **PLAIN | way),
}
LAYERS = {
    "gcn": lambda: (GraphConvolution(4, 6), GraphConvolution(6, 6), torch.nn.ReLU()),
    "gat": lambda: (
        GraphAttention(4, 3, heads=2, dropout=0.5), GraphAttention(6, 3, heads=2, dropout=0.5),
        torch.nn.ELU(),
    ),
}  # fmt: skip
EDGES = torch.tensor([[0, 1, 2, 3], [1, 2, 0, 0]])


def seeded(make):
    torch.manual_seed(3)
    return make()


@pytest.fixture
def x():
    return torch.randn(5, 4, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("name", MAKERS)
def test_without_either_all_is_as_it_was(name, x):
    now = seeded(MAKERS[name])
    before = seeded(lambda: TwoRounds(*LAYERS[name](), hidden_width=6, **SHAPE))
    assert list(now.state_dict()) == list(before.state_dict())
    assert all(torch.equal(*both) for both in zip(now.parameters(), before.parameters(), strict=1))
    said = []
    for network in (now, before):
        torch.manual_seed(5)
        said.append(network(x, EDGES))
    assert torch.equal(*said)


def test_a_layer_is_added_to_what_goes_into_it(x):
    layer = GraphConvolution(4, 4)
    same = Residual(layer, 4, 4)
    assert same.carry is None
    torch.testing.assert_close(same(x, EDGES), layer(x, EDGES) + x)
    wider = GraphConvolution(4, 6)
    mapped = Residual(wider, 4, 6)
    expected = wider(x, EDGES) + x @ mapped.carry.weight.t()
    torch.testing.assert_close(mapped(x, EDGES), expected)
    assert added_to_its_input(layer, 4, 4, residual=False) is layer


@pytest.mark.parametrize("name", MAKERS)
def test_both_rounds_are_residual(name, x):
    network = MAKERS[name](residual=True).eval()
    with torch.no_grad():
        for part in (network.first.layer, network.second.layer):
            for weight in part.parameters():
                weight.zero_()
    carried = network.between(network.first.carry(x))
    expected = network.classify(network.between(carried))
    torch.testing.assert_close(network(x, EDGES), expected)


@pytest.mark.parametrize("name", MAKERS)
def test_jumping_knowledge_shows_both_rounds_side_by_side(name, x):
    network = MAKERS[name](jumping_knowledge=True).eval()
    first = network.between(network.first(x, EDGES))
    second = network.between(network.second(first, EDGES))
    assert network.classify.in_features == 12
    expected = network.classify(torch.cat([first, second], dim=1))
    torch.testing.assert_close(network(x, EDGES), expected)


def test_only_plain_networks_are_stacked():
    assert is_plain(MAKERS["gcn"]())
    assert not is_plain(MAKERS["gat"]())
    for way in ("residual", "jumping_knowledge"):
        network = MAKERS["gcn"](**{way: True})
        assert not is_plain(network)
        with pytest.raises(ValueError, match="with residual or jumping_knowledge cannot"):
            StackedGCN([network, network])
