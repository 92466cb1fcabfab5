"""A fit in batches: learns, repeats bit for bit, chooses its epoch, sees no row beyond reach."""

from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from hfgnn.config.training import Accelerator, CsvLogger, Training
from hfgnn.models.gat import GAT
from hfgnn.models.gat_distances import GATDistances
from hfgnn.models.gcn import GCN
from hfgnn.training import epoch_lines
from hfgnn.training.epoch_lines import EpochLines
from hfgnn.training.fit import fit
from hfgnn.training.fit_in_batches import fit_in_batches
from hfgnn.training.logs import open_logs
from hfgnn.training.neighbour_lists import NeighbourLists
from hfgnn.types import IMAGE_COLUMNS, Graph, Nodes, Parts

QUICK = Training(8, 5, 0.02, 0.0, Accelerator.cpu, batch_size=16)
SHAPE: dict[str, Any] = {"in_width": 6, "hidden_width": 8, "num_classes": 2, "dropout": 0.3}
PLAIN = {"residual": False, "jumping_knowledge": False}
NETWORKS = {
    "gcn": partial(GCN, **SHAPE, **PLAIN),
    "gat": partial(GAT, **SHAPE | {"hidden_width": 4}, heads=2, **PLAIN),
}


class Residual(GCN):
    """A user's own, which does more than pass messages."""

    def forward(self, *given: Any) -> torch.Tensor:
        return super().forward(*given) + 1


@pytest.fixture
def problem():
    generator = np.random.default_rng(0)
    label = np.arange(90) % 2
    x = generator.normal(size=(90, 6)).astype(np.float32)
    x[:, 0] += 3 * label
    ring = np.arange(60)
    training = np.stack([ring, (ring + 2) % 60])  # rows 0-59, each hears one of its class
    queries = np.stack([np.arange(30), np.arange(60, 90)])
    nodes = Nodes(x, IMAGE_COLUMNS[:6], label, np.arange(90), np.arange(90).astype(str))
    graph = Graph(np.concatenate([training, queries], axis=1), None, 90)
    return nodes, graph, Parts(np.arange(60), np.arange(60, 75), np.arange(75, 90))


def fitted(problem, seed=0, settings=QUICK, logger=None, make=NETWORKS["gcn"]):
    torch.set_num_threads(1)
    return fit_in_batches(make, *problem, settings=settings, logger=logger, seed=seed)


@pytest.mark.parametrize("name", NETWORKS)
def test_learns_what_can_be_learned(problem, name):
    nodes, _, parts = problem
    called = fitted(problem, make=NETWORKS[name]).probability[parts.test] > 0.5
    assert (called == nodes.label[parts.test]).mean() >= 0.9


def test_the_same_seed_repeats_bit_for_bit_and_another_does_not(problem):
    first, again, other = (fitted(problem, seed) for seed in (0, 0, 1))
    assert np.array_equal(first.probability, again.probability)
    assert all(torch.equal(first.weights[name], again.weights[name]) for name in first.weights)
    assert not np.array_equal(first.probability, other.probability)


def test_no_weight_moves_when_test_rows_change(problem):
    nodes, _, parts = problem
    before = fitted(problem)
    nodes.x[parts.test] *= -7
    nodes.label[parts.test] = 1 - nodes.label[parts.test]
    after = fitted(problem)
    assert all(torch.equal(before.weights[name], after.weights[name]) for name in before.weights)
    assert not np.array_equal(before.probability[parts.test], after.probability[parts.test])


@pytest.mark.parametrize("size", [4, 16, 1000])
def test_answers_and_loss_are_those_that_the_whole_graph_gives_with_the_weights(problem, size):
    nodes, graph, parts = problem
    nodes.label[parts.validation] = 1 - nodes.label[parts.validation]  # an early epoch is chosen
    shuffled = Parts(parts.train, parts.validation, parts.test[::-1].copy())
    result = fitted((nodes, graph, shuffled), settings=replace(QUICK, batch_size=size))
    assert result.epoch < QUICK.max_epochs - 1
    network = NETWORKS["gcn"]().eval()
    network.load_state_dict(result.weights)
    with torch.no_grad():
        logits = network(torch.from_numpy(nodes.x), torch.from_numpy(graph.edges))
    expected = logits.softmax(dim=1)[:, 1].numpy()
    assert result.probability == pytest.approx(expected, abs=1e-5)
    asked = torch.from_numpy(parts.validation)
    loss = cross_entropy(logits[asked], torch.from_numpy(nodes.label)[asked])
    assert result.validation_loss == pytest.approx(float(loss), rel=1e-4)


def test_rows_of_no_part_have_no_answer(problem):
    nodes, graph, parts = problem
    fewer = Parts(parts.train, parts.validation, parts.test[:5])
    assert np.isnan(fitted((nodes, graph, fewer)).probability).sum() == 10


