"""One fold: what every control is given, and which rows choose and count."""

from types import SimpleNamespace

import numpy as np
import pytest

from hfgnn.config.evaluation import Controls, Threshold
from hfgnn.tasks import fold as room
from hfgnn.tasks.fold import Answers, FoldGraph, FoldModels, fold_seed
from hfgnn.types import CLINICAL_COLUMNS, IMAGE_COLUMNS, Graph, Nodes, Parts

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

    def fit(make_network, nodes, graph, parts, *, settings, logger, seed):
        given[logger] = SimpleNamespace(graph=graph, seed=seed)
        return SimpleNamespace(probability=np.full(20, 0.5), weights={})

    monkeypatch.setattr(room, "fit", fit)
    settings = SimpleNamespace(
        seed=3, model=None, training=None, controls=Controls([1.0], 5, 4, 0.2, 10, 10)
    )
    logs = SimpleNamespace(of_fit=lambda number, name: name)
    fold = FoldGraph(nodes, graph, PARTS, {})
    made = FoldModels(
        settings, 0, fold=fold, originals=np.arange(20) != 11, folder=tmp_path, logs=logs
    )
    return dict(made.answers("gcn", "seed: 3")), given, graph, group


def test_each_twin_has_the_graph_of_its_name_and_the_weights_to_begin_with(models):
    _, given, graph, group = models
    assert np.array_equal(given["gcn"].graph.edges, graph.edges)
    assert given["no_edges"].graph.edges.shape == (2, 0)
    rewired = given["rewired"].graph.edges
    assert rewired.shape == graph.edges.shape
    assert not np.array_equal(rewired, graph.edges)
    assert (group[rewired[0]] != group[rewired[1]]).all()
    assert len({one.seed for one in given.values()}) == 1


def test_each_control_reads_its_block(models):
    answers, *_ = models
    right = {
        name: ((answers[f"logistic_{name}"] > 0.5) == LABEL)[PARTS.test].mean()
        for name in ("all", "image", "clinical")
    }
    assert right["clinical"] == 1
    assert right["image"] < 1
    assert not np.array_equal(answers["logistic_all"], answers["logistic_clinical"])


def test_label_propagation_has_the_graph_and_majority_has_none_of_the_copies(models):
    answers, *_ = models
    assert np.ptp(answers["label_propagation"][PARTS.test]) > 0
    assert answers["majority"] == pytest.approx(5 / 11)  # row 11 is a copy


def test_the_seed_and_the_number_of_the_fold_decide_the_first_weights():
    assert len({fold_seed(seed, fold) for seed in (0, 1) for fold in (0, 1)}) == 4


@pytest.fixture
def answers():
    records = SimpleNamespace(
        label=LABEL,
        record_id=np.arange(20).astype(str),
        patient_id=np.arange(20).astype(str),
        group=np.arange(20) // 2,
    )
    return Answers(SimpleNamespace(records=records, folds=(PARTS, PARTS)), Threshold.balanced)


def test_validation_rows_choose_the_threshold_and_give_the_score_of_a_sweep(answers):
    probability = np.full(20, np.nan)
    probability[PARTS.validation] = [0.1, 0.3, 0.1, 0.3]  # rank rightly, part at .2
    probability[PARTS.test] = [0.9, 0.6, 0.9, 0.6]  # rank wrongly, part elsewhere
    answers.add("gcn", 0, probability)
    probability[PARTS.validation] = [0.3, 0.1, 0.3, 0.1]
    answers.add("gcn", 1, probability)
    assert answers.mean_validation_auroc("gcn") == 0.5  # 1 and 0
    (table,) = answers.predictions()
    assert table.threshold[:4] == pytest.approx(0.2)
    assert table.probability[:4].tolist() == [0.9, 0.6, 0.9, 0.6]
    assert table.fold.tolist() == [0] * 4 + [1] * 4
    assert table.group.tolist() == [8, 8, 9, 9] * 2
