"""Logistic regression for several classes, and the most frequent class."""

import numpy as np

from hfgnn.baselines.class_logistic import class_logistic, class_majority

RANDOM = np.random.default_rng(0)
LABEL = RANDOM.integers(0, 3, 300)
X = np.stack([LABEL + 0.1 * RANDOM.standard_normal(300), RANDOM.random(300)], 1).astype(np.float32)
FITTED = np.arange(200)


def test_classes_apart_in_a_column_are_told_apart():
    said = class_logistic(X, LABEL, FITTED, classes=3)
    assert said.shape == (300, 3)
    np.testing.assert_allclose(said.sum(axis=1), 1, atol=1e-6)
    assert (said[200:].argmax(axis=1) == LABEL[200:]).mean() > 0.95


def test_labels_of_rows_that_are_not_fitted_are_not_looked_at():
    other = LABEL.copy()
    other[200:] = 0
    np.testing.assert_array_equal(
        class_logistic(X, LABEL, FITTED, classes=3), class_logistic(X, other, FITTED, classes=3)
    )


def test_a_class_without_a_fitted_row_has_probability_0():
    rows = np.flatnonzero(LABEL != 1)
    said = class_logistic(X, LABEL, rows, classes=4)
    np.testing.assert_array_equal(said[:, [1, 3]], 0)
    np.testing.assert_allclose(said.sum(axis=1), 1, atol=1e-6)


def test_the_majority_says_the_shares_of_the_classes_of_everything():
    said = class_majority(np.array([0, 0, 0, 2]), classes=4, rows=2)
    np.testing.assert_array_equal(said, [[0.75, 0, 0.25, 0]] * 2)
