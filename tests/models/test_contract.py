"""What every node classifier must do, whatever its layers. A new model joins by one line."""

from functools import partial

import pytest
import torch
from torch.nn.functional import cross_entropy

from hfgnn.models.appnp import APPNP
from hfgnn.models.gat import GAT
from hfgnn.models.gat_distances import GATDistances
from hfgnn.models.gated import Gated
from hfgnn.models.gcn import GCN
from hfgnn.models.sage import SAGE
from hfgnn.models.transformer import Transformer

IN, CLASSES = 6, 3
WIDTHS = {"in_width": IN, "hidden_width": 8, "num_classes": CLASSES, "dropout": 0.5}
PLAIN = {"residual": False, "jumping_knowledge": False}
MODELS = {
    "gcn": partial(GCN, **WIDTHS, **PLAIN),
    "gat": partial(GAT, **WIDTHS, heads=2, **PLAIN),
    "sage": partial(SAGE, **WIDTHS),
    "transformer": partial(Transformer, **WIDTHS, heads=2),
    "gated": partial(Gated, **WIDTHS, gate_start=-1.0),
    "appnp": partial(APPNP, **WIDTHS, steps=2, teleport=0.1),
    "gat_distances": partial(GATDistances, **WIDTHS, heads=2),
}
FURTHER = {
    "residual gcn": partial(GCN, **WIDTHS, **PLAIN | {"residual": True}),
    "residual gat": partial(GAT, **WIDTHS, heads=2, **PLAIN | {"residual": True}),
    "jumping gcn": partial(GCN, **WIDTHS, **PLAIN | {"jumping_knowledge": True}),
    "jumping gat": partial(GAT, **WIDTHS, heads=2, **PLAIN | {"jumping_knowledge": True}),
}
NARROW = {"in_width": 1, "hidden_width": 1, "num_classes": 2, "dropout": 0.5}
TAKE_WEIGHTS = ("gcn", "sage", "gated", "appnp", "residual gcn", "jumping gcn")

# Patients 0 - 1 - 2 - 3 - 4 in a line, each edge both ways.
LINE = torch.tensor([[0, 1, 1, 2, 2, 3, 3, 4], [1, 0, 2, 1, 3, 2, 4, 3]])


def made(name, **changed):
    return (MODELS | FURTHER)[name](**changed)


@pytest.fixture(params=MODELS | FURTHER)
def model(request):
    torch.manual_seed(0)
    return made(request.param).eval()


@pytest.fixture
def x():
    return torch.randn(5, IN, generator=torch.Generator().manual_seed(1))


def moved_by_a_change_of(row, model, x, edges):
    changed = x.clone()
    changed[row] += 1
    return ((model(changed, edges) - model(x, edges)).abs().amax(dim=1) > 1e-6).tolist()


def test_every_option_of_conf_is_under_this_contract():
    from hfgnn.config.store import options_of

    assert sorted(MODELS) == options_of("config")["model"]


def test_gives_one_finite_row_of_logits_per_patient(model, x):
    logits = model(x, LINE)
    assert logits.shape == (5, CLASSES)
    assert logits.isfinite().all()


def test_the_order_of_patients_does_not_matter(model, x):
    order = torch.tensor([3, 0, 4, 1, 2])
    place = order.argsort()  # place[i]: the new row of old patient i
    torch.testing.assert_close(model(x[order], place[LINE]), model(x, LINE)[order])


def test_the_order_of_edges_does_not_matter(model, x):
    torch.testing.assert_close(model(x, LINE.flip(1)), model(x, LINE))


def test_two_rounds_see_exactly_two_steps(model, x):
    assert moved_by_a_change_of(4, model, x, LINE) == [False, False, True, True, True]


def test_features_travel_from_sender_to_receiver(model, x):
    one_way = torch.tensor([[0], [1]])
    assert moved_by_a_change_of(0, model, x, one_way) == [True, True, False, False, False]


def test_a_patient_without_neighbours_is_still_classified(model, x):
    alone = torch.empty(2, 0, dtype=torch.long)
    assert model(x, alone).isfinite().all()
    assert moved_by_a_change_of(2, model, x, alone) == [False, False, True, False, False]


def test_patients_who_only_receive_do_not_change_the_others(model, x):
    triangle = torch.tensor([[0, 1, 2, 1, 2, 0], [1, 2, 0, 0, 1, 2]])
    queries = torch.tensor([[0, 1, 2], [3, 3, 4]])
    alone = model(x[:3], triangle)
    torch.testing.assert_close(model(x, torch.cat([triangle, queries], dim=1))[:3], alone)


def test_one_patient_at_a_time_gets_the_answer_of_the_batch(model, x):
    triangle = torch.tensor([[0, 1, 2, 1, 2, 0], [1, 2, 0, 0, 1, 2]])
    together = model(x, torch.cat([triangle, torch.tensor([[0, 1, 2, 1], [3, 3, 4, 4]])], dim=1))
    alone = model(x[[0, 1, 2, 4]], torch.cat([triangle, torch.tensor([[2, 1], [3, 3]])], dim=1))
    torch.testing.assert_close(alone[3], together[4])


