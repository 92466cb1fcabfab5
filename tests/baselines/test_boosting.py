"""Boosted trees fit training rows and let validation rows choose how many."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss, roc_auc_score

from hfgnn.baselines.boosting import boosting

TREES = 12


def boosted(nodes, parts):
    return boosting(nodes, parts, trees=TREES, leaves=4, learning_rate=0.1, seed=0)


def with_trees(nodes, parts, trees):
    """Answers of exactly so many trees, without any choice."""
    model = HistGradientBoostingClassifier(
        max_iter=trees,
        max_leaf_nodes=4,
        min_samples_leaf=len(parts.train) // 20,
        early_stopping=False,
        random_state=0,
    )
    return model.fit(nodes.x[parts.train], nodes.label[parts.train]).predict_proba(nodes.x)[:, 1]


@pytest.fixture
def corners(make_nodes):
    """Disease where exactly one of two columns is high, which no single column tells."""
    x = np.random.default_rng(1).normal(size=(600, 2))
    return make_nodes(x, (x[:, 0] > 0) != (x[:, 1] > 0))


def test_answers_are_probabilities_of_disease_for_every_row(cohort, parts):
    answers = boosted(cohort, parts)
    assert answers.shape == (150,)
    assert answers.dtype == np.float64
    assert ((answers > 0) & (answers < 1)).all()


def test_columns_that_tell_only_together_are_learned(corners, parts):
    wider = type(parts)(np.arange(300), np.arange(300, 400), np.arange(400, 600))
    answers = boosting(corners, wider, trees=60, leaves=8, learning_rate=0.1, seed=0)
    assert roc_auc_score(corners.label[wider.test], answers[wider.test]) > 0.95


def test_the_lowest_validation_loss_chooses_how_many(cohort, parts):
    trials = [with_trees(cohort, parts, trees) for trees in range(1, TREES + 1)]
    label = cohort.label[parts.validation]
    best = int(np.argmin([log_loss(label, answers[parts.validation]) for answers in trials]))
    assert 0 < best < TREES - 1
    np.testing.assert_allclose(boosted(cohort, parts), trials[best], atol=1e-12)


def test_validation_labels_choose_but_do_not_fit(cohort, parts, flip):
    """Against contrary validation labels, a single tree says least."""
    contrary = flip(cohort, parts.validation)
    expected = with_trees(cohort, parts, 1)
    np.testing.assert_allclose(boosted(contrary, parts), expected, atol=1e-12)


def test_test_labels_are_not_used(cohort, parts, flip):
    assert np.array_equal(boosted(cohort, parts), boosted(flip(cohort, parts.test), parts))


def test_a_small_cohort_gets_leaves_that_it_can_fill(make_nodes, parts):
    x = np.random.default_rng(0).normal(size=(30, 2))
    few = type(parts)(np.arange(16), np.arange(16, 22), np.arange(22, 30))
    answers = boosted(make_nodes(x, x[:, 0] > 0), few)
    assert len(np.unique(answers)) > 1
