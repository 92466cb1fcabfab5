"""Factors that undo what a model says too often, and nothing else."""

import numpy as np
from sklearn.metrics import f1_score

from hfgnn.evaluation.classes.multipliers import LEAST, choose_multipliers, multiply


def said(rare_too_often: float) -> tuple[np.ndarray, np.ndarray]:
    """A rare class whose probability was multiplied."""
    generator = np.random.default_rng(0)
    label = (generator.random(4000) < 0.1).astype(np.int64)
    logit = 2.5 * label - 3 + generator.normal(0, 1, 4000)
    rare = 1 / (1 + np.exp(-logit))
    return multiply(np.stack([1 - rare, rare], axis=1), np.array([1, rare_too_often])), label


def macro(probability: np.ndarray, label: np.ndarray) -> float:
    return f1_score(label, probability.argmax(axis=1), average="macro")


def test_a_class_that_is_said_too_often_is_called_less():
    right, label = said(1)
    wrong, _ = said(16)
    there = choose_multipliers(right, label)
    factors = choose_multipliers(wrong, label)
    assert factors[0] == 1
    assert factors[1] < there[1]
    assert macro(multiply(wrong, factors), label) > macro(wrong, label) + 0.1
    assert macro(multiply(wrong, factors), label) > macro(multiply(right, there), label) - 0.02


def test_what_is_right_stays_and_probabilities_sum_to_one():
    label = np.array([0] * 30 + [1] * 30 + [2] * 30)
    sure = np.eye(3)[label] * 0.98 + 0.02 / 3
    factors = choose_multipliers(sure, label)
    assert factors.tolist() == [1, 1, 1]
    np.testing.assert_allclose(multiply(sure, np.array([1, 2, 0.5])).sum(axis=1), 1)


def test_a_class_of_a_few_rows_is_not_moved():
    probability, label = said(16)
    few = np.concatenate([np.flatnonzero(label == 0), np.flatnonzero(label == 1)[: LEAST - 1]])
    assert choose_multipliers(probability[few], label[few]).tolist() == [1, 1]
