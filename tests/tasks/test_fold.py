"""One fold: what every control is given, and which rows choose and count."""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from hfgnn.config.ensemble import NoEnsemble
from hfgnn.config.evaluation import Controls
from hfgnn.config.model import GAT, GCN
from hfgnn.graphs.connected import Connected
from hfgnn.tasks import fold as room
from hfgnn.tasks.connected import fit_seed
from hfgnn.tasks.fold import FoldGraph, FoldModels
from hfgnn.types import CLINICAL_COLUMNS, IMAGE_COLUMNS, Graph, Nodes, Parts, Split

PARTS = Parts(np.arange(12), np.arange(12, 16), np.arange(16, 20))
LABEL = np.array([0, 1] * 10)


@pytest.fixture
def models(monkeypatch, tmp_path):
    """The models of a fold of twenty rows, and what each fit was given."""
    generator = np.random.default_rng(0)
    x = generator.normal(size=(20, 5)).astype(np.float32)
    x[:, 4] += 9 * LABEL  # only the clinical column knows the label
    columns = (*IMAGE_COLUMNS[:4], CLINICAL_COLUMNS[0])
    group = np.arange(20)
    group[10:12] = [0, 1]  # copies of the first two rows
    nodes = Nodes(x, columns, LABEL, group, np.arange(20).astype(str))
    one = np.arange(20)
    graph = Graph(np.stack([(one + 2) % 10, one]), None, 20)
    given = {}

    def fit_seeds(make_network, nodes, graph, parts, *, settings, loggers, seeds):
        for logger, seed in zip(loggers, seeds, strict=True):
            given[logger] = SimpleNamespace(graph=graph, seed=seed, network=make_network())
        return [SimpleNamespace(probability=np.full(20, 0.5), weights={}) for _ in seeds]

    monkeypatch.setattr(room, "fit_seeds", fit_seeds)
    settings = SimpleNamespace(
        seed=3,
        model=GCN(hidden_width=4, dropout=0.0, residual=False, jumping_knowledge=False),
        second_model=GAT(
            hidden_width=4, dropout=0.0, heads=1, residual=False, jumping_knowledge=False
        ),
        ensemble=NoEnsemble(),
        training=None,
        controls=Controls([1.0], 5, 4, 0.2, 10, 10),
        protocol=SimpleNamespace(seeds=2),
    )
    logs = SimpleNamespace(of_fit=lambda place, name: (place, name))
    fold = FoldGraph(nodes, Connected(graph, None, None), Split(0, 0, PARTS), {})
    made = FoldModels(settings, fold, originals=np.arange(20) != 11, folder=tmp_path, logs=logs)
    every = list(made.answers("gcn", "seed: 3"))
    return every, given, graph, group


def test_each_twin_has_the_graph_of_its_name_and_the_weights_to_begin_with(models):
    _, given, graph, group = models
    assert np.array_equal(given["fold0", "gcn"].graph.edges, graph.edges)
    assert given["fold0", "no_edges"].graph.edges.shape == (2, 0)
    rewired = given["fold0", "rewired"].graph.edges
    assert rewired.shape == graph.edges.shape
    assert not np.array_equal(rewired, graph.edges)
    assert (group[rewired[0]] != group[rewired[1]]).all()
    seeds = {
        place: {one.seed for (where, _), one in given.items() if where == place}
        for place in ("fold0", "fold0_seed1")
    }
    assert [len(each) for each in seeds.values()] == [1, 1]
    assert seeds["fold0"] != seeds["fold0_seed1"]


def test_the_second_network_is_another_one_on_the_same_graph(models):
    _, given, graph, _ = models
    kinds = {name: type(one.network).__name__ for (_, name), one in given.items()}
    assert kinds == {"gcn": "GCN", "no_edges": "GCN", "rewired": "GCN", "gat": "GAT"}
    assert np.array_equal(given["fold0", "gat"].graph.edges, graph.edges)


def test_every_model_answers_for_every_seed_and_only_networks_differ(models):
    every, *_ = models
    names = {one.model for one in every}
    assert sorted((one.model, one.seed) for one in every) == sorted(
        (name, seed) for name in names for seed in (0, 1)
    )
    first, second = (one.probability for one in every if one.model == "boosting")
    assert np.array_equal(first, second)


def test_each_control_reads_its_block(models):
    answers = {one.model: one.probability for one in models[0]}
    right = {
        name: ((answers[f"logistic_{name}"] > 0.5) == LABEL)[PARTS.test].mean()
        for name in ("all", "image", "clinical")
    }
    assert right["clinical"] == 1
    assert right["image"] < 1
    assert not np.array_equal(answers["logistic_all"], answers["logistic_clinical"])


def test_label_propagation_has_the_graph_and_majority_has_none_of_the_copies(models):
    answers = {one.model: one.probability for one in models[0]}
    assert np.ptp(answers["label_propagation"][PARTS.test]) > 0
    assert answers["majority"] == pytest.approx(5 / 11)  # row 11 is a copy


def test_seed_fold_and_repeat_decide_the_first_weights():
    numbers = {
        fit_seed(run, fold, repeat=repeat, seed=seed)
        for run, fold, repeat, seed in product((0, 1), repeat=4)
    }
    assert len(numbers) == 16
