"""Everything that is tried on a fold: its scores, and what is told of its graphs."""

import math

import numpy as np
import pytest

from hfgnn.config.composed import composed
from hfgnn.config.study import Kind, Study
from hfgnn.tasks.study_sets import SetFold, StudySets, missing, settings_of, world_of_verdicts
from hfgnn.tasks.tried_graphs import FoldTrials, Trials, auroc, share_of_hubs

QUICK = ("training=quick", "training.max_epochs=3", "study.patients=120", "protocol.folds=2")


@pytest.fixture(scope="module")
def settings():
    return composed(["study=which_graph", *QUICK])


@pytest.fixture
def sets(settings, tmp_path):
    return StudySets(settings, tmp_path, world_of_verdicts())


@pytest.fixture
def fold(sets):
    return sets.fold({"set": "helps_10", "repeat": 1, "fold": 1})


@pytest.fixture(scope="module")
def line(settings, tmp_path_factory):
    sets = StudySets(settings, tmp_path_factory.mktemp("sets"), world_of_verdicts())
    networks = {name: composed([f"model={name}"]).model for name in ("gcn", "gated")}
    tried = {"none": ["gcn", "gated"], "raw": ["gcn"], "auto": ["gated"]}
    auto = composed(["graph=auto", "graph.ks=[3]", "graph.spaces=[none,raw]"]).graph
    job = {"set": "helps_10", "repeat": 1, "fold": 1}
    return FoldTrials(sets.fold(job), Trials(networks, tried, auto)).line()


def test_every_model_has_its_scores(line):
    for model in ("gcn none", "gated none", "gcn raw", "gated auto", "logistic"):
        assert 0 <= line[f"auroc {model}"] <= 1
        assert 0 <= line[f"validation {model}"] <= 1
        assert line[f"loss {model}"] > 0
    assert line["chosen by gated"] in ("none", "raw, k=3")


def test_graphs_are_described_and_the_one_without_edges_is_not(line):
    assert 0.5 < line["homophily raw"] <= 1
    assert 0.4 < line["by chance raw"] < 0.8
    assert 0.1 <= line["hubs raw"] < 1
    assert not [name for name in line if name.startswith("hubs ") and name != "hubs raw"]


def test_a_fold_says_how_large_it_is(line):
    assert line["rows"] == 120
    assert line["columns"] == 16
    assert line["test to train"] == pytest.approx(60 / 48, abs=0.1)


def test_the_labels_of_test_rows_decide_nothing_but_their_scores(fold):
    trials = Trials({"gcn": composed(["model=gcn"]).model}, {"score": ["gcn"]}, None)
    label = fold.nodes.label.copy()
    label[fold.split.parts.test] = 1 - label[fold.split.parts.test]
    nodes = type(fold.nodes)(**vars(fold.nodes) | {"label": label})
    one, other = (
        FoldTrials(each, trials).line()
        for each in (fold, SetFold(fold.settings, nodes, fold.split))
    )
    assert one["validation gcn score"] == other["validation gcn score"]
    assert one["hubs score"] == other["hubs score"]
    assert one["auroc gcn score"] == pytest.approx(1 - other["auroc gcn score"])


def test_trials_begin_with_every_network_without_edges(settings):
    trials = Trials.of(settings.study)
    assert next(iter(trials.tried)) == "none"
    assert trials.tried["none"] == list(settings.study.networks)
    assert trials.networks["gcn_residual"].residual
    assert not trials.networks["gcn"].residual


def test_the_same_cohort_has_other_folds_and_another_cohort_other_patients(sets):
    one, other, third = (
        sets.fold({"set": "alike", "repeat": repeat, "fold": fold})
        for repeat, fold in ((0, 0), (0, 1), (1, 0))
    )
    assert np.array_equal(one.nodes.x, other.nodes.x)
    assert not np.intersect1d(one.split.parts.test, other.split.parts.test).size
    assert not np.array_equal(one.nodes.x, third.nodes.x)
    assert one.settings.study == Study()


def test_cohorts_are_those_of_the_study_of_verdicts(sets):
    from hfgnn.data.simulated_nodes import draw_nodes
    from hfgnn.tasks.judged import with_seed

    verdict = composed(["study=graph_verdict"])
    own = with_seed(verdict, ["helps", 0.1, 120, 1])
    k = verdict.graph.k
    drawn = draw_nodes(
        verdict.study.world, Kind.helps, level=0.1, patients=120, neighbours=k, seed=own.seed
    )
    fold = sets.fold({"set": "helps_10", "repeat": 1, "fold": 0})
    assert np.array_equal(fold.nodes.x, drawn.x)


def test_real_data_are_read_as_they_say_and_trained_as_the_study_says(settings):
    words = ["data=simulated", "data.patients=40", "clinical=none", "training.max_epochs=99"]
    found = settings_of(words, settings)
    assert found.data.patients == 40
    assert type(found.clinical).__name__ == "NoClinical"
    assert type(found.augment).__name__ == "Balanced"
    assert found.training.max_epochs == 3
    assert found.protocol.repeats == settings.study.repeats
    assert found.protocol.folds == 2


def test_a_set_that_is_not_there_says_what_is_missing(tmp_path):
    there = tmp_path / "here"
    there.mkdir()
    assert missing([f"data.root='{there}'", "data=music"], str(tmp_path)) == ""
    gone = f"{tmp_path}/gone"
    assert missing(["data=music", f"data.root='{gone}'"], str(tmp_path)) == f"there is no {gone}"
    assert missing([f"data.root='{there}'"], None) == "study.root is not given"


def test_hubs_are_the_tenth_that_is_heard_most():
    assert share_of_hubs(np.full(20, 3)) == pytest.approx(0.1)
    assert share_of_hubs(np.array([9, 1, *[0] * 18])) == 1
    assert share_of_hubs(np.array([5, 5, *[1] * 10, *[0] * 8])) == pytest.approx(0.5)
    assert math.isnan(share_of_hubs(np.zeros(10, dtype=int)))


def test_auroc_of_one_class_is_not_there():
    assert math.isnan(auroc(np.array([0.1, 0.2]), np.array([1, 1])))
    assert auroc(np.array([0.1, 0.9, 0.5]), np.array([0, 1, 1])) == 1
