"""What every network on heartbeats must do. A new one joins by one line."""

import copy
from functools import partial

import pytest
import torch
from torch.nn.functional import cross_entropy

from hfgnn.models.beat_cnn import BeatCNN
from hfgnn.models.beat_transformer import BeatTransformer
from hfgnn.models.cnn_mlp import CnnMlp

LEADS, COLUMNS, CLASSES, SAMPLES, LENGTH = 2, 4, 3, 40, 6
WIDTHS = {
    "num_leads": LEADS,
    "num_classes": CLASSES,
    "hidden_width": 16,
    "kernel_size": 5,
    "dropout": 0.1,
}
SEQUENCE = {
    "window": LENGTH,
    "signal": True,
    "layers": 2,
    "heads": 2,
    "gain_spread": 0.1,
    "most_shift": 2,
}
NETWORKS = {
    "beat_cnn": partial(BeatCNN, **WIDTHS),
    "cnn_mlp": partial(CnnMlp, **WIDTHS, num_columns=COLUMNS),
    "beat_transformer": partial(BeatTransformer, **WIDTHS, **SEQUENCE, num_columns=COLUMNS),
}


@pytest.fixture(params=NETWORKS)
def name(request):
    return request.param


@pytest.fixture
def network(name):
    torch.manual_seed(0)
    return NETWORKS[name]().eval()


def inputs_of(name, items=5):
    """Random inputs of a network, by the names of its arguments."""
    generator = torch.Generator().manual_seed(1)
    front = (items, LENGTH) if name == "beat_transformer" else (items,)
    inputs = {"signal": torch.randn(*front, LEADS, SAMPLES, generator=generator)}
    if name != "beat_cnn":
        inputs["columns"] = torch.randn(*front, COLUMNS, generator=generator)
    if name == "beat_transformer":
        inputs["present"] = torch.ones(front, dtype=torch.bool)
    return inputs


def test_gives_finite_logits_for_every_beat(network, name):
    inputs = inputs_of(name)
    logits = network(**inputs)
    assert logits.shape == (*inputs["signal"].shape[:-2], CLASSES)
    assert logits.isfinite().all()


def test_an_answer_does_not_depend_on_the_batch_or_its_order(network, name):
    inputs = inputs_of(name)
    logits = network(**inputs)
    order = torch.tensor([3, 0, 4])
    some = network(**{key: table[order] for key, table in inputs.items()})
    torch.testing.assert_close(some, logits[order], atol=1e-5, rtol=1e-5)


def test_every_input_counts(network, name):
    inputs = inputs_of(name)
    before = network(**inputs)
    for key in inputs.keys() - {"present"}:
        changed = inputs | {key: inputs[key] + torch.randn_like(inputs[key])}
        assert not torch.allclose(network(**changed), before, atol=1e-4), key


def test_every_weight_learns(network, name):
    network.train()
    logits = network(**inputs_of(name)).flatten(0, -2)
    cross_entropy(logits, torch.arange(len(logits)) % CLASSES).backward()
    still = [key for key, weight in network.named_parameters() if not weight.grad.any()]
    assert still == []


def test_learns_a_handful_of_beats(network, name):
    inputs = inputs_of(name, items=9)
    shape = inputs["signal"].shape[:-2]
    label = torch.randint(CLASSES, shape, generator=torch.Generator().manual_seed(2)).flatten()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    network.train()
    for _ in range(120):
        optimizer.zero_grad()
        cross_entropy(network(**inputs).flatten(0, -2), label).backward()
        optimizer.step()
    called = network.eval()(**inputs).flatten(0, -2).argmax(dim=1)
    assert (called == label).float().mean() >= 0.9


def test_a_wrong_number_of_leads_is_refused_with_both_numbers(network, name):
    inputs = inputs_of(name)
    inputs["signal"] = inputs["signal"][..., :1, :]
    with pytest.raises(ValueError, match=r"have 1 leads, but this network takes 2"):
        network(**inputs)


@pytest.mark.parametrize("name", ["cnn_mlp", "beat_transformer"])
def test_a_wrong_number_of_columns_is_refused_with_both_numbers(network, name):
    inputs = inputs_of(name)
    inputs["columns"] = inputs["columns"][..., 1:]
    with pytest.raises(ValueError, match=r"have 3 columns, but this \w+ takes 4"):
        network(**inputs)


@pytest.fixture
def sequence():
    torch.manual_seed(0)
    return NETWORKS["beat_transformer"]().eval(), inputs_of("beat_transformer")


def test_absent_places_change_no_answer(sequence):
    network, inputs = sequence
    inputs["present"][:, 4:] = False
    before = network(**inputs)[:, :4]
    inputs["signal"][:, 4:] = 100
    inputs["columns"][:, 4:] = -100
    torch.testing.assert_close(network(**inputs)[:, :4], before)
    shorter = {key: table[:, :4] for key, table in inputs.items()}
    torch.testing.assert_close(network(**shorter), before)


def test_absent_places_do_not_move_the_running_means(sequence):
    network, inputs = sequence
    inputs["present"][:, 4:] = False
    once, twice = copy.deepcopy(network).train(), copy.deepcopy(network).train()
    once(**inputs)
    inputs["columns"][:, 4:] = 100
    twice(**inputs)
    assert torch.equal(once.measure[0].running_mean, twice.measure[0].running_mean)


def test_the_neighbours_of_a_beat_count_and_so_does_their_order(sequence):
    network, inputs = sequence
    before = network(**inputs)
    changed = {key: table.clone() for key, table in inputs.items()}
    changed["columns"][:, 5] += 1
    assert not torch.allclose(network(**changed)[:, 0], before[:, 0], atol=1e-5)
    swapped = {key: table[:, [0, 2, 1, 3, 4, 5]] for key, table in inputs.items()}
    assert not torch.allclose(network(**swapped)[:, 0], before[:, 0], atol=1e-5)


def test_signals_vary_in_training_only(sequence):
    network, inputs = sequence
    assert torch.equal(network(**inputs), network(**inputs))
    signal = torch.ones(3, LENGTH, LEADS, SAMPLES)
    varied = network._vary(signal)
    assert (varied > 0).all()
    gains = varied[:, 0, :, 0]
    assert len(gains.unique()) == 6  # another for each window and lead
    assert torch.equal(varied, gains[:, None, :, None].expand_as(varied))


def test_without_the_signal_the_columns_are_all_that_counts(sequence):
    _, inputs = sequence
    options = WIDTHS | SEQUENCE | {"signal": False, "num_columns": COLUMNS}
    network = BeatTransformer(**options).eval()
    before = network(**inputs)
    assert torch.equal(network(**inputs | {"signal": None}), before)
    assert not any(name.startswith("encode") for name in network.state_dict())


def test_a_missing_signal_is_refused_by_a_network_that_reads_it(sequence):
    network, inputs = sequence
    with pytest.raises(ValueError, match="reads signals, but there are none"):
        network(**inputs | {"signal": None})


def test_a_window_longer_than_the_places_is_refused(sequence):
    network, inputs = sequence
    longer = {key: torch.cat([table, table], dim=1) for key, table in inputs.items()}
    with pytest.raises(ValueError, match="windows have 12 beats, but this BeatTransformer takes 6"):
        network(**longer)


def test_the_features_of_the_cnn_are_what_its_last_layer_reads():
    torch.manual_seed(0)
    network = NETWORKS["beat_cnn"]().eval()
    inputs = inputs_of("beat_cnn")
    features = network.features(inputs["signal"])
    assert features.shape == (5, 16)
    torch.testing.assert_close(network.classify(features), network(**inputs))
