"""Long tails are drawn in; order, mean, spread, gaps and codes stay."""

import numpy as np
import pytest
from scipy.stats import skew

from hfgnn.ensembles.untailed import Untailed


@pytest.fixture
def x():
    rng = np.random.default_rng(0)
    enzyme = np.exp(rng.normal(size=300))
    two = np.exp(rng.normal(size=300) / 5) + 9 * (np.arange(300) % 5 == 0)
    return np.column_stack([enzyme, two, np.arange(300) % 4]).astype(np.float32)


def test_the_order_of_values_stays(x) -> None:
    changed = Untailed.of(x).apply(x)
    for before, after in zip(x.T, changed.T, strict=True):
        assert (np.diff(after[np.argsort(before, kind="stable")]) >= -1e-6).all()


def test_tails_go_and_mean_and_spread_stay(x) -> None:
    changed = Untailed.of(x).apply(x)
    assert skew(x[:, 0]) > 2
    assert abs(skew(changed[:, 0])) < 0.2
    np.testing.assert_allclose(changed.mean(axis=0), x.mean(axis=0), atol=1e-3)
    np.testing.assert_allclose(changed.std(axis=0), x.std(axis=0), rtol=1e-3)


def test_a_gap_between_groups_stays(x) -> None:
    changed = Untailed.of(x).apply(x)[:, 1]
    many = np.arange(300) % 5 == 0
    inside = changed[~many].std()
    assert changed[many].min() - changed[~many].max() > inside


def test_columns_without_a_tail_hardly_change() -> None:
    x = np.random.default_rng(1).normal(size=(300, 4)).astype(np.float32)
    assert np.abs(Untailed.of(x).apply(x) - x).mean() < 0.05


def test_codes_stay_as_they_are(x) -> None:
    assert np.array_equal(Untailed.of(x).apply(x)[:, 2], x[:, 2])
    codes = x[:, 2:]
    assert Untailed.of(codes).apply(codes) is codes


def test_other_rows_do_not_choose_the_powers(x) -> None:
    fitted = Untailed.of(x[:200])
    both = fitted.apply(np.vstack([x[200:], 100 * x[200:]]))
    assert np.array_equal(both[:100], fitted.apply(x[200:]))
    assert np.isfinite(both).all()