def test_an_epoch_has_as_many_steps_as_batches(problem):
    one_epoch = replace(QUICK, max_epochs=1, patience=None)
    few, many = (fitted(problem, settings=replace(one_epoch, batch_size=n)) for n in (60, 6))
    start = NETWORKS["gcn"]
    torch.manual_seed(0)
    begin = start().state_dict()
    moved = [
        sum(float((one.weights[name] - begin[name]).abs().sum()) for name in begin)
        for one in (few, many)
    ]
    assert moved[1] > 2 * moved[0]


def test_a_table_and_a_map_of_a_file_do_as_well(problem, tmp_path):
    nodes, graph, parts = problem
    np.save(tmp_path / "x.npy", nodes.x)
    mapped = replace(nodes, x=np.load(tmp_path / "x.npy", mmap_mode="r"))
    table = np.full((90, 1), -1, np.int32)
    table[graph.edges[1], 0] = graph.edges[0]
    other = fitted((mapped, NeighbourLists.of_table(table), parts))
    assert np.array_equal(other.probability, fitted(problem).probability)


def test_the_log_has_the_losses_of_every_epoch(problem, tmp_path):
    nodes, _, parts = problem
    nodes.label[parts.validation] = 1 - nodes.label[parts.validation]  # so later ones are worse
    logs = open_logs(CsvLogger("csv"), tmp_path, {})
    result = fitted(problem, logger=logs.of_fit("fold0", "gcn"))
    (path,) = tmp_path.rglob("metrics.csv")
    lines = [line.split(",") for line in path.read_text().splitlines()]
    assert lines[0] == ["epoch", "train_loss", "validation_loss"]
    losses = [float(line[2]) for line in lines[1:]]
    assert result.validation_loss == pytest.approx(min(losses))
    assert result.epoch == int(np.argmin(losses)) < len(losses) - 1
    assert float(lines[-1][1]) < float(lines[1][1])


def test_patience_ends_training_early(problem, tmp_path):
    nodes, _, parts = problem
    nodes.label[parts.validation] = 1 - nodes.label[parts.validation]
    logger = open_logs(CsvLogger("csv"), tmp_path, {}).of_fit("fold0", "gcn")
    fitted(problem, settings=replace(QUICK, patience=2, max_epochs=50), logger=logger)
    (path,) = tmp_path.rglob("metrics.csv")
    assert len(path.read_text().splitlines()) < 20


def test_the_last_epoch_counts_without_patience(problem):
    nodes, _, parts = problem
    nodes.label[parts.validation] = 1 - nodes.label[parts.validation]
    assert fitted(problem, settings=replace(QUICK, patience=None)).epoch == 7


def test_a_fit_with_a_batch_size_is_one_in_batches(problem):
    short = replace(QUICK, max_epochs=2)
    torch.set_num_threads(1)
    one = fit(NETWORKS["gcn"], *problem, settings=short, logger=None, seed=0)
    assert np.array_equal(one.probability, fitted(problem, settings=short).probability)


def test_settings_of_the_process_are_given_back(problem):
    torch.use_deterministic_algorithms(False)  # other tests leave it on
    torch.set_num_threads(1)
    fitted(problem, settings=replace(QUICK, max_epochs=1))
    assert not torch.are_deterministic_algorithms_enabled()


def test_ctrl_c_in_training_is_ctrl_c(problem, monkeypatch):
    def stop(*_):
        raise SystemExit(1)

    monkeypatch.setattr("pytorch_lightning.Trainer.fit", stop)
    with pytest.raises(KeyboardInterrupt):
        fitted(problem)


def test_what_cannot_be_fitted_in_batches_is_refused(problem):
    with pytest.raises(ValueError, match=r"batch_size is None, but it must be"):
        fitted(problem, settings=replace(QUICK, batch_size=None))
    with pytest.raises(ValueError, match=r"Linear does not compute as TwoRounds does"):
        fitted(problem, make=lambda: nn.Linear(6, 2))
    sees_lengths = partial(GATDistances, **SHAPE | {"hidden_width": 4}, heads=2)
    with pytest.raises(ValueError, match=r"GATDistances sees the lengths.*batch_size=null"):
        fitted(problem, make=sees_lengths)
    with pytest.raises(ValueError, match=r"Residual does not compute as TwoRounds does"):
        fitted(problem, make=lambda: Residual(**SHAPE, **PLAIN))
    with pytest.raises(ValueError, match=r"patients have 6 features, but this GCN takes 7"):
        fitted(problem, make=lambda: GCN(**SHAPE | {"in_width": 7}, **PLAIN))


def test_a_long_epoch_tells_how_far_it_has_come(monkeypatch, capsys):
    now = iter([0.0, 4.0, 11.0, 12.0, 30.0])
    monkeypatch.setattr(epoch_lines.time, "monotonic", lambda: next(now))
    lines, trainer = (
        EpochLines(None),
        SimpleNamespace(current_epoch=1, max_epochs=9, num_training_batches=40),
    )
    lines.on_train_epoch_start(trainer, None)
    for number in range(4):
        lines.on_train_batch_end(trainer, None, None, None, number)
    assert capsys.readouterr().err.splitlines() == [
        "Epoch 2 of at most 9: 2 of 40 batches, 209 s left",
        "Epoch 2 of at most 9: 4 of 40 batches, 270 s left",
    ]
