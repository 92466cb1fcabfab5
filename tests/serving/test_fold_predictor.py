"""One fold: a new patient gets what the whole graph would say, and nobody else matters."""

from dataclasses import replace

import numpy as np
import pytest
from omegaconf import OmegaConf
from scipy.spatial.distance import pdist

from hfgnn.serving.fold_predictor import FoldPredictor
from hfgnn.serving.stored import read_fold
from hfgnn.serving.stored_settings import schema
from hfgnn.serving.variants import CLINICAL, GRAPH, IMAGE
from hfgnn.types import DataError, Graph

SAME = 1e-6  # float32 sums in another order
GRAPHS = {
    "directed": (),
    "symmetric": ("graph.symmetric=true", "graph.metric=cosine", "graph.k=3"),
    "counts itself": ("graph.counts_itself=true", "nodes=thesis"),
}
MODELS = ("gcn", "sage", "gat", "transformer", "gated", "appnp", "gat_distances")
TAKE_WEIGHTS = ("gcn", "sage", "gated", "appnp", "gat_distances")
NOBODY = np.empty(0, dtype=np.int64)


def first(run):
    return FoldPredictor(read_fold(run.folds[0].path)), run.folds[0]


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("model", MODELS)
def test_a_new_patient_gets_what_the_whole_graph_says(make_run, model, graph):
    weights = ("graph.weights=gaussian",) if model in TAKE_WEIGHTS else ()
    run = make_run(f"model={model}", *GRAPHS[graph], *weights, copies=6, gaps=True)
    predictor, fold = first(run)
    for row in fold.parts.test:
        answer = predictor.answer(run.images[row], run.values[row])
        assert answer.raw[0] == pytest.approx(fold.probability[row], abs=SAME)


def test_where_nobody_is_joined_nobody_is_heard(make_run):
    run = make_run("graph.space=none")
    predictor, fold = first(run)
    for row in fold.parts.test:
        answer = predictor.answer(run.images[row], run.values[row])
        assert answer.raw[0] == pytest.approx(fold.probability[row], abs=SAME)
        assert len(answer.variants.neighbours[0]) == 5  # told, but not heard
        assert answer.raw[1:6] == pytest.approx(answer.raw[0], abs=SAME)


@pytest.mark.parametrize("model", MODELS)
def test_the_neighbourhood_is_a_part_of_the_graph_and_enough_of_it(make_run, model):
    """With one neighbour each, two steps reach few of the forty-four training pages."""
    steps = ("model.steps=2",) if model == "appnp" else ()
    run = make_run(f"model={model}", *steps, "graph.k=1", "graph.symmetric=true")
    predictor, fold = first(run)
    reached, _ = predictor.neighbourhood.reaching(np.array([5]), predictor.num_layers)
    assert predictor.num_layers == 2
    assert 2 <= len(reached) < 44
    for row in fold.parts.test:
        answer = predictor.answer(run.images[row], run.values[row])
        assert answer.raw[0] == pytest.approx(fold.probability[row], abs=SAME)


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_the_neighbours_and_their_weights_are_those_of_the_run(make_run, metric):
    run = make_run("graph.weights=gaussian", f"graph.metric={metric}", copies=5)
    predictor, fold = first(run)
    senders = np.flatnonzero(fold.nodes.may_send[:44])
    for row in fold.parts.test:
        received = fold.graph.received_by(np.array([row]))
        found, distance = predictor.neighbourhood.nearest(fold.nodes.x[row][None], NOBODY)
        order = np.argsort(senders[found[0]])
        run_order = np.argsort(received.edges[0])
        assert senders[found[0]][order].tolist() == received.edges[0][run_order].tolist()
        weights = predictor.neighbourhood.edge_weights(distance[0])
        np.testing.assert_allclose(weights[order], received.weights[run_order], rtol=1e-5)


@pytest.mark.parametrize("model", MODELS)
def test_leaving_a_neighbour_out_is_removing_its_edge(make_run, ask, model):
    run = make_run(f"model={model}")
    predictor, fold = first(run)
    row = int(fold.parts.test[0])
    answer = predictor.answer(run.images[row], run.values[row])
    for place, neighbour in enumerate(answer.variants.neighbours[0], start=1):
        edges = fold.graph.edges
        gone = (edges[0] == neighbour) & (edges[1] == row)  # training rows are rows 0 to 43 here
        assert gone.sum() == 1
        left = replace(fold.graph, edges=edges[:, ~gone], distances=fold.graph.distances[~gone])
        rest = ask(fold.network, fold.nodes, left)[row]
        assert answer.raw[place] == pytest.approx(rest, abs=SAME)
        assert abs(rest - fold.probability[row]) > SAME


def test_lengths_that_a_run_has_not_stored_are_not_seen(make_run, ask):
    run = make_run("model=gat_distances", "graph.weights=gaussian")
    predictor, fold = first(run)
    row = int(fold.parts.test[0])
    seen = predictor.answer(run.images[row], run.values[row]).raw[0]
    nothing = np.empty(0, dtype=np.float32)
    stored = replace(predictor.stored, rows=replace(predictor.stored.rows, distances=nothing))
    unseen = FoldPredictor(stored).answer(run.images[row], run.values[row]).raw[0]
    blind = ask(fold.network, fold.nodes, replace(fold.graph, distances=None))[row]
    assert unseen == pytest.approx(blind, abs=SAME)
    assert abs(seen - unseen) > SAME


