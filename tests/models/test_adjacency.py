"""A graph made ready: the answers and gradients of the way along the edges, for whom it asks."""

import copy

import pytest
import torch
from torch import nn
from torch.nn import functional
from torch.nn.functional import cross_entropy
from torch_geometric.nn import GATConv, GCNConv, GraphConv, TransformerConv

from hfgnn.models import quick_dropout
from hfgnn.models.adjacency import Adjacency
from hfgnn.models.gat import GAT
from hfgnn.models.gated import Gated
from hfgnn.models.gcn import GCN
from hfgnn.models.layers import TwoRounds
from hfgnn.models.sage import SAGE
from hfgnn.models.transformer import Transformer

PATIENTS, IN, OUT, CLASSES = 30, 9, 8, 3
ENDS = {"in_width": IN, "num_classes": CLASSES, "dropout": 0.5}
PLAIN = {"residual": False, "jumping_knowledge": False}
NETWORKS = {
    "gcn": lambda: GCN(**ENDS, hidden_width=OUT, **PLAIN),
    "sage": lambda: SAGE(**ENDS, hidden_width=OUT),
    "gat": lambda: GAT(**ENDS, hidden_width=OUT // 2, heads=2, **PLAIN),
    "transformer": lambda: Transformer(**ENDS, hidden_width=OUT // 2, heads=2),
    "gated": lambda: Gated(**ENDS, hidden_width=OUT, gate_start=-1.0),
    "wide gated": lambda: Gated(**ENDS, hidden_width=2 * IN, gate_start=-1.0),
    "residual": lambda: GCN(**ENDS, hidden_width=OUT, **PLAIN | {"residual": True}),
    "jumping": lambda: GCN(**ENDS, hidden_width=OUT, **PLAIN | {"jumping_knowledge": True}),
    "both": lambda: GAT(
        **ENDS, hidden_width=OUT // 2, heads=2, residual=True, jumping_knowledge=True
    ),
}
TAKE_WEIGHTS = ("gcn", "sage", "gated", "wide gated", "residual", "jumping")


def draw(*shape, kind=torch.float64):
    return torch.randn(shape, dtype=kind, generator=torch.Generator().manual_seed(sum(shape)))


def ragged():
    """Random, some edges twice; the last three patients have none."""
    generator = torch.Generator().manual_seed(1)
    edges = torch.randint(PATIENTS - 3, (2, 120), generator=generator)
    return edges[:, edges[0] != edges[1]]


def hub():
    """Patient 0 sends to all others, and patient 1 hears all others."""
    others = torch.arange(2, PATIENTS)
    return torch.cat(
        [torch.stack([0 * others, others]), torch.stack([others, 0 * others + 1])], dim=1
    )


GRAPHS = {
    "ragged": ragged(),
    "symmetric": torch.cat([ragged(), ragged().flip(0)], dim=1).unique(dim=1),
    "hub": hub(),
    "empty": torch.empty(2, 0, dtype=torch.int64),
    "table": torch.stack([(torch.arange(90) * 7 + 1) % PATIENTS, torch.arange(90) // 3]),
}
ASKED = {"all": None, "some": torch.tensor([4, 29, 0, 17]), "none": torch.tensor([], dtype=int)}


@pytest.fixture(params=NETWORKS)
def name(request):
    return request.param


@pytest.fixture
def network(name):
    torch.manual_seed(0)
    return NETWORKS[name]().double().eval()


def answer_and_gradients(network, x, asked, *graph):
    """Logits of the asked, and the gradients of all weights, and of x where it wants one."""
    network, x = copy.deepcopy(network), x.detach().clone().requires_grad_(x.requires_grad)
    logits = network(x, *graph)
    logits = logits if isinstance(graph[0], Adjacency) else logits[asked]
    (logits * draw(*logits.shape, kind=x.dtype)).sum().backward()
    grads = [parameter.grad for _, parameter in sorted(network.named_parameters())]
    return [logits.detach(), *grads, *([x.grad] if x.requires_grad else [])]


def hold_equal(ours, theirs, **tolerance):
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one, other, **tolerance)


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("wants_gradient", [False, True])
def test_answers_and_gradients_are_those_along_the_edges(
    name, network, graph, asked, wants_gradient
):
    x, edges = draw(PATIENTS, IN).requires_grad_(wants_gradient), GRAPHS[graph]
    rows = torch.arange(PATIENTS) if asked == "all" else ASKED[asked]
    weights = draw(edges.shape[1]).abs() if name in TAKE_WEIGHTS else None
    ready = Adjacency(edges, weights, patients=PATIENTS, asked=ASKED[asked])
    hold_equal(
        answer_and_gradients(network, x, rows, ready),
        answer_and_gradients(network, x, rows, edges, weights),
        rtol=1e-10, atol=1e-10,
    )  # fmt: skip


THEIRS = {
    "gcn": lambda: (GCNConv(IN, OUT), GCNConv(OUT, OUT), nn.ReLU()),
    "sage": lambda: (GraphConv(IN, OUT, aggr="mean"), GraphConv(OUT, OUT, aggr="mean"), nn.ReLU()),
    "gat": lambda: (GATConv(IN, OUT // 2, heads=2), GATConv(OUT, OUT // 2, heads=2), nn.ELU()),
    "transformer": lambda: (
        TransformerConv(IN, OUT // 2, heads=2), TransformerConv(OUT, OUT // 2, heads=2), nn.ReLU()
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", THEIRS)
@pytest.mark.parametrize("graph", GRAPHS)
def test_answers_and_gradients_are_those_of_torch_geometric(name, graph):
    ours, x, edges = NETWORKS[name](), draw(PATIENTS, IN, kind=torch.float32), GRAPHS[graph]
    theirs = TwoRounds(*THEIRS[name](), **ENDS, hidden_width=OUT)
    theirs.load_state_dict(ours.state_dict())
    rows = ASKED["some"]
    ready = Adjacency(edges, None, patients=PATIENTS, asked=rows)
    hold_equal(
        answer_and_gradients(ours.eval(), x, rows, ready),
        answer_and_gradients(theirs.eval(), x, rows, edges),
        rtol=1e-5, atol=1e-5,
    )  # fmt: skip


def test_with_the_same_numbers_dropped_training_is_the_same(name, network, monkeypatch):
    x, edges = draw(PATIENTS, IN), GRAPHS["ragged"]
    ready = Adjacency(edges, None, patients=PATIENTS, asked=None)
    drawn, draw_kept = [], quick_dropout.kept
    monkeypatch.setattr(
        quick_dropout, "kept", lambda *given: drawn.append(draw_kept(*given)) or drawn[-1]
    )
    fast = answer_and_gradients(network.train(), x, None, ready)
    masks = iter([along_the_edges(mask, ready.rounds(2)[0], name) for mask in drawn])
    monkeypatch.setattr(functional, "dropout", lambda x, *_, **__: x * next(masks))
    plain = answer_and_gradients(network, x, torch.arange(PATIENTS), edges)
    assert len(drawn) == (4 if name in ("gat", "transformer", "both") else 2)
    assert all(0 < (mask == 0).sum() < mask.numel() for mask in drawn)
    hold_equal(fast, plain, rtol=1e-10, atol=1e-10)


def along_the_edges(mask, given, name):
    """What was drawn for sorted edges head by head, for the edges as they came in."""
    if mask.dim() == 2:
        return mask
    edges = given.without_loops if name == "transformer" else given.with_loops
    by_head = torch.empty_like(mask)
    by_head[edges.by_head(2).order] = mask
    result = torch.empty(len(edges.senders), 2, dtype=mask.dtype)
    result[edges.order] = by_head.view(2, -1).t()
    return result


def test_the_same_seed_learns_the_same_bits(name, network):
    x, ready = draw(PATIENTS, IN), Adjacency(ragged(), None, patients=PATIENTS, asked=None)
    once, again = (
        [torch.manual_seed(5), *answer_and_gradients(network.train(), x, None, ready)][1:]
        for _ in range(2)
    )
    assert all(torch.equal(*pair) for pair in zip(once, again, strict=True))


def test_answers_follow_x_when_it_changes(name, network):
    x, edges, rows = draw(PATIENTS, IN), GRAPHS["table"], ASKED["some"]
    ready = Adjacency(edges, None, patients=PATIENTS, asked=rows)
    other, seen = x + 1, []
    torch.testing.assert_close(network(other, ready), network(other, edges)[rows])
    for change in (lambda: None, lambda: x[5:].mul_(3), lambda: x.copy_(-x)):
        change()
        seen.append(network(x, ready))
        torch.testing.assert_close(seen[-1], network(x, edges)[rows])
    assert not torch.allclose(seen[0], seen[1])


def test_an_answer_in_inference_does_not_keep_training_from_what_is_remembered(name, network):
    x, ready = draw(PATIENTS, IN), Adjacency(ragged(), None, patients=PATIENTS, asked=None)
    with torch.inference_mode():
        answer = network(x, ready)
    cross_entropy(network(x, ready), torch.zeros(PATIENTS, dtype=int)).backward()
    torch.testing.assert_close(network(x, ready), answer)
