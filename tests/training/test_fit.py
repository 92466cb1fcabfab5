"""A fit: learns, chooses its epoch on validation rows, repeats bit for bit, sees no test row."""

import time
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from hfgnn.config.training import Accelerator, CsvLogger, Training, WandbLogger
from hfgnn.models.gat_distances import GATDistances
from hfgnn.models.gcn import GCN
from hfgnn.training.device import refuse_missing_accelerator
from hfgnn.training.fit import fit
from hfgnn.training.logs import open_logs
from hfgnn.types import IMAGE_COLUMNS, DataError, Graph, Nodes, Parts

PLAIN = {"residual": False, "jumping_knowledge": False}
NETWORK = partial(GCN, in_width=6, hidden_width=8, num_classes=2, dropout=0.3, **PLAIN)
QUICK = Training(30, 10, 0.02, 0.0, Accelerator.cpu)


@pytest.fixture
def problem():
    generator = np.random.default_rng(0)
    label = np.arange(60) % 2
    x = generator.normal(size=(60, 6)).astype(np.float32)
    x[:, 0] += 3 * label
    ring = np.arange(30)
    edges = np.stack([ring, (ring + 2) % 30])  # training rows 0-29, each with one of its class
    queries = np.stack([np.arange(30), np.arange(30, 60)])
    nodes = Nodes(x, IMAGE_COLUMNS[:6], label, np.arange(60), np.arange(60).astype(str))
    graph = Graph(np.concatenate([edges, queries], axis=1), None, 60)
    return nodes, graph, Parts(np.arange(30), np.arange(30, 45), np.arange(45, 60))


def fitted(problem, seed=0, settings=QUICK, logger=None):
    torch.set_num_threads(1)
    return fit(
        NETWORK,
        *problem,
        settings=settings,
        logger=logger,
        seed=seed,
    )


def test_learns_what_can_be_learned(problem):
    nodes, _, parts = problem
    called = fitted(problem).probability[parts.test] > 0.5
    assert (called == nodes.label[parts.test]).mean() >= 0.9


def test_lengths_of_edges_reach_a_network_that_sees_them_and_no_other(problem):
    nodes, graph, parts = problem
    lengths = np.random.default_rng(1).random(graph.edges.shape[1]).astype(np.float32)
    with_lengths = replace(graph, distances=lengths)

    def said(make, graph):
        fits = fit(make, nodes, graph, parts, settings=QUICK, logger=None, seed=0)
        return fits.probability

    def sees_them():
        return GATDistances(in_width=6, hidden_width=4, num_classes=2, heads=2, dropout=0.3)

    assert not np.array_equal(said(sees_them, with_lengths), said(sees_them, graph))
    assert np.array_equal(said(NETWORK, with_lengths), said(NETWORK, graph))


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
    rest = np.concatenate([parts.train, parts.validation])
    assert np.array_equal(before.probability[rest], after.probability[rest])
    assert not np.array_equal(before.probability[parts.test], after.probability[parts.test])


def test_weights_move_when_a_training_row_changes(problem):
    before = fitted(problem)
    problem[0].x[0] += 1
    after = fitted(problem)
    assert not all(
        torch.equal(before.weights[name], after.weights[name]) for name in before.weights
    )


def test_validation_rows_choose_the_epoch_but_do_not_train(problem):
    nodes, _, parts = problem
    last = Training(5, None, 0.02, 0.0, Accelerator.cpu)
    before = fitted(problem, settings=last)
    nodes.label[parts.validation] = 1 - nodes.label[parts.validation]
    after = fitted(problem, settings=last)
    assert all(torch.equal(before.weights[name], after.weights[name]) for name in before.weights)
    assert before.epoch == after.epoch == 4
    # With labels upside down, learning makes validation worse: the first epochs are chosen.
    assert fitted(problem).epoch <= 2


def test_the_chosen_epoch_has_the_lowest_validation_loss(problem, tmp_path):
    logs = open_logs(CsvLogger("csv"), tmp_path, {})
    result = fitted(problem, logger=logs.of_fit("fold0", "gcn"))
    lines = (tmp_path / "logs/fold0/gcn/metrics.csv").read_text().splitlines()
    column = lines[0].split(",").index("validation_loss")
    losses = [float(line.split(",")[column]) for line in lines[1:] if line.split(",")[column]]
    assert result.validation_loss == pytest.approx(min(losses), rel=1e-5)
    assert result.epoch == int(np.argmin(losses))
    assert len(losses) <= QUICK.max_epochs


def test_patience_ends_training_early(problem):
    nodes, _, parts = problem
    nodes.label[parts.validation] = 1 - nodes.label[parts.validation]
    result = fitted(problem, settings=Training(500, 3, 0.02, 0.0, Accelerator.cpu))
    assert result.epoch < 10


def test_probabilities_are_those_of_disease_for_every_row(problem):
    probability = fitted(problem).probability
    assert ((probability > 0) & (probability < 1)).all()
    assert probability.dtype == np.float64