def test_absent_parts_have_the_mean_of_training_and_no_edges(make_run, ask):
    run = make_run()
    predictor, fold = first(run)
    row = int(fold.parts.test[1])
    answer = predictor.answer(run.images[row], run.values[row])
    rows = answer.variants.coalitions
    assert len(rows) == 8
    assert answer.raw[rows[frozenset({IMAGE, CLINICAL, GRAPH})]] == pytest.approx(
        answer.raw[0], abs=SAME
    )
    mean = fold.nodes.x[fold.parts.train].mean(axis=0)
    np.testing.assert_allclose(answer.variants.x[rows[frozenset()]], mean, atol=1e-5)
    image_only = answer.variants.x[rows[frozenset({IMAGE, GRAPH})]]
    assert np.array_equal(image_only[:512], answer.variants.x[0, :512])
    np.testing.assert_allclose(image_only[512:], mean[512:], atol=1e-5)
    alone = fold.graph.edges[:, fold.graph.edges[1] != row]
    without = ask(fold.network, fold.nodes, Graph(alone, None, 60))[row]
    assert answer.raw[rows[frozenset({IMAGE, CLINICAL})]] == pytest.approx(without, abs=SAME)


def test_without_clinical_numbers_there_are_two_parts(make_run):
    predictor, _ = first(make_run("clinical=none"))
    answer = predictor.answer(np.ones(512, dtype=np.float32), np.empty(0))
    assert predictor.players == (IMAGE, GRAPH)
    assert len(answer.raw) == 1 + 5 + 4


def test_a_patient_in_the_midst_is_nearer_than_one_far_away(make_run):
    run = make_run()
    predictor, _ = first(run)
    inside = predictor.answer(run.images[:44].mean(axis=0), np.nanmean(run.values[:44], axis=0))
    outside = predictor.answer(run.images[50] * 9, run.values[50])
    assert inside.percentile < 1
    assert outside.percentile == 100


def test_each_training_page_is_as_far_as_its_own_edges_say(make_run):
    predictor, fold = first(make_run())
    own = []
    for row in fold.parts.train:
        sent, received = fold.graph.received_by(np.array([row])).edges
        gaps = fold.nodes.x[sent].astype(float) - fold.nodes.x[received].astype(float)
        own.append(np.linalg.norm(gaps, axis=1).mean())
    np.testing.assert_allclose(predictor.stored.rows.own_distance, np.sort(own), rtol=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_a_training_page_asked_again_is_not_its_own_neighbour(make_run, model):
    """It then receives what it received in training, so the network says the same."""
    run = make_run(f"model={model}")
    predictor, fold = first(run)
    for row in (0, 7, 43):
        own = predictor.own(run.records.content_hash[row], "a stranger")
        assert own.tolist() == [row]
        answer = predictor.answer(run.images[row], run.values[row], own)
        assert row not in np.concatenate(answer.variants.neighbours)
        assert answer.raw[0] == pytest.approx(fold.probability[row], abs=SAME)
        assert row in predictor.answer(run.images[row], run.values[row]).variants.neighbours[0]


def test_pages_of_the_patient_and_what_is_never_joined_to_them_are_its_own(make_run):
    predictor, _ = first(make_run())
    assert predictor.own("no file", "patient6").tolist() == [6]
    assert predictor.own("no file", "patient50").tolist() == []  # a validation patient
    stored = predictor.stored
    group = stored.rows.group.copy()
    group[[2, 6, 9]] = 99
    predictor.stored = replace(stored, rows=replace(stored.rows, group=group))
    assert predictor.own("no file", "patient6").tolist() == [2, 6, 9]
    assert predictor.own(stored.facts.content_hash[9], "patient1").tolist() == [1, 2, 6, 9]


def test_where_few_training_pages_are_left_these_are_the_neighbours(make_run):
    run = make_run()
    predictor, _ = first(run)
    answer = predictor.answer(run.images[55], run.values[55], np.arange(41))
    assert sorted(answer.variants.neighbours[0].tolist()) == [41, 42, 43]
    assert np.isfinite(answer.raw).all()
    with pytest.raises(DataError, match="all training pages are of this patient, so it has no"):
        predictor.answer(run.images[55], run.values[55], np.arange(44))


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_the_least_distance_is_that_of_the_nearest_two_training_pages(
    make_run, metric, monkeypatch
):
    predictor, fold = first(make_run(f"graph.metric={metric}", "graph.k=2"))
    monkeypatch.setattr("hfgnn.serving.neighbourhood.EDGES_AT_ONCE", 7)
    least = pdist(fold.nodes.x[:44].astype(float), metric).min()
    assert predictor.neighbourhood.least_distance == pytest.approx(least, rel=1e-9)


def test_no_class_but_those_of_this_version_is_built():
    with pytest.raises(DataError, match=r"the run's model is os\.system, which this version"):
        schema("model", OmegaConf.create({"_target_": "os.system", "command": "x"}))
    other = {"_target_": "hfgnn.models.gcn.GCN", "hidden_width": 3, "heads": 2}
    with pytest.raises(DataError, match=r"the run's model was set in another version: .*heads"):
        schema("model", OmegaConf.create(other))
