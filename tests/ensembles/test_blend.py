"""The stack learns from answers to patients whom the members did not learn."""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from hfgnn.ensembles.blend import Blend, blend, out_of_fold
from hfgnn.ensembles.learned import Learned


@dataclass
class Memory:
    """Knows every learned row by heart, and says one half of all others."""

    known: dict[bytes, int]

    def probability(self, x):
        return np.array([self.known.get(row.tobytes(), 0.5) for row in x], dtype=float)


class Memorizer:
    def fit(self, learned, *, seed):
        pairs = zip(learned.x, learned.label, strict=True)
        return Memory({row.tobytes(): int(label) for row, label in pairs})


class FirstColumn:
    """Answers by the first column, whatever it learned."""

    def fit(self, learned, *, seed):
        return self

    def probability(self, x):
        return expit(x[:, 0].astype(float))


def rows(signal, seed=0, number=300):
    rng = np.random.default_rng(seed)
    label = rng.integers(0, 2, number)
    x = rng.normal(size=(number, 4)) + signal * label[:, None] * np.array([1, 0, 0, 0])
    return Learned(x.astype(np.float32), label, np.arange(number), np.ones(number, bool))


def in_fold(members, learned):
    """As it must not be done: members answer the rows that they learned."""
    return np.column_stack([one.fit(learned, seed=0).probability(learned.x) for one in members])


def test_nobody_is_answered_by_a_model_that_learned_them() -> None:
    said = out_of_fold([Memorizer()], rows(0), folds=5, seed=0)
    assert (said == 0.5).all()


def test_pages_of_one_patient_do_not_answer_for_each_other() -> None:
    """The same page twice, under one number of patient: a memory would know it."""
    single = rows(0)
    twice = Learned(*(np.repeat(getattr(single, name), 2, axis=0) for name in single.__dict__))
    assert (out_of_fold([Memorizer()], twice, folds=5, seed=0) == 0.5).all()


def test_with_random_labels_the_stack_says_the_prevalence_of_everybody() -> None:
    """Stacked on answers to learned rows, the memory is trusted, and so is its noise."""
    members, learned, new = [Memorizer(), FirstColumn()], rows(0), rows(0, seed=1)
    rng = np.random.default_rng(2)
    tested = in_fold(members, new)
    tested[:, 0] = rng.integers(0, 2, len(tested))  # the memory takes them for somebody it knows
    honest = blend(out_of_fold(members, learned, folds=5, seed=0), learned.label, penalty=1.0)
    trusting = blend(in_fold(members, learned), learned.label, penalty=1.0)
    chance = log_loss(new.label, np.full(len(new.label), learned.label.mean()))
    assert log_loss(new.label, honest.probability(tested)) == pytest.approx(chance, abs=0.02)
    assert honest.probability(tested).std() < 0.05 < trusting.probability(tested).std()
    assert log_loss(new.label, trusting.probability(tested)) > 2 * chance


def test_a_memory_gets_no_weight_beside_a_member_that_knows() -> None:
    members, learned = [Memorizer(), FirstColumn()], rows(2)
    honest = blend(out_of_fold(members, learned, folds=5, seed=0), learned.label, penalty=0.1)
    assert honest.weights[0] == 0
    assert honest.weights[1] > 1
    trusting = blend(in_fold(members, learned), learned.label, penalty=0.1)
    assert trusting.weights[0] > trusting.weights[1]


def test_weights_are_those_of_a_ridge_logistic_regression_where_all_are_above_zero() -> None:
    rng = np.random.default_rng(0)
    label = rng.integers(0, 2, 400)
    odds = rng.normal(size=(400, 2)) + label[:, None] * 0.8
    found = blend(expit(odds), label, penalty=2.0)
    other = LogisticRegression(C=0.5, tol=1e-8, max_iter=1000).fit(odds, label)
    np.testing.assert_allclose(found.weights, other.coef_[0], atol=2e-3)
    assert found.offset == pytest.approx(other.intercept_[0], abs=2e-3)


def test_a_member_that_is_always_wrong_gets_no_weight_instead_of_a_negative_one() -> None:
    rng = np.random.default_rng(1)
    label = rng.integers(0, 2, 200)
    right = expit(rng.normal(size=200) + label)
    found = blend(np.column_stack([right, 1 - right]), label, penalty=0.1)
    assert found.weights[1] == 0
    assert found.weights[0] > 0


def test_answers_by_hand() -> None:
    stack = Blend(weights=np.array([0.5, 1.0]), offset=-1.0)
    said = np.array([[0.5, 0.5], [0.8, 0.9], [1.0, 0.5]])
    expected = expit([-1, 0.5 * np.log(4) + np.log(9) - 1, 0.5 * logit(0.995) - 1])
    np.testing.assert_allclose(stack.probability(said), expected)
