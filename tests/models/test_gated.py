"""A patient hears its senders as far as gates are open, which they are not at the start."""

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from hfgnn.models.gated import Gated
from hfgnn.models.gated_mean import GATE_STRIDE, GatedMean

SHAPE = {"in_width": 4, "hidden_width": 8, "num_classes": 2, "dropout": 0.0}
NOBODY = torch.empty(2, 0, dtype=torch.int64)


def a_network(gate_start=-3.0):
    torch.manual_seed(0)
    return Gated(**SHAPE, gate_start=gate_start).eval()


def a_layer(gate_start):
    layer = GatedMean(1, 1, gate_start=gate_start)
    with torch.no_grad():
        layer.lin.weight.fill_(1), layer.lin.bias.zero_()
    return layer


def answers(layer, *graph):
    return layer(torch.tensor([[1.0], [3.0], [8.0]]), *graph).flatten().tolist()


def test_without_edges_it_is_the_plain_network_bit_for_bit():
    network = a_network()
    plain = nn.Sequential(
        network.first.lin, nn.ReLU(), network.second.lin, nn.ReLU(), network.classify
    )
    x = torch.randn(20, 4)
    assert torch.equal(network(x, NOBODY), plain(x))


def test_without_edges_it_learns_as_the_plain_network_and_gates_stay():
    network = a_network()
    x, label = torch.randn(20, 4), torch.arange(20) % 2
    optimizer = torch.optim.Adam(network.parameters(), lr=0.05, weight_decay=0.01)
    for _ in range(5):
        optimizer.zero_grad()
        cross_entropy(network(x, NOBODY), label).backward()
        optimizer.step()
    assert network.listens() == pytest.approx([torch.tensor(-3.0).sigmoid().item()] * 2)


def test_half_open_is_half_way_to_the_mean_of_the_senders():
    edges = torch.tensor([[0, 1], [2, 2]])
    assert answers(a_layer(0.0), edges) == [1, 3, 8 + (2 - 8) / 2]


def test_weights_say_how_far_each_sender_pulls():
    edges, weights = torch.tensor([[0, 1], [2, 2]]), torch.tensor([0.5, 1.0])
    pulled = 8 + 0.5 * (0.5 * (1 - 8) + (3 - 8)) / 2
    assert answers(a_layer(0.0), edges, weights) == pytest.approx([1, 3, pulled])
    assert answers(a_layer(0.0), edges, torch.zeros(2)) == [1, 3, 8]


def test_gates_start_where_they_are_set():
    for start in (-3.0, 0.0, 2.0):
        expected = 1 / (1 + torch.tensor(-start).exp().item())
        assert a_network(start).listens() == pytest.approx([expected, expected])


def test_each_feature_has_a_gate_of_its_own():
    layer = GatedMean(2, 2, gate_start=-30.0)
    with torch.no_grad():
        layer.lin.weight.copy_(torch.eye(2)), layer.lin.bias.zero_()
        layer.opened[1] = 60 / GATE_STRIDE
    heard = layer(torch.tensor([[1.0, 1.0], [5.0, 5.0]]), torch.tensor([[0], [1]]))
    torch.testing.assert_close(heard, torch.tensor([[1.0, 1.0], [5.0, 1.0]]))


def two_of_a_kind():
    """Columns say little; those who send to a patient are of its class."""
    generator = torch.Generator().manual_seed(1)
    label = torch.arange(200) % 2
    x = torch.randn(200, 4, generator=generator)
    x[:, 0] += label
    steps = 2 * torch.randint(1, 100, (200, 8), generator=generator)
    senders = (torch.arange(200)[:, None] + steps) % 200
    return x, label, torch.stack([senders.flatten(), torch.arange(200).repeat_interleave(8)])


def opened(x, label, edges):
    network = a_network()
    optimizer = torch.optim.Adam(network.parameters(), lr=5e-3, weight_decay=5e-4)
    for _ in range(60):
        optimizer.zero_grad()
        cross_entropy(network(x, edges), label).backward()
        optimizer.step()
    return network.listens()


def test_gates_open_where_senders_help_and_less_where_they_are_strangers():
    x, label, edges = two_of_a_kind()
    strangers = torch.stack([edges[0, torch.randperm(edges.shape[1])], edges[1]])
    helped, misled = opened(x, label, edges), opened(x, label, strangers)
    assert min(helped) > 0.3
    assert max(misled) < min(helped)