def test_wandb_writes_an_offline_run_without_an_account(problem, tmp_path, monkeypatch):
    monkeypatch.setenv("WANDB_SILENT", "true")
    logs = open_logs(WandbLogger("wandb", "hfgnn", True), tmp_path, {"seed": 0})
    short = Training(3, None, 0.02, 0.0, Accelerator.cpu)
    fitted(problem, settings=short, logger=logs.of_fit("fold0", "gcn"))
    logs.close(0.5)
    (run,) = (tmp_path / "wandb").glob("offline-run-*")
    (recorded,) = run.glob("*.wandb")
    until = time.monotonic() + 30  # wandb's own process writes, and may be behind
    while b"fold0/gcn" not in recorded.read_bytes() and time.monotonic() < until:
        time.sleep(0.1)
    assert b"fold0/gcn" in recorded.read_bytes()


def test_in_a_transductive_graph_test_rows_are_heard_in_training(problem):
    nodes, graph, parts = problem
    back = np.stack([parts.test, parts.test - 30])
    joined = Graph(np.concatenate([graph.edges, back], axis=1), None, 60)
    before = fitted((nodes, joined, parts))
    nodes.x[parts.test] *= -7
    after = fitted((nodes, joined, parts))
    assert not all(
        torch.equal(before.weights[name], after.weights[name]) for name in before.weights
    )
    nodes.label[parts.test] = 1 - nodes.label[parts.test]
    hidden = fitted((nodes, joined, parts))
    assert all(torch.equal(after.weights[name], hidden.weights[name]) for name in after.weights)


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_an_accelerator_that_is_not_there_is_refused():
    refuse_missing_accelerator(Accelerator.auto)
    refuse_missing_accelerator(Accelerator.cpu)
    with pytest.raises(
        DataError, match=r"training\.accelerator is 'gpu', but this machine has none"
    ):
        refuse_missing_accelerator(Accelerator.gpu)


def test_ctrl_c_in_training_is_ctrl_c(problem, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    torch.use_deterministic_algorithms(False)  # other tests leave it on
    torch.set_num_threads(2)
    monkeypatch.setattr("hfgnn.training.adam.Adam.step", stop)
    with pytest.raises(KeyboardInterrupt):
        fit(
            NETWORK,
            *problem,
            settings=QUICK,
            logger=None,
            seed=0,
        )
    assert torch.get_num_threads() == 2
    assert not torch.are_deterministic_algorithms_enabled()


def test_weights_and_answers_are_those_of_the_chosen_epoch(problem):
    nodes, graph, parts = problem
    nodes.label[parts.validation] = 1 - nodes.label[parts.validation]  # an early epoch is chosen
    result = fitted(problem)
    network = NETWORK().eval()
    network.load_state_dict(result.weights)
    with torch.no_grad():
        logits = network(torch.from_numpy(nodes.x), torch.from_numpy(graph.edges))
    asked = torch.from_numpy(parts.validation)
    loss = cross_entropy(logits[asked], torch.from_numpy(nodes.label)[asked])
    assert float(loss) == pytest.approx(result.validation_loss, rel=1e-4)
    expected = logits.softmax(dim=1)[:, 1].numpy()
    assert result.probability == pytest.approx(expected, abs=1e-5)


def test_edge_weights_reach_the_network(problem):
    nodes, graph, parts = problem
    weightless = Graph(graph.edges, np.zeros(graph.edges.shape[1], dtype=np.float32), 60)
    nobody = Graph(graph.edges[:, :0], None, 60)
    got, expected = (fitted((nodes, one, parts)).probability for one in (weightless, nobody))
    assert got == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    "changed", [{"learning_rate": 0.002}, {"weight_decay": 0.5}, {"max_epochs": 2}]
)
def test_every_number_of_the_optimizer_counts(problem, changed):
    other = fitted(problem, settings=replace(QUICK, **changed))
    assert not np.array_equal(other.probability, fitted(problem).probability)


def test_a_fit_gives_the_threads_back(problem):
    fitted(problem)
    torch.set_num_threads(2)
    fit(
        NETWORK,
        *problem,
        settings=replace(QUICK, max_epochs=1),
        logger=None,
        seed=0,
    )
    assert torch.get_num_threads() == 2


def test_training_ends_when_patience_does(problem, tmp_path):
    nodes, _, parts = problem
    nodes.label[parts.validation] = 1 - nodes.label[parts.validation]
    logger = open_logs(CsvLogger("csv"), tmp_path, {}).of_fit("fold0", "gcn")
    result = fitted(problem, settings=replace(QUICK, patience=3, max_epochs=40), logger=logger)
    lines = (tmp_path / "logs/fold0/gcn/metrics.csv").read_text().splitlines()
    column = lines[0].split(",").index("validation_loss")
    epochs = [line for line in lines[1:] if line.split(",")[column]]
    assert len(epochs) == result.epoch + 1 + 3
