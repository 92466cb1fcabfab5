"""Exact search from few distances: the same neighbours as from all of them, whatever the points."""

from itertools import pairwise

import numpy as np
import pytest

from hfgnn.config.graph import Metric
from hfgnn.graphs import certified as module
from hfgnn.graphs import neighbours
from hfgnn.graphs.certified import certified
from hfgnn.graphs.neighbours import Asked, nearest, plainly, prepared
from hfgnn.graphs.pools import OwnGroup
from hfgnn.graphs.screening import FLOAT32, precisions

NUMBER = 700
EVERY = np.arange(NUMBER)


def points_of(kind):
    """Points that are hard for low precision, each in a way of its own."""
    generator = np.random.default_rng(0)
    normal = generator.normal(size=(NUMBER, 12))
    return {
        "alike in all directions": generator.normal(size=(NUMBER, 300)),
        "one column": normal[:, :1],
        "far from the origin": 1e6 + normal,
        "differing by 1e-4 around a large offset": 1000 + 1e-4 * normal,
        "of very different lengths": np.exp(3 * normal),
        "with a few far away": np.concatenate([normal[:-3], 1e5 * normal[-3:]]),
        "in narrow heaps": 100 * normal[generator.integers(0, 5, NUMBER)] + 1e-6 * normal,
        "each there three times": np.repeat(normal, 3, axis=0)[:NUMBER],
        "whole numbers": generator.integers(0, 3, (NUMBER, 4)).astype(float),
        "all equal": np.ones((NUMBER, 4)),
        "all zero": np.zeros((NUMBER, 4)),
        "mostly constant columns": np.concatenate([normal, np.ones((NUMBER, 100))], axis=1),
        "tiny": 1e-30 * normal,
        "huge": 1e30 * normal,
        "beyond what squares can say": 1e150 * normal,
    }[kind]


KINDS = (
    "alike in all directions",
    "one column",
    "far from the origin",
    "differing by 1e-4 around a large offset",
    "of very different lengths",
    "with a few far away",
    "in narrow heaps",
    "each there three times",
    "whole numbers",
    "all equal",
    "all zero",
    "mostly constant columns",
    "tiny",
    "huge",
    "beyond what squares can say",
)


def from_all(points, queries, candidates, k, metric, group):
    found, squared = plainly(
        Asked(prepared(points, candidates, metric), queries, candidates, k, group)
    )
    return found, squared / 2 if metric is Metric.cosine else np.sqrt(squared)


@pytest.mark.parametrize("metric", list(Metric))
@pytest.mark.parametrize("kind", KINDS)
def test_the_neighbours_are_those_of_all_distances(kind, metric):
    points = points_of(kind)
    expected, lengths = from_all(points, EVERY, EVERY, 7, metric, EVERY)
    found, distance = nearest(points, EVERY, EVERY, k=7, metric=metric, group=EVERY)
    assert np.array_equal(found, expected)
    # A distance of points far longer than it has lost the digits of the difference, both ways.
    assert distance**2 == pytest.approx(lengths**2, rel=1e-11, abs=1e-13 * lengths.max() ** 2)


@pytest.mark.parametrize("kind", ["alike in all directions", "of very different lengths"])
def test_so_they_are_where_queries_candidates_and_groups_differ(kind):
    generator = np.random.default_rng(1)
    points, group = points_of(kind), generator.integers(0, 90, NUMBER)
    queries, candidates = generator.permutation(NUMBER)[:400], generator.permutation(NUMBER)[:600]
    expected, _ = from_all(points, queries, candidates, 5, Metric.euclidean, group)
    found, _ = nearest(points, queries, candidates, k=5, metric=Metric.euclidean, group=group)
    assert np.array_equal(found, expected)
    assert (group[found] != group[queries][:, None]).all()


def test_float32_columns_give_what_float64_gives():
    points = points_of("of very different lengths").astype(np.float32)
    found = nearest(points, EVERY, EVERY, k=7, metric=Metric.euclidean, group=EVERY)
    wide = nearest(points.astype(float), EVERY, EVERY, k=7, metric=Metric.euclidean, group=EVERY)
    assert np.array_equal(found[0], wide[0])
    assert np.array_equal(found[1], wide[1])


def of_certified(points, k=7, group=EVERY):
    centred = points - points.mean(axis=0)
    centred /= 2 ** np.ceil(np.log2(np.linalg.norm(centred, axis=1).max() + 1e-300))
    return certified(centred, centred, OwnGroup(group, group), k=k)


def test_ordinary_points_are_proven_without_all_distances():
    known = of_certified(points_of("alike in all directions"))
    assert not known.unproven.any()
    assert not known.tied.any()


def test_what_low_precision_cannot_tell_is_not_called_proven():
    assert of_certified(points_of("in narrow heaps")).unproven.all()
    assert of_certified(points_of("all equal")).unproven.all()


def test_equally_distant_neighbours_are_told_and_stand_in_their_order():
    known = of_certified(points_of("each there three times"), k=4)
    assert known.tied.all()
    assert not known.unproven.any()
    for row, columns in enumerate(known.columns[:699].tolist()):
        twins = [one for one in range(row // 3 * 3, row // 3 * 3 + 3) if one != row]
        assert columns[:2] == twins
        assert columns[2] % 3 == 0
        assert columns[3] == columns[2] + 1 or columns[2] == 699  # which is there once
    assert (known.squared[:699, :2] == 0).all()


def test_beyond_some_thousand_candidates_ties_are_in_the_order_of_the_candidates(monkeypatch):
    monkeypatch.setattr(neighbours, "REPEATED_UP_TO", 0)
    points = points_of("each there three times")
    found, distance = nearest(points, EVERY, EVERY, k=2, metric=Metric.euclidean, group=EVERY)
    assert found[:6].tolist() == [[1, 2], [0, 2], [0, 1], [4, 5], [3, 5], [3, 4]]
    assert (distance[:699] == 0).all()


def test_a_far_patient_does_not_spoil_the_proof_of_the_others():
    points = points_of("alike in all directions")
    points[-1] *= 300
    assert of_certified(points).unproven.sum() <= 1


def test_who_is_not_proven_in_one_precision_is_screened_in_the_next(monkeypatch):
    points = points_of("differing by 1e-4 around a large offset")
    points[::2] += 0.01  # two heaps, a hundred times as far apart as their members
    asked = []
    search = module._Search.fill

    def fill(self, found, rows):
        search(self, found, rows)
        asked.append((self.queries.rounded.precision, len(rows), int(found.unproven.sum())))

    monkeypatch.setattr(module._Search, "fill", fill)
    assert not of_certified(points).unproven.any()
    assert asked[-1][0] is FLOAT32
    assert len(asked) == len(precisions())
    assert all(before[2] == after[1] for before, after in pairwise(asked))


def test_float32_alone_proves_the_same(monkeypatch):
    monkeypatch.setattr(module, "precisions", lambda: (FLOAT32,))
    points = points_of("of very different lengths")
    expected, _ = from_all(points, EVERY, EVERY, 7, Metric.euclidean, EVERY)
    found, _ = nearest(points, EVERY, EVERY, k=7, metric=Metric.euclidean, group=EVERY)
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_what_is_no_number_is_refused_with_its_place(wrong):
    points = points_of("alike in all directions")
    points[3, 2] = wrong
    with pytest.raises(ValueError, match=f"row 3 is {wrong} in column 2, but neighbours are told"):
        nearest(points, EVERY, EVERY, k=7, metric=Metric.euclidean, group=EVERY)
