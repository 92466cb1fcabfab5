"""Logistic regression fits training rows and lets validation rows choose the penalty."""

import numpy as np
import pytest
from sklearn.metrics import log_loss, roc_auc_score

from hfgnn.baselines.logistic import logistic
from hfgnn.types import Nodes

PENALTIES = (1e-4, 0.01, 1.0, 100.0)
ALL = np.arange(30)


def alone(nodes, parts, penalty):
    """Answers with one penalty, and its loss on the validation rows."""
    answers = logistic(nodes, parts, ALL, penalties=[penalty])
    return answers, log_loss(nodes.label[parts.validation], answers[parts.validation])


def test_answers_are_probabilities_of_disease_for_every_row(cohort, parts):
    answers = logistic(cohort, parts, ALL, penalties=PENALTIES)
    assert answers.shape == (150,)
    assert answers.dtype == np.float64
    assert ((answers > 0) & (answers < 1)).all()
    assert roc_auc_score(cohort.label[parts.test], answers[parts.test]) > 0.75


def test_the_lowest_validation_loss_wins(cohort, parts):
    trials = [alone(cohort, parts, penalty) for penalty in PENALTIES]
    losses = [loss for _, loss in trials]
    best = int(np.argmin(losses))
    assert 0 < best < len(PENALTIES) - 1
    chosen = logistic(cohort, parts, ALL, penalties=PENALTIES)
    assert np.array_equal(chosen, trials[best][0])


def test_validation_labels_choose_but_do_not_fit(cohort, parts, flip):
    """Against contrary validation labels, the answer that says least is the best."""
    contrary = flip(cohort, parts.validation)
    chosen = logistic(contrary, parts, ALL, penalties=PENALTIES)
    assert np.array_equal(chosen, alone(cohort, parts, min(PENALTIES))[0])


def test_test_labels_are_not_used(cohort, parts, flip):
    answers = logistic(cohort, parts, ALL, penalties=PENALTIES)
    others = logistic(flip(cohort, parts.test), parts, ALL, penalties=PENALTIES)
    assert np.array_equal(answers, others)


def test_training_labels_are_used(cohort, parts, flip):
    wrong = logistic(flip(cohort, parts.train), parts, ALL, penalties=[1.0])
    right = logistic(cohort, parts, ALL, penalties=[1.0])
    np.testing.assert_allclose(wrong, 1 - right, atol=1e-5)


def test_other_rows_do_not_move_the_scale(cohort, parts):
    x = cohort.x.copy()
    x[parts.test[0]] += 1000
    moved = Nodes(x, cohort.columns, cohort.label, cohort.group, cohort.record_id)
    answers, others = (
        logistic(nodes, parts, ALL, penalties=PENALTIES) for nodes in (cohort, moved)
    )
    rest = np.delete(np.arange(150), parts.test[0])
    assert np.array_equal(answers[rest], others[rest])


def test_only_the_given_columns_are_used(cohort, parts):
    x = cohort.x.copy()
    x[:, 2:] = 0
    blank = Nodes(x, cohort.columns, cohort.label, cohort.group, cohort.record_id)
    answers, others = (
        logistic(nodes, parts, np.arange(2), penalties=[1.0]) for nodes in (cohort, blank)
    )
    assert np.array_equal(answers, others)


def test_columns_count_as_they_are_scaled(cohort, parts):
    """As in a network: a column of larger numbers is bound less by the penalty."""
    x = cohort.x.copy()
    x[:, 0] *= 1024
    scaled = Nodes(x, cohort.columns, cohort.label, cohort.group, cohort.record_id)
    answers, others = (logistic(nodes, parts, ALL, penalties=[0.01]) for nodes in (cohort, scaled))
    assert np.abs(answers - others).max() > 0.01


def test_no_penalties_are_refused(cohort, parts):
    with pytest.raises(ValueError, match="no penalties to choose from"):
        logistic(cohort, parts, ALL, penalties=[])
