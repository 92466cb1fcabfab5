"""Skewed numbers become symmetric, whatever their unit, and nothing else changes."""

import numpy as np
import pytest
from scipy.stats import skew
from sklearn.preprocessing import PowerTransformer

from hfgnn.features.power import most_symmetric, raised


@pytest.fixture
def skewed():
    generator = np.random.default_rng(0)
    return np.exp(generator.normal(6, 1, (300, 2)))


def test_the_exponents_are_those_of_scikit_learn(skewed):
    expected = PowerTransformer(standardize=False).fit(skewed)
    found = [most_symmetric(column) for column in skewed.T]
    assert found == pytest.approx(expected.lambdas_.tolist(), abs=1e-3)
    assert np.allclose(raised(skewed, np.array(expected.lambdas_)), expected.transform(skewed))


def test_a_log_normal_number_is_symmetric_afterwards(skewed):
    power = np.array([most_symmetric(column) for column in skewed.T])
    assert np.all(skew(skewed) > 1)
    assert np.all(np.abs(skew(raised(skewed, power))) < 0.2)


def test_the_order_of_patients_stays(skewed):
    changed = raised(skewed, np.array([most_symmetric(column) for column in skewed.T]))
    assert np.array_equal(np.argsort(changed, axis=0), np.argsort(skewed, axis=0))


def test_missing_values_change_no_exponent(skewed):
    column = skewed[:, 0]
    with_gaps = np.concatenate([column, np.full(20, np.nan)])
    assert most_symmetric(with_gaps) == pytest.approx(most_symmetric(column))


@pytest.mark.parametrize("few", [[0.0, 1, 1, 0], [3.0, 3, 3], [np.nan, np.nan]])
def test_a_column_without_a_shape_stays_what_it_is(few):
    assert most_symmetric(np.array(few)) == 1


def test_exponent_1_changes_nothing(skewed):
    assert np.array_equal(raised(skewed, np.ones(2)), skewed)
