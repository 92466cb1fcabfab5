"""Exact or approximate: who chooses, and what is said of it."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.config.graph import Metric, Search, Weights
from hfgnn.config.protocol import Edges
from hfgnn.graphs import search as module
from hfgnn.graphs.approximate import shared
from hfgnn.graphs.diagnostics import diagnose, mean_over_folds
from hfgnn.graphs.neighbours import nearest
from hfgnn.graphs.placement import AS_IT_IS, seen_alike
from hfgnn.graphs.search import NeighbourSearch, silently
from hfgnn.types import DataError, Parts

NUMBER, WIDTH, K = 3000, 80, 5
EVERY = np.arange(NUMBER)


@pytest.fixture(scope="module")
def x():
    """Differing along many directions, along each less than along the one before."""
    generator = np.random.default_rng(0)
    return (generator.normal(size=(NUMBER, WIDTH)) / np.sqrt(1 + np.arange(WIDTH))).astype(
        "float32"
    )


def find(x, search, *, k=K, metric=Metric.euclidean, group=EVERY, queries=EVERY, candidates=EVERY):
    way = NeighbourSearch(k, metric, search, silently)
    return way.find(x, group, queries, candidates)


@pytest.mark.parametrize("metric", list(Metric))
def test_approximate_finds_nearly_all_and_says_how_many(x, metric):
    found = find(x, Search.approximate, metric=metric)
    exact = find(x, Search.exact, metric=metric)
    share = shared(found.rows, exact.rows)
    assert 0.99 <= share <= 1
    assert found.recall == pytest.approx(share, abs=0.005)
    same = found.rows == exact.rows
    assert found.distance[same] == pytest.approx(exact.distance[same], rel=1e-4)
    assert (np.diff(found.distance, axis=1) >= 0).all()


def test_where_all_directions_count_all_are_taken():
    x = np.random.default_rng(0).normal(size=(NUMBER, 30)).astype(np.float32)
    found = find(x, Search.approximate)
    assert shared(found.rows, find(x, Search.exact).rows) >= 0.99
    assert found.recall >= 0.99


def test_approximate_joins_nobody_with_its_own_group(x):
    generator = np.random.default_rng(1)
    group = generator.integers(0, 500, NUMBER)
    queries, candidates = generator.permutation(NUMBER)[:1500], generator.permutation(NUMBER)[:2500]
    found = find(x, Search.approximate, group=group, queries=queries, candidates=candidates)
    assert (group[found.rows] != group[queries][:, None]).all()
    assert np.isin(found.rows, candidates).all()
    exact = find(x, Search.exact, group=group, queries=queries, candidates=candidates)
    assert shared(found.rows, exact.rows) >= 0.99


def test_equal_points_are_found_at_distance_zero():
    x = np.repeat(np.random.default_rng(0).normal(size=(NUMBER // 2, 20)), 2, axis=0)
    found = find(x.astype(np.float32), Search.approximate, k=1)
    assert (found.rows[:, 0] == (EVERY ^ 1)).all()
    assert found.distance.max() < 0.01


def test_all_points_equal_is_no_obstacle():
    found = find(np.ones((NUMBER, 4), dtype=np.float32), Search.approximate)
    assert (found.rows != EVERY[:, None]).all()
    assert found.distance.max() == 0


def test_the_same_seed_of_samples_gives_the_same_graph(x):
    one, other = (find(x, Search.approximate) for _ in range(2))
    assert np.array_equal(one.rows, other.rows)
    assert one.recall == other.recall


def test_size_decides_and_can_be_overridden(monkeypatch, x):
    assert find(x, Search.auto).recall is None
    monkeypatch.setattr(module, "EXACT_UP_TO", NUMBER**2 - 1)
    assert find(x, Search.auto).recall is not None
    assert find(x, Search.exact).recall is None
    few = EVERY[:200]  # hardly an effort
    assert find(x, Search.approximate, queries=few).recall is None


def test_exact_is_the_search_of_neighbours(x):
    rows, distance = nearest(x, EVERY, EVERY, k=K, metric=Metric.euclidean, group=EVERY)
    found = find(x, Search.exact)
    assert np.array_equal(found.rows, rows)
    assert np.array_equal(found.distance, distance)


def test_progress_is_shown_of_an_approximate_search(x):
    shown = []

    def progress(items, /, *, total, description):
        shown.append((total, description))
        return items

    NeighbourSearch(K, Metric.euclidean, Search.approximate, progress).find(x, EVERY, EVERY, EVERY)
    assert [description for _, description in shown] == ["searching neighbours"]


@pytest.mark.parametrize("search", [Search.exact, Search.approximate])
def test_what_cannot_be_searched_is_refused_either_way(x, search):
    with pytest.raises(ValueError, match=r"has 2999 others .* fewer than 3000"):
        find(x, search, k=3000)
    with pytest.raises(ValueError, match=r"has 1 others .* fewer than 5"):
        find(x, search, group=np.where(EVERY < NUMBER - 1, 0, 1))
    wrong = x.copy()
    wrong[7, 3] = np.nan
    with pytest.raises(ValueError, match="row 7 is nan in column 3"):
        find(wrong, search)


def test_a_graph_says_which_share_was_found(knn, nodes, x, monkeypatch):
    every = nodes(x, label=EVERY % 2)
    parts = Parts(EVERY[:2000], EVERY[2000:2500], EVERY[2500:])
    exact = knn(k=K).connect(every, parts, Edges.inductive)
    assert exact.recall is None
    made = knn(k=K, search=Search.approximate, weights=Weights.gaussian)
    graph = made.connect(every, parts, Edges.inductive)
    assert 0.99 <= graph.recall <= 1
    assert graph.received_by(parts.test).recall == graph.recall
    views = seen_alike(AS_IT_IS, every.x)
    numbers = [
        mean_over_folds([diagnose(every, one, parts, views, k=K, metric=Metric.euclidean)])
        for one in (exact, graph)
    ]
    assert "neighbour_recall" not in numbers[0]
    assert numbers[1]["neighbour_recall"] == graph.recall


def test_a_point_that_is_no_number_is_not_blamed_on_k(knn, cohort):
    some, parts = cohort()
    wrong = some.x.copy()
    wrong[0, 0] = np.inf
    with pytest.raises(ValueError, match="row 0 is inf") as refusal:
        knn().connect(replace(some, x=wrong), parts, Edges.inductive)
    assert not isinstance(refusal.value, DataError)
