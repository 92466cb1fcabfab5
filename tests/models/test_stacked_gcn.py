"""Stacked networks: each answers, and learns, as it would alone."""

import pytest
import torch

from hfgnn.models.adjacency import Adjacency
from hfgnn.models.gcn import GCN
from hfgnn.models.stacked_gcn import StackedGCN, side_by_side

PLAIN = {"residual": False, "jumping_knowledge": False}


def networks(number=3, hidden_width=5):
    torch.manual_seed(0)
    return [
        GCN(in_width=4, hidden_width=hidden_width, num_classes=3, dropout=0.0, **PLAIN).double()
        for _ in range(number)
    ]


@pytest.fixture
def graph():
    torch.manual_seed(1)
    edges = torch.randint(30, (2, 150)).unique(dim=1)
    return torch.randn(30, 4, dtype=torch.float64), edges[:, edges[0] != edges[1]]


@pytest.mark.parametrize("asked", [torch.arange(30), torch.tensor([7, 2, 19])])
def test_answers_and_gradients_are_those_of_each_alone(graph, asked):
    x, edges = graph
    each = networks()
    stack = StackedGCN(each)
    first, second = Adjacency(edges, None, patients=30, asked=asked).rounds(2)
    got = stack(first.convolved(x), side_by_side(second.convolution, 3))
    got.square().sum().backward()
    for number, network in enumerate(each):
        expected = network(x, edges)[asked]
        assert got[number].detach().numpy() == pytest.approx(expected.detach().numpy(), abs=1e-12)
        expected.square().sum().backward()
        for name, weight in network.named_parameters():
            gradient = stack.stacked[name.replace(".", "/")].grad[number]
            assert gradient.numpy() == pytest.approx(weight.grad.numpy(), abs=1e-10)


def test_weights_come_back_under_their_names():
    each = networks()
    own = StackedGCN(each).weights_of(1)
    assert list(own) == list(each[1].state_dict())
    assert all(torch.equal(own[name], value) for name, value in each[1].state_dict().items())


def test_networks_of_several_shapes_are_refused():
    with pytest.raises(ValueError, match="2 networks have no shape in common"):
        StackedGCN([*networks(1), *networks(1, hidden_width=6)])
    with pytest.raises(ValueError, match="0 networks have no shape in common"):
        StackedGCN([])