def test_every_weight_learns(model, x):
    cross_entropy(model(x, LINE), torch.tensor([0, 1, 2, 0, 1])).backward()
    assert [name for name, weight in model.named_parameters() if not weight.grad.any()] == []


def test_learns_a_label_that_neighbours_share(model):
    x = torch.randn(6, IN, generator=torch.Generator().manual_seed(2))
    triangle = torch.tensor([[0, 1, 2, 1, 2, 0], [1, 2, 0, 0, 1, 2]])
    two_triangles = torch.cat([triangle, triangle + 3], dim=1)
    labels = torch.tensor([0, 0, 0, 2, 2, 2])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(100):
        optimizer.zero_grad()
        cross_entropy(model(x, two_triangles), labels).backward()
        optimizer.step()
    assert model(x, two_triangles).argmax(dim=1).tolist() == labels.tolist()


def test_dropout_acts_in_training_only(model, x):
    torch.testing.assert_close(model(x, LINE), model(x, LINE))
    model.train()
    assert not torch.equal(model(x, LINE), model(x, LINE))


def test_a_wrong_width_is_refused_with_both_numbers(model):
    with pytest.raises(ValueError, match=r"have 5 features.*takes 6"):
        model(torch.zeros(4, 5), LINE)


@pytest.mark.parametrize("name", TAKE_WEIGHTS)
def test_an_edge_of_no_weight_carries_nothing(name, x):
    torch.manual_seed(0)
    model = made(name).eval()
    one_way = torch.tensor([[0], [1]])

    def answer(sender, weight):
        changed = x.clone()
        changed[0] += sender
        return model(changed, one_way, torch.tensor([weight]))[1]

    torch.testing.assert_close(answer(1.0, 0.0), answer(0.0, 0.0))
    assert not torch.allclose(answer(1.0, 1.0), answer(0.0, 1.0))


def test_gat_without_attention_is_the_mean_of_a_patient_and_its_neighbours():
    layer = GAT(**NARROW, heads=1, **PLAIN).eval().first
    with torch.no_grad():
        layer.lin.weight.fill_(1)
        layer.att_src.zero_(), layer.att_dst.zero_(), layer.bias.zero_()
    mean = layer(torch.tensor([[1.0], [2.0], [6.0]]), torch.tensor([[0, 1, 1, 2], [1, 0, 2, 1]]))
    torch.testing.assert_close(mean.flatten(), torch.tensor([1.5, 3.0, 4.0]))


def test_gcn_divides_by_the_root_of_both_degrees():
    layer = GCN(**NARROW, **PLAIN).eval().first
    with torch.no_grad():
        layer.lin.weight.fill_(1)
    # 0 sends to 1: in-degrees with the patient itself are 1 and 2.
    got = layer(torch.tensor([[4.0], [6.0]]), torch.tensor([[0], [1]]))
    torch.testing.assert_close(got.flatten(), torch.tensor([4.0, 4 / 2**0.5 + 6 / 2]))


def test_sage_adds_the_mean_of_the_senders_to_the_patient():
    layer = SAGE(**NARROW).eval().first
    with torch.no_grad():
        layer.lin_rel.weight.fill_(10), layer.lin_rel.bias.zero_(), layer.lin_root.weight.fill_(1)
    got = layer(torch.tensor([[1.0], [3.0], [5.0]]), torch.tensor([[0, 1], [2, 2]]))
    torch.testing.assert_close(got.flatten(), torch.tensor([1.0, 3.0, 5.0 + 10 * 2.0]))


def test_the_second_round_of_sage_takes_the_mean_too():
    layer = SAGE(**NARROW).eval().second
    with torch.no_grad():
        layer.lin_rel.weight.fill_(10), layer.lin_rel.bias.zero_(), layer.lin_root.weight.fill_(1)
    got = layer(torch.tensor([[1.0], [3.0], [5.0]]), torch.tensor([[0, 1], [2, 2]]))
    torch.testing.assert_close(got.flatten(), torch.tensor([1.0, 3.0, 5.0 + 10 * 2.0]))


@pytest.mark.parametrize("name", ["gat", "transformer", "gat_distances"])
def test_attention_weights_are_dropped_in_both_rounds(name):
    model = made(name)
    assert model.first.dropout == model.second.dropout == model.dropout.p == 0.5


@pytest.mark.parametrize("share", [0.0, 0.25])
@pytest.mark.parametrize("name", MODELS | FURTHER)
def test_dropout_is_the_share_that_was_set(name, share):
    assert made(name, dropout=share).dropout.p == share


def test_the_answer_is_no_linear_function_of_the_patient(model, x):
    alone = torch.empty(2, 0, dtype=torch.long)
    zero, once, twice = (model(factor * x, alone) for factor in (0, 1, -1))
    assert not torch.allclose(once - zero, zero - twice, atol=1e-4)
