"""Every layer of ours beside torch_geometric's: same weights, same numbers, same gradients."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
import torch
import torch_geometric
from torch import nn
from torch_geometric.nn import ChebConv, GATConv, GCNConv, GraphConv, TransformerConv

from hfgnn.models.appnp import APPNP
from hfgnn.models.dot_product_attention import DotProductAttention
from hfgnn.models.edge_attention import EdgeAttention
from hfgnn.models.graph_attention import GraphAttention
from hfgnn.models.graph_convolution import GraphConvolution
from hfgnn.models.layers import TwoRounds
from hfgnn.models.neighbour_mean import NeighbourMean

IN, OUT, PATIENTS, EDGES = 7, 5, 12, 30


@dataclass(frozen=True)
class Pair:
    """A layer and its model."""

    ours: Callable[[], nn.Module]
    theirs: Callable[[], nn.Module]
    takes_weights: bool


def attentive(ours, theirs):
    settings = {"heads": 3, "dropout": 0.4}
    return Pair(partial(ours, IN, OUT, **settings), partial(theirs, IN, OUT, **settings), False)


PAIRS = {
    "gcn": Pair(partial(GraphConvolution, IN, OUT), partial(GCNConv, IN, OUT), True),
    "sage": Pair(partial(NeighbourMean, IN, OUT), partial(GraphConv, IN, OUT, aggr="mean"), True),
    "gat": attentive(GraphAttention, GATConv),
    "transformer": attentive(DotProductAttention, TransformerConv),
    "edges": attentive(
        EdgeAttention, partial(GATConv, edge_dim=2, fill_value=torch.tensor([1.0, 0.0]))
    ),
}
CASES = [
    (name, weighted)
    for name, pair in PAIRS.items()
    for weighted in ((False, True) if pair.takes_weights else (False,))
]


@pytest.fixture
def edges():
    """No self-loop, some edges twice, and the last patient has none."""
    draw = torch.Generator().manual_seed(1)
    senders = torch.randint(PATIENTS - 1, (EDGES,), generator=draw)
    steps = torch.randint(1, PATIENTS - 1, (EDGES,), generator=draw)
    return torch.stack([senders, (senders + steps) % (PATIENTS - 1)])


def seeded(make):
    torch.manual_seed(4)
    return make()


def both(name):
    return seeded(PAIRS[name].ours), seeded(PAIRS[name].theirs)


def answer_and_gradients(layer, x, edges, weights):
    """What a layer says in training, and the gradients of its input and parameters."""
    torch.manual_seed(6)
    x = x.clone().requires_grad_(True)
    answer = layer(x, edges, *weights)
    answer.square().sum().backward()
    named = sorted(layer.named_parameters())
    return [answer.detach(), x.grad, *(parameter.grad for _, parameter in named)]


@pytest.mark.parametrize("name", PAIRS)
def test_the_same_seed_draws_the_same_parameters(name):
    ours, theirs = (layer.state_dict() for layer in both(name))
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[key], theirs[key]) for key in ours)


@pytest.mark.parametrize("name", PAIRS)
def test_what_is_drawn_afterwards_is_the_same(name):
    drawn = []
    for make in (PAIRS[name].ours, PAIRS[name].theirs):
        seeded(make)
        drawn.append(torch.rand(3))
    assert torch.equal(*drawn)


@pytest.mark.parametrize(("name", "weighted"), CASES)
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("scale", [1.0, 300.0])
def test_answers_and_gradients_are_the_same(name, weighted, training, scale, edges):
    x = scale * torch.randn(PATIENTS, IN, generator=torch.Generator().manual_seed(2))
    weights = (torch.rand(EDGES, generator=torch.Generator().manual_seed(3)),) if weighted else ()
    if name == "edges":
        weights = (torch.rand(EDGES, 2, generator=torch.Generator().manual_seed(3)),)
    results = [
        answer_and_gradients(layer.train(training), x, edges, weights) for layer in both(name)
    ]
    for ours, theirs in zip(*results, strict=True):
        assert ours.isfinite().all()
        torch.testing.assert_close(ours, theirs, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", PAIRS)
def test_answers_are_the_same_without_any_edge(name):
    x = torch.randn(PATIENTS, IN, generator=torch.Generator().manual_seed(2))
    none = torch.empty(2, 0, dtype=torch.long)
    extra = (torch.empty(0, 2),) if name == "edges" else ()
    ours, theirs = (layer.eval()(x, none, *extra) for layer in both(name))
    torch.testing.assert_close(ours, theirs, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", PAIRS)
def test_weights_of_either_load_into_the_other(name):
    ours, theirs = both(name)
    theirs.load_state_dict(ours.state_dict())
    ours.load_state_dict(theirs.state_dict())


def test_the_senders_of_a_patient_share_its_attention_even_where_scores_are_large():
    from hfgnn.models.messages import softmax_over_received

    scores = torch.tensor([[500.0], [500.0], [-500.0], [0.0]])
    share = softmax_over_received(scores, torch.tensor([0, 0, 2, 0]), 4)
    assert share.flatten().tolist() == [0.5, 0.5, 1.0, 0.0]


@pytest.mark.parametrize("weighted", [False, True])
def test_layers_of_torch_geometric_work_in_place_of_ours(weighted, edges):
    network = TwoRounds(
        ChebConv(IN, OUT, K=2),
        GCNConv(OUT, OUT),
        nn.Tanh(),
        hidden_width=OUT,
        num_classes=2,
        in_width=IN,
        dropout=0.5,
    )
    weights = torch.ones(EDGES) if weighted else None
    logits = network(torch.randn(PATIENTS, IN), edges, weights)
    logits.sum().backward()
    assert logits.shape == (PATIENTS, 2)
    assert all(parameter.grad is not None for parameter in network.parameters())


@pytest.mark.parametrize("weighted", [False, True])
def test_answers_travel_as_those_of_torch_geometric(weighted, edges):
    network = APPNP(
        in_width=IN, hidden_width=OUT, num_classes=2, dropout=0.5, steps=10, teleport=0.1
    )
    alone = torch.randn(PATIENTS, 2, generator=torch.Generator().manual_seed(2), requires_grad=True)
    weights = torch.rand(EDGES, generator=torch.Generator().manual_seed(3)) if weighted else None
    theirs = torch_geometric.nn.APPNP(K=10, alpha=0.1)(alone, edges, weights)
    torch.testing.assert_close(network.travelled(alone, edges, weights), theirs)
    x = torch.randn(PATIENTS, IN)
    said = network.eval()(x, torch.empty(2, 0, dtype=torch.long))
    travelled = torch_geometric.nn.APPNP(K=10, alpha=0.1)(said, edges, weights)
    torch.testing.assert_close(network(x, edges, weights), travelled)
