"""Ranking inside folds, and permuting group by group."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from hfgnn.audits.ranking import OutOfFold, auroc_in_folds, aurocs_in_folds, permuted_rows

RNG = np.random.default_rng(0)


def test_auroc_of_one_fold_is_that_of_scikit_learn():
    score, positive = RNG.integers(0, 6, 60).astype(float), RNG.random(60) < 0.4
    times = RNG.integers(0, 4, 60)
    weights = np.stack([np.ones(60), times.astype(float)])
    values = auroc_in_folds(score, positive, np.zeros(60, dtype=int), weights)
    assert values[0] == pytest.approx(roc_auc_score(positive, score))
    assert values[1] == pytest.approx(
        roc_auc_score(np.repeat(positive, times), np.repeat(score, times))
    )


def test_rows_of_different_folds_are_never_compared():
    score = np.array([1.0, 2.0, 10.0, 20.0])  # right within each fold
    positive = np.array([False, True, False, True])
    weights = np.ones((1, 4))
    assert auroc_in_folds(score, positive, np.array([0, 0, 1, 1]), weights)[0] == 1
    assert auroc_in_folds(score, positive, np.zeros(4, dtype=int), weights)[0] == 0.75


def test_a_draw_without_a_pair_has_no_auroc():
    weights = np.array([[1.0, 1.0], [1.0, 0.0]])
    values = auroc_in_folds(np.array([0.0, 1.0]), np.array([False, True]), np.zeros(2), weights)
    assert values[0] == 1
    assert np.isnan(values[1])


def test_three_classes_are_averaged_each_against_the_others():
    score = RNG.random((30, 3))
    code = np.arange(30) % 3
    answers = OutOfFold(score, code, np.zeros(30, dtype=int))
    each = [roc_auc_score(code == kind, score[:, kind]) for kind in range(3)]
    assert answers.auroc(np.ones((1, 30)))[0] == pytest.approx(np.mean(each))


def test_a_permutation_moves_every_row_once_and_groups_as_wholes():
    group = np.array([5, 5, 1, 1, 9, 9, 3, 3])
    orders = list(permuted_rows(group, times=20, seed=0))
    assert all(sorted(order.tolist()) == list(range(8)) for order in orders)
    for order in orders:
        moved = group[order]
        assert (moved[::2] == moved[1::2]).all()  # of equal size, so they stay together
    assert len({tuple(order.tolist()) for order in orders}) > 10


def test_permutations_stay_inside_the_parts_they_are_given():
    group, within = np.array([5, 5, 1, 1, 9, 9, 3, 3]), np.array([0, 0, 1, 1, 0, 0, 1, 1])
    orders = list(permuted_rows(group, times=20, seed=0, within=within))
    assert all((within[order] == within).all() for order in orders)
    assert len({tuple(order.tolist()) for order in orders}) == 4


def test_many_scores_at_once_are_ranked_as_one_by_one():
    score = RNG.integers(0, 8, (5, 40)).astype(float)
    positive = RNG.random((5, 40)) < 0.4
    fold = np.arange(40) % 3
    each = [
        auroc_in_folds(score[row], positive[row], fold, np.ones((1, 40)))[0] for row in range(5)
    ]
    assert aurocs_in_folds(score, positive, fold) == pytest.approx(each)


def test_a_score_without_a_pair_has_no_auroc():
    values = aurocs_in_folds(np.ones((1, 3)), np.ones((1, 3), dtype=bool), np.zeros(3))
    assert np.isnan(values).all()
