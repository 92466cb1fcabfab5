"""One product per fold answers for every target as scikit-learn would, one by one."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from hfgnn.audits.ranking import auroc_in_folds
from hfgnn.audits.ridge import out_of_fold

RNG = np.random.default_rng(0)
FOLD = np.arange(60) % 4


def answered(x, targets, *, components=50, fold=FOLD):
    return out_of_fold(x, targets, fold, components=components, strength=40.0)


def one_by_one(x, target, *steps):
    answers = np.zeros(len(x))
    for at in np.unique(FOLD):
        model = make_pipeline(StandardScaler(), *steps, Ridge(alpha=40.0))
        train, test = at != FOLD, at == FOLD
        model.fit(x[train], target[train])
        answers[test] = model.predict(x[test]) - target[train].mean()
    return answers


def test_every_target_is_answered_as_by_a_ridge_regression_of_its_own():
    x, targets = RNG.normal(3, 7, (60, 5)), RNG.integers(0, 2, (60, 6)).astype(float)
    answers = answered(x, targets)
    for column in range(6):
        assert answers[:, column] == pytest.approx(one_by_one(x, targets[:, column]), abs=1e-6)


@pytest.mark.parametrize("columns", [30, 200])
def test_many_columns_become_whitened_principal_components(columns):
    x = RNG.normal(size=(60, columns)) * np.linspace(1, 4, columns)
    x[:, :20] += 3 * RNG.normal(size=(60, 1))
    target = RNG.integers(0, 2, 60).astype(float)
    expected = one_by_one(x, target, PCA(7, whiten=True, svd_solver="full"))
    answers = answered(x, target[:, None], components=7)[:, 0]
    # scikit-learn whitens with one degree of freedom less.
    assert answers == pytest.approx(expected, rel=0.02, abs=2e-3)
    assert np.corrcoef(answers, expected)[0, 1] > 0.9999


def test_rows_are_ranked_about_as_by_a_logistic_regression():
    label = np.arange(60) % 3 == 0  # the classes are not even
    x = RNG.normal(size=(60, 5)) + 0.8 * label[:, None]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1))
    logistic = np.zeros(60)
    for at in np.unique(FOLD):
        train, test = at != FOLD, at == FOLD
        logistic[test] = model.fit(x[train], label[train]).decision_function(x[test])
    ridge = answered(x, label[:, None].astype(float))[:, 0]
    ones = np.ones((1, 60))
    values = [auroc_in_folds(score, label, FOLD, ones)[0] for score in (ridge, logistic)]
    assert values[0] == pytest.approx(values[1], abs=0.02)


def test_a_row_does_not_change_its_own_answer():
    x, targets = RNG.normal(size=(60, 5)), RNG.integers(0, 2, (60, 1)).astype(float)
    changed = targets.copy()
    changed[FOLD == 2] = 1 - changed[FOLD == 2]
    same = answered(x, targets)[FOLD == 2] == answered(x, changed)[FOLD == 2]
    assert same.all()


def test_gaps_are_filled_with_the_training_median_and_empty_columns_tell_nothing():
    x = RNG.normal(size=(60, 3))
    x[FOLD == 0, 1] = np.nan
    x[:, 2] = np.nan
    filled = x.copy()
    filled[FOLD == 0, 1] = np.median(x[FOLD != 0, 1])
    targets = RNG.integers(0, 2, (60, 1)).astype(float)
    at = FOLD == 0
    assert answered(x, targets)[at] == pytest.approx(answered(filled[:, :2], targets)[at])


def test_a_column_that_is_constant_in_training_tells_nothing():
    x = np.zeros((60, 1))
    x[FOLD == 1] = 0.3
    answers = answered(x, RNG.integers(0, 2, (60, 1)).astype(float))
    assert (answers[FOLD == 1] == 0).all()


def test_equal_rows_have_equal_answers():
    x = np.repeat(RNG.normal(size=(3, 40)), 20, axis=0)
    answers = answered(x, RNG.integers(0, 2, (60, 3)).astype(float), components=4)
    for at in np.unique(FOLD):
        assert len(np.unique(answers[at == FOLD], axis=0)) <= 3
