"""Several seeds at once: each is what it would be alone."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from hfgnn.config.training import Accelerator, CsvLogger, Training
from hfgnn.models.gat import GAT
from hfgnn.models.gcn import GCN
from hfgnn.training import fit_seeds as room
from hfgnn.training.fit import fit
from hfgnn.training.fit_seeds import fit_seeds, may_stack
from hfgnn.training.logs import open_logs
from hfgnn.types import IMAGE_COLUMNS, Graph, Nodes, Parts

SETTINGS = Training(25, 4, 0.03, 1e-3, Accelerator.cpu)
PLAIN = {"residual": False, "jumping_knowledge": False}
SEEDS = (3, 0, 11, 7)


def a_problem(*, weighted=False, transductive=False, seed=0):
    generator = np.random.default_rng(seed)
    label = generator.integers(2, size=80)
    x = generator.normal(size=(80, 6)).astype(np.float32)
    x[:, 0] += label
    parts = Parts(np.arange(40), np.arange(40, 60), np.arange(60, 80))
    sender = generator.integers(80 if transductive else 40, size=320)
    edges = np.unique(np.stack([sender, generator.integers(80, size=320)]), axis=1)
    edges = edges[:, edges[0] != edges[1]]
    weights = generator.random(edges.shape[1]).astype(np.float32) if weighted else None
    nodes = Nodes(x, IMAGE_COLUMNS[:6], label, np.arange(80), np.arange(80).astype(str))
    return nodes, Graph(edges, weights, 80), parts


def a_gcn(dropout=0.4):
    return lambda: GCN(in_width=6, hidden_width=8, num_classes=2, dropout=dropout, **PLAIN)


def together(problem, make=None, settings=SETTINGS, seeds=SEEDS, loggers=None):
    return fit_seeds(
        make or a_gcn(),
        *problem,
        settings=settings,
        loggers=loggers or [None] * len(seeds),
        seeds=seeds,
    )


def alone(problem, make=None, settings=SETTINGS, seeds=SEEDS):
    return [
        fit(make or a_gcn(), *problem, settings=settings, logger=None, seed=seed) for seed in seeds
    ]


@pytest.fixture
def double():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("transductive", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_stacked_networks_are_those_trained_one_by_one(weighted, transductive, dropout):
    problem = a_problem(weighted=weighted, transductive=transductive)
    for stacked, single in zip(
        together(problem, a_gcn(dropout)), alone(problem, a_gcn(dropout)), strict=True
    ):
        assert stacked.epoch == single.epoch
        assert stacked.validation_loss == pytest.approx(single.validation_loss, rel=1e-4)
        assert stacked.probability == pytest.approx(single.probability, abs=1e-4)
        assert stacked.weights.keys() == single.weights.keys()
        for name, weight in single.weights.items():
            assert stacked.weights[name].numpy() == pytest.approx(weight.numpy(), abs=1e-3)


def test_in_double_precision_losses_stay_equal_epoch_by_epoch(double, tmp_path, monkeypatch):
    nodes, graph, parts = a_problem()
    wide = replace(nodes, x=nodes.x.astype(np.float64))
    settings = replace(SETTINGS, patience=None, max_epochs=40)
    logs = open_logs(CsvLogger("csv"), tmp_path, {})
    several = [logs.of_fit(str(seed), "several") for seed in SEEDS]
    together((wide, graph, parts), settings=settings, loggers=several)
    for seed in SEEDS:
        single = logs.of_fit(str(seed), "single")
        fit(a_gcn(), wide, graph, parts, settings=settings, logger=single, seed=seed)
        course, expected = (
            np.loadtxt(
                tmp_path / "logs" / str(seed) / name / "metrics.csv", float, "#", ",", None, 1
            )
            for name in ("several", "single")
        )
        assert course.shape == (40, 3)
        assert course == pytest.approx(expected, abs=1e-9)


def test_who_has_ended_leaves_and_the_others_go_on():
    problem = a_problem(seed=3)
    settings = replace(SETTINGS, patience=3, max_epochs=60, learning_rate=0.01)
    stacked, single = (way(problem, settings=settings) for way in (together, alone))
    assert len({one.epoch for one in single}) > 1  # else nobody leaves before another
    assert [one.epoch for one in stacked] == [one.epoch for one in single]
    for one, other in zip(stacked, single, strict=True):
        assert one.probability == pytest.approx(other.probability, abs=1e-4)


def test_the_same_seeds_repeat_bit_for_bit():
    problem = a_problem()
    for one, other in zip(together(problem), together(problem), strict=True):
        assert np.array_equal(one.probability, other.probability)


def test_a_seed_does_not_depend_on_the_others():
    problem = a_problem()
    among = together(problem)[2]
    other = together(problem, seeds=(5, SEEDS[2]))[1]
    assert among.probability == pytest.approx(other.probability, abs=1e-4)


def test_no_weight_moves_when_test_rows_change():
    nodes, graph, parts = a_problem()
    before = together((nodes, graph, parts))
    x = nodes.x.copy()
    x[parts.test] *= -7
    label = nodes.label.copy()
    label[parts.test] = 1 - label[parts.test]
    after = together((replace(nodes, x=x, label=label), graph, parts))
    for one, other in zip(before, after, strict=True):
        assert all(torch.equal(one.weights[name], other.weights[name]) for name in one.weights)
        assert not np.array_equal(one.probability[parts.test], other.probability[parts.test])


def test_other_networks_and_single_seeds_are_fitted_one_by_one(monkeypatch):
    problem = a_problem()

    def a_gat():
        return GAT(in_width=6, hidden_width=4, heads=2, num_classes=2, dropout=0.2, **PLAIN)

    monkeypatch.setattr(room, "_Stack", None)  # cannot be called
    for make, seeds in ((a_gat, (1, 2)), (a_gcn(), (1,))):
        for one, other in zip(
            together(problem, make, seeds=seeds), alone(problem, make, seeds=seeds), strict=True
        ):
            assert np.array_equal(one.probability, other.probability)


def test_what_is_large_or_goes_in_batches_is_not_stacked(monkeypatch):
    nodes, *_ = a_problem()
    assert may_stack(a_gcn(), nodes, SETTINGS)
    assert not may_stack(a_gcn(), nodes, replace(SETTINGS, batch_size=16))
    monkeypatch.setattr(room, "LEAST_NUMBERS_TO_SHARE", nodes.x.size)
    assert not may_stack(a_gcn(), nodes, SETTINGS)


def test_the_question_whether_to_stack_draws_nothing():
    nodes, *_ = a_problem()
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    may_stack(a_gcn(), nodes, SETTINGS)
    assert torch.equal(torch.rand(3), expected)
