"""Batches answer, and learn, as the whole graph does, whatever the layers."""

from functools import partial

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch_geometric.nn import GCNConv

from hfgnn.models.gat import GAT
from hfgnn.models.gated import Gated
from hfgnn.models.gcn import GCN
from hfgnn.models.graph_convolution import GraphConvolution
from hfgnn.models.layers import TwoRounds
from hfgnn.models.sage import SAGE
from hfgnn.models.transformer import Transformer
from hfgnn.training.fit_in_batches import gather_patients
from hfgnn.training.neighbour_batches import NeighbourBatches
from hfgnn.training.rounds import Rounds
from hfgnn.types import IMAGE_COLUMNS, Graph, Nodes

SIZE, WIDTH = 80, 7


class Mine(TwoRounds):
    """A user's own network, of layers that nothing is known about."""

    def __init__(self, first: nn.Module, second: nn.Module, **rest) -> None:
        super().__init__(first, second, nn.ReLU(), hidden_width=6, **rest)


SHAPE = {"in_width": WIDTH, "num_classes": 2, "dropout": 0.0}
PLAIN = {"residual": False, "jumping_knowledge": False}
NETWORKS = {
    "gcn": partial(GCN, hidden_width=6, **SHAPE, **PLAIN),
    "sage": partial(SAGE, hidden_width=6, **SHAPE),
    "gat": partial(GAT, hidden_width=3, heads=2, **SHAPE, **PLAIN),
    "transformer": partial(Transformer, hidden_width=3, heads=2, **SHAPE),
    "gated": partial(Gated, hidden_width=6, gate_start=-1.0, **SHAPE),
    "residual": partial(GCN, hidden_width=6, **SHAPE, residual=True, jumping_knowledge=False),
    "jumping": partial(GCN, hidden_width=6, **SHAPE, residual=False, jumping_knowledge=True),
    "both": partial(GAT, hidden_width=3, heads=2, **SHAPE, residual=True, jumping_knowledge=True),
    "mine": lambda: Mine(GCNConv(WIDTH, 6), GCNConv(6, 6), **SHAPE),
    "half_mine": lambda: Mine(GraphConvolution(WIDTH, 6), GCNConv(6, 6), **SHAPE),
    "other_half_mine": lambda: Mine(GCNConv(WIDTH, 6), GraphConvolution(6, 6), **SHAPE),
}
TAKES_WEIGHTS = (
    "gcn", "sage", "gated", "residual", "jumping", "mine", "half_mine", "other_half_mine",
)  # fmt: skip


