"""Exact nearest neighbours, against hand-written points and a slow double loop."""

import numpy as np
import pytest

from hfgnn.config.graph import Metric
from hfgnn.graphs import neighbours
from hfgnn.graphs.neighbours import first_smallest, nearest

POINTS = np.array([[0.0, 0], [1, 0], [3, 0], [3.5, 0], [10, 0], [10, 4]])
EVERY = np.arange(6)


def found(points=POINTS, queries=EVERY, candidates=EVERY, k=2, metric=Metric.euclidean, group=None):
    group = np.arange(len(points)) if group is None else np.asarray(group)
    return nearest(points, queries, candidates, k=k, metric=metric, group=group)


def test_six_points_by_hand():
    rows, distance = found()
    assert rows.tolist() == [[1, 2], [0, 2], [3, 1], [2, 1], [5, 3], [4, 3]]
    assert distance[0].tolist() == pytest.approx([1, 3])
    assert distance[4].tolist() == pytest.approx([4, 6.5])


def slow(points, queries, candidates, k, metric, group):
    rows = []
    for query in queries:
        lengths = []
        for candidate in candidates:
            if group[query] == group[candidate]:
                continue
            one, other = points[query], points[candidate]
            if metric is Metric.euclidean:
                length = np.linalg.norm(one - other)
            else:
                length = 1 - one @ other / np.linalg.norm(one) / np.linalg.norm(other)
            lengths.append((length, candidate))
        rows.append([candidate for _, candidate in sorted(lengths)[:k]])
    return rows


@pytest.mark.parametrize("metric", list(Metric))
def test_agrees_with_a_double_loop(metric, monkeypatch):
    monkeypatch.setattr(neighbours, "DISTANCES_AT_ONCE", 100)  # several blocks
    generator = np.random.default_rng(0)
    points, group = generator.normal(size=(60, 7)) + 5, generator.integers(0, 30, 60)
    queries, candidates = np.arange(20, 60), np.arange(0, 45)
    rows, distance = found(points, queries, candidates, 4, metric, group)
    assert rows.tolist() == slow(points, queries, candidates, 4, metric, group)
    assert (np.diff(distance, axis=1) >= 0).all()


def test_nobody_is_its_own_neighbour_even_among_equal_points():
    rows, distance = found(np.zeros((5, 2)), np.arange(5), np.arange(5), k=4)
    assert all(row not in rows[row] for row in range(5))
    assert distance.max() == 0


def test_of_equally_distant_neighbours_the_first_is_taken():
    ring = np.array([[0.0, 0], [1, 0], [0, 1], [-1, 0], [0, -1]])
    rows, _ = found(ring, np.array([0]), np.arange(5), k=3)
    assert rows.tolist() == [[1, 2, 3]]


def test_pages_of_one_group_are_never_joined():
    rows, _ = found(group=[0, 0, 0, 1, 1, 1], k=3)
    assert set(rows[0]) == {3, 4, 5}
    assert set(rows[5]) == {0, 1, 2}


def test_far_from_the_origin_small_distances_keep_their_digits():
    points = np.array([[1e6, 0], [1e6 + 0.001, 0], [1e6 + 0.003, 0], [1e6 + 0.004, 0]])
    rows, distance = found(points, np.arange(4), np.arange(4), k=1)
    assert rows.ravel().tolist() == [1, 0, 3, 2]
    assert distance.ravel() == pytest.approx([0.001] * 4, rel=1e-3)


def test_a_query_does_not_move_what_another_finds():
    generator = np.random.default_rng(1)
    points = generator.normal(size=(30, 4))
    before, _ = found(points, np.arange(25), np.arange(25), k=3)
    points[25:] = 1e9
    after, _ = found(points, np.arange(25), np.arange(25), k=3)
    assert np.array_equal(before, after)


def test_more_neighbours_than_others_are_refused_with_both_numbers():
    with pytest.raises(ValueError, match=r"has 5 others that it can receive from, fewer than 6"):
        found(k=6)
    with pytest.raises(ValueError, match=r"has 3 others that it can receive from, fewer than 4"):
        found(k=4, group=[0, 0, 0, 1, 1, 1])


def test_the_smallest_come_in_order_with_ties_by_column():
    values = np.array([[3.0, 1, 2, 1, 1], [5, 5, 5, 5, 4]])
    assert first_smallest(values, 3).tolist() == [[1, 3, 4], [4, 0, 1]]
    assert first_smallest(values, 2).tolist() == [[1, 3], [4, 0]]


def test_equal_points_far_apart_from_others_are_at_distance_zero_and_not_nan():
    points = np.repeat(np.random.default_rng(0).normal(size=(50, 7)) * 1000, 2, axis=0)
    rows, distance = found(points, np.arange(100), np.arange(100), k=1)
    assert rows.ravel().tolist() == [row ^ 1 for row in range(100)]
    assert distance == pytest.approx(0, abs=1e-3)


def test_cosine_distance_by_hand_and_of_a_row_of_zeros():
    points = np.array([[1.0, 0], [0, 5], [-2, 0], [0, 0]])
    rows, distance = found(points, np.arange(4), np.arange(3), k=2, metric=Metric.cosine)
    assert rows[0].tolist() == [1, 2]
    assert distance[0] == pytest.approx([1, 2])
    assert np.isfinite(distance).all()
