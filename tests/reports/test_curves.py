from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_curve

from hfgnn.reports.curves import average_precision_recall, average_roc
from hfgnn.reports.layout import choose_rows, edges_among, principal_places, spring_places
from hfgnn.types import Graph


def one_fold(predictions):
    return replace(predictions, fold=np.zeros(len(predictions.fold), dtype=np.int64))


def test_the_curve_of_one_fold_is_that_of_scikit_learn(finished):
    network = one_fold(finished.network)
    alarms, found, _ = roc_curve(network.label, network.probability, drop_intermediate=False)
    x, y = average_roc(network)
    ours = list(dict.fromkeys(zip(x.tolist(), y.tolist(), strict=True)))
    corners = set(zip(alarms.tolist(), found.tolist(), strict=True))
    # Between two corners one above the other scikit-learn may have more points.
    assert set(ours) <= corners
    assert np.trapezoid(y, x) == pytest.approx(np.trapezoid(found, alarms), abs=1e-12)


def test_the_area_under_the_average_curve_is_the_auroc_of_the_table(finished):
    for predictions in (finished.network, *finished.controls):
        x, y = average_roc(predictions)
        expected = finished.metrics["models"][predictions.model]["auroc"]["value"]
        assert np.trapezoid(y, x) == pytest.approx(expected, abs=1e-12)
        assert (np.diff(x) >= 0).all()
        assert (np.diff(y) >= -1e-12).all()


def test_the_area_under_the_average_precision_is_the_auprc_of_the_table(finished):
    for predictions in (finished.network, *finished.controls):
        recall, precision = average_precision_recall(predictions)
        area = (np.diff(recall, prepend=0) * precision).sum()
        expected = finished.metrics["models"][predictions.model]["auprc"]["value"]
        assert area == pytest.approx(expected, abs=1e-12)


def test_the_precision_of_one_fold_is_that_of_scikit_learn(finished):
    network = one_fold(finished.network)
    recall, precision = average_precision_recall(network)
    expected = average_precision_score(network.label, network.probability)
    assert (np.diff(recall, prepend=0) * precision).sum() == pytest.approx(expected, abs=1e-12)


def test_folds_with_one_class_have_no_curve(finished):
    healthy = replace(finished.network, label=np.zeros_like(finished.network.label))
    assert [len(axis) for axis in average_roc(healthy)] == [0, 0]
    assert [len(axis) for axis in average_precision_recall(healthy)] == [0, 0]


def test_principal_places_follow_the_widest_direction():
    generator = np.random.default_rng(0)
    wide = generator.normal(size=40)
    x = np.stack([wide * 9, generator.normal(size=40), np.zeros(40)], axis=1)
    places = principal_places(x.astype(np.float32))
    assert abs(np.corrcoef(places[:, 0], wide)[0, 1]) > 0.99
    assert places.std(axis=0) == pytest.approx([1, 1])


def test_one_row_or_equal_rows_still_have_places():
    assert principal_places(np.ones((1, 3), dtype=np.float32)).tolist() == [[0, 0]]
    places = spring_places(np.zeros((5, 2)), np.empty((2, 0), dtype=np.int64))
    assert np.isfinite(places).all()
    assert len(np.unique(places, axis=0)) == 5


def test_springs_draw_connected_rows_together():
    start = np.random.default_rng(1).normal(size=(20, 2))
    triangle = np.array([[0, 1, 2], [1, 2, 0]])
    places = spring_places(start, triangle)
    joined = np.linalg.norm(places[triangle[0]] - places[triangle[1]], axis=1).mean()
    apart = np.linalg.norm(places[:, None] - places[None], axis=2).mean()
    assert joined < apart / 3


def test_a_large_graph_is_drawn_in_part_with_those_who_send_to_its_test_rows():
    senders = np.random.default_rng(0).integers(0, 900, size=300)
    graph = Graph(np.stack([senders, np.arange(900, 1200)]), None, 1200)
    test, train = np.arange(900, 1200), np.arange(900)
    rows = choose_rows(graph, test, others=train, most=200)
    assert len(rows) == 200
    assert (np.diff(rows) > 0).all()
    drawn = rows[rows >= 900]
    assert len(drawn) > 80
    assert set(senders[drawn - 900]) <= set(rows.tolist())
    assert edges_among(graph, rows).shape[1] == len(drawn)
    assert len(choose_rows(graph, test, others=train, most=1200)) == 1200


def test_a_pair_that_sends_both_ways_is_one_line():
    graph = Graph(np.array([[4, 7, 4], [7, 4, 1]]), None, 8)
    assert edges_among(graph, np.array([4, 7])).tolist() == [[0], [1]]