def problem(seed, *, weighted=False, symmetric=False):
    generator = np.random.default_rng(seed)
    edges = generator.integers(0, SIZE - 4, size=(2, 4 * SIZE))  # the last four are alone
    edges[1, : SIZE // 2] = 3  # and one hears very many
    if symmetric:
        edges = np.concatenate([edges, edges[::-1]], axis=1)
    edges = np.unique(edges[:, edges[0] != edges[1]], axis=1)
    edges = edges[:, generator.permutation(edges.shape[1])]
    weights = generator.random(edges.shape[1]).astype(np.float32) if weighted else None
    x = generator.normal(size=(SIZE, WIDTH)).astype(np.float32)
    label = generator.integers(0, 2, SIZE)
    names = np.arange(SIZE).astype(str)
    nodes = Nodes(x, IMAGE_COLUMNS[:WIDTH], label, np.arange(SIZE), names)
    return nodes, Graph(edges, weights, SIZE), generator.permutation(SIZE)[:15]


def whole_graph(network, nodes, graph):
    weights = None if graph.weights is None else torch.from_numpy(graph.weights)
    return network(torch.from_numpy(nodes.x), torch.from_numpy(graph.edges), weights)


def in_a_batch(network, nodes, graph, asked):
    rounds = Rounds(network)
    patients = gather_patients(network, nodes, graph)
    batches = NeighbourBatches(patients, asked, num_steps=rounds.num_steps)
    return rounds(batches.batch(asked))


@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("name", NETWORKS)
def test_answers_and_gradients_are_those_of_the_whole_graph(name, weighted, symmetric):
    if weighted and name not in TAKES_WEIGHTS:
        pytest.skip("attention learns its own weights")
    for seed in range(3):
        torch.manual_seed(seed)
        network = NETWORKS[name]()
        nodes, graph, asked = problem(seed, weighted=weighted, symmetric=symmetric)
        label = torch.from_numpy(nodes.label[asked])
        answers, gradients = [], []
        for logits in (
            whole_graph(network, nodes, graph)[asked],
            in_a_batch(network, nodes, graph, asked),
        ):
            network.zero_grad()
            cross_entropy(logits, label).backward()
            answers.append(logits.detach())
            gradients.append([value.grad.clone() for value in network.parameters()])
        torch.testing.assert_close(answers[1], answers[0], rtol=1e-5, atol=1e-6)
        torch.testing.assert_close(gradients[1], gradients[0], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", ["gcn", "gat"])
def test_the_way_along_the_edges_answers_alike(name, monkeypatch):
    monkeypatch.setattr(GraphConvolution, "takes_rounds", False)  # as on another device
    monkeypatch.setattr("hfgnn.models.graph_attention.GraphAttention.takes_rounds", False)
    network = NETWORKS[name]()
    nodes, graph, asked = problem(0, weighted=name == "gcn")
    torch.testing.assert_close(
        in_a_batch(network, nodes, graph, asked), whole_graph(network, nodes, graph)[asked]
    )


@pytest.mark.parametrize("name", NETWORKS)
def test_no_row_outside_reach_is_read(name):
    network = NETWORKS[name]()
    nodes, graph, asked = problem(4)
    asked = np.concatenate([asked[:2], [SIZE - 1]])
    near = set(asked.tolist())
    for _ in range(3 if "mine" in name or name in ("residual", "both") else 2):
        near |= {one for one, other in graph.edges.T.tolist() if other in near}
    far = np.setdiff1d(np.arange(SIZE), list(near))
    assert len(far) > 5
    before = in_a_batch(network, nodes, graph, asked)
    nodes.x[far] = np.nan
    torch.testing.assert_close(in_a_batch(network, nodes, graph, asked), before)


def test_a_layer_of_a_users_own_gets_one_step_more():
    steps = {name: Rounds(make()).num_steps for name, make in NETWORKS.items()}
    assert steps == {
        "gcn": 1, "sage": 1, "gat": 2, "transformer": 2,
        "gated": 2, "residual": 3, "jumping": 1, "both": 3,
        "mine": 3, "half_mine": 2, "other_half_mine": 3,
    }  # fmt: skip


class Scaled(GraphConvolution):
    """A user's own, made from a known one."""

    takes_rounds = False

    def forward(self, x, edges, weights=None):
        return super().forward(x**2, edges, weights)


def test_a_layer_made_from_a_known_one_is_not_taken_for_it():
    network = Mine(Scaled(WIDTH, 6), Scaled(6, 6), **SHAPE)
    nodes, graph, asked = problem(3)
    assert Rounds(network).num_steps == 3
    torch.testing.assert_close(
        in_a_batch(network, nodes, graph, asked), whole_graph(network, nodes, graph)[asked]
    )


def test_one_who_is_asked_twice_is_answered_twice():
    network = NETWORKS["gat"]()
    nodes, graph, _ = problem(2)
    twice = in_a_batch(network, nodes, graph, np.array([3, 9, 3]))
    torch.testing.assert_close(twice, whole_graph(network, nodes, graph)[[3, 9, 3]])


def test_dropout_is_drawn_in_training_alone():
    network = partial(GCN, hidden_width=6, **SHAPE | {"dropout": 0.5}, **PLAIN)()
    nodes, graph, asked = problem(1)
    one, other = (in_a_batch(network, nodes, graph, asked) for _ in range(2))
    assert not torch.equal(one, other)
    network.eval()
    one, other = (in_a_batch(network, nodes, graph, asked) for _ in range(2))
    assert torch.equal(one, other)
