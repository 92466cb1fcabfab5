"""Low precision and what it can be wrong by."""

import numpy as np
import pytest
import torch

from hfgnn.graphs.pools import OwnGroup, Pools
from hfgnn.graphs.sampled import differences, products
from hfgnn.graphs.screening import BFLOAT16, FLOAT32, Rounded

PRECISIONS = (BFLOAT16, FLOAT32)


def points_of(rows, columns, seed=0):
    points = np.random.default_rng(seed).normal(size=(rows, columns)) * np.exp(
        np.random.default_rng(seed + 1).normal(size=(rows, 1))
    )
    return points / np.linalg.norm(points, axis=1).max()


def distances(one, other):
    return np.linalg.norm(one[:, None] - other[None], axis=2)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_a_point_is_moved_no_farther_than_it_says(precision):
    points = points_of(50, 70)
    rounded = Rounded(points, precision)
    numbers = rounded.numbers[:, :70].double().numpy()
    moved = np.linalg.norm(numbers - points, axis=1)
    assert (moved <= rounded.moved).all()
    assert (rounded.moved < 1.01 * moved + 1e-6 * rounded.length).all()
    assert (np.linalg.norm(numbers, axis=1) <= rounded.length).all()


@pytest.mark.parametrize("columns", [1, 5, 31, 517])
@pytest.mark.parametrize("precision", PRECISIONS)
def test_one_product_gives_squared_distances_within_the_bound(precision, columns):
    one, other = points_of(40, columns), points_of(60, columns, seed=5)
    left, right = Rounded(one, precision), Rounded(other, precision)
    product = (left.as_queries(slice(None)) @ right.as_candidates(64)).double().numpy()
    assert np.isinf(product[:, 60:]).all()
    true = distances(one, other)
    length = left.length[:, None] + right.length
    moved = left.moved[:, None] + right.moved
    error = left.products_error * length**2
    low = np.sqrt(np.maximum(product[:, :60] * (1 - 2 * precision.unit) - error, 0)) - moved
    high = np.sqrt(np.maximum(product[:, :60] * (1 + 2 * precision.unit) + error, 0)) + moved
    assert (low <= true).all()
    assert (true <= high).all()


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize(("number", "size"), [(60, 7), (1000, 20), (997, 30), (64, 64)])
def test_a_pool_holds_the_smallest_and_nobody_else_is_smaller(precision, number, size):
    points = points_of(number, 9)
    rounded = Rounded(points, precision)
    group = np.random.default_rng(0).integers(0, number // 3, number)
    (pool,) = Pools(rounded, rounded, OwnGroup(group, group), size)
    squared = (rounded.as_queries(slice(None)) @ rounded.as_candidates(number)).double().numpy()
    squared[group[:, None] == group] = np.inf
    expected = np.sort(squared, axis=1)[:, :size]
    assert pool.values.shape == (number, size)
    assert np.sort(pool.values, axis=1) == pytest.approx(expected, rel=1e-2, abs=1e-6)
    there = np.isfinite(pool.values)
    for row, columns in enumerate(pool.columns):
        assert len(set(columns[there[row]])) == there[row].sum()
        assert (group[columns[there[row]]] != group[row]).all()


def test_queries_are_searched_in_several_pieces(monkeypatch):
    monkeypatch.setattr("hfgnn.graphs.pools.BYTES_AT_ONCE", 1)
    rounded, own = Rounded(points_of(300, 9), FLOAT32), OwnGroup(np.arange(300), np.arange(300))
    pools = Pools(rounded, rounded, own, 10)
    pieces = [pool.queries for pool in pools]
    assert len(pieces) == len(pools) > 1
    assert np.concatenate([np.arange(300)[piece] for piece in pieces]).tolist() == list(range(300))


def test_pairs_of_a_group_are_those_of_equal_numbers():
    queries, candidates = np.array([3, 1, 8, 3]), np.array([1, 3, 3, 7, 1])
    own = OwnGroup(queries, candidates)
    rows, columns = own.of(slice(0, 4))
    pairs = set(zip(rows.tolist(), columns.tolist(), strict=True))
    assert pairs == {(0, 1), (0, 2), (1, 0), (1, 4), (3, 1), (3, 2)}
    rows, columns = own.among(np.array([1, 3])).of(slice(1, 2))
    assert set(zip(rows.tolist(), columns.tolist(), strict=True)) == {(0, 1), (0, 2)}


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_sampled_products_are_those_of_the_whole_product(kind):
    one, other = points_of(6, 9).astype(kind), points_of(8, 9, seed=2).astype(kind)
    counts, columns = np.array([2, 0, 3, 1, 0, 2]), np.array([7, 0, 3, 1, 2, 5, 6, 6])
    rows = np.repeat(np.arange(6), counts)
    found = products(one, other, counts=counts, columns=columns)
    assert found.dtype == kind
    assert found == pytest.approx((one @ other.T)[rows, columns], rel=1e-5)
    squared = differences(one, other, counts=counts, columns=columns)
    assert np.sqrt(squared) == pytest.approx(distances(one, other)[rows, columns], rel=1e-5)


def test_float32_is_multiplied_as_such_whatever_torch_was_told(monkeypatch):
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("medium")
    try:
        points = points_of(400, 300)
        rounded = Rounded(points, FLOAT32)
        own = OwnGroup(np.arange(400), np.arange(400))
        (pool,) = Pools(rounded, rounded, own, 5)
    finally:
        torch.set_float32_matmul_precision(before)
    true = distances(points, points)[np.arange(400)[:, None], pool.columns] ** 2
    assert pool.values == pytest.approx(true, rel=1e-4, abs=1e-6)
