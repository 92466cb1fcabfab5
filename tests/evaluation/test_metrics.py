"""Scores against values computed by hand, and against scikit-learn with weights."""

import numpy as np
import pytest
from sklearn import metrics as sklearn

from hfgnn.evaluation.metrics import scores

NAMES = (
    "auroc",
    "auprc",
    "sensitivity_at_specificity",
    "accuracy",
    "balanced_accuracy",
    "macro_f1",
    "sensitivity",
    "specificity",
    "brier",
)


def score(predictions, weights=None, specificity=0.9):
    weights = np.ones((1, len(predictions.label))) if weights is None else np.asarray(weights)
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in scores(predictions, weights, specificity=specificity).items()
    }


def test_five_pages_by_hand(predictions):
    got = score(predictions([1, 0, 1, 0, 0], [0.9, 0.8, 0.6, 0.4, 0.1]))
    assert got["auroc"] == pytest.approx(5 / 6)  # of six pairs, one is the wrong way round
    assert got["auprc"] == pytest.approx((1 + 2 / 3) / 2)
    assert got["accuracy"] == pytest.approx(4 / 5)
    assert got["sensitivity"] == 1
    assert got["specificity"] == pytest.approx(2 / 3)
    assert got["balanced_accuracy"] == pytest.approx(5 / 6)
    assert got["macro_f1"] == pytest.approx((4 / 5 + 4 / 5) / 2)
    assert got["brier"] == pytest.approx((0.01 + 0.64 + 0.16 + 0.16 + 0.01) / 5)
    assert got["sensitivity_at_specificity"] == pytest.approx(1 / 2)
    assert got.keys() == set(NAMES)


def test_a_tie_counts_one_half(predictions):
    got = score(predictions([1, 0, 1, 0], [0.5, 0.5, 0.5, 0.5]))
    assert got["auroc"] == 0.5
    assert got["auprc"] == 0.5


def test_the_threshold_itself_is_called_ill(predictions):
    assert score(predictions([1, 0], [0.5, 0.4]))["accuracy"] == 1


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_scikit_learn_on_weighted_rows(predictions, seed):
    generator = np.random.default_rng(seed)
    label = generator.integers(0, 2, 60)
    probability = np.round(generator.random(60), 1)  # many ties
    weight = generator.integers(0, 4, 60).astype(float)
    got = score(predictions(label, probability), weight[None])
    called = probability >= 0.5
    more = {"sample_weight": weight}
    assert got["auroc"] == pytest.approx(sklearn.roc_auc_score(label, probability, **more))
    expected = sklearn.average_precision_score(label, probability, **more)
    assert got["auprc"] == pytest.approx(expected)
    assert got["accuracy"] == pytest.approx(sklearn.accuracy_score(label, called, **more))
    expected = sklearn.balanced_accuracy_score(label, called, **more)
    assert got["balanced_accuracy"] == pytest.approx(expected)
    expected = sklearn.f1_score(label, called, average="macro", **more)
    assert got["macro_f1"] == pytest.approx(expected)
    assert got["brier"] == pytest.approx(sklearn.brier_score_loss(label, probability, **more))
    false_alarms, found, _ = sklearn.roc_curve(label, probability, drop_intermediate=False, **more)
    last = np.flatnonzero(false_alarms <= 0.1 + 1e-9).max()
    part = (0.1 - false_alarms[last]) / (false_alarms[last + 1] - false_alarms[last])
    expected = found[last] + part * (found[last + 1] - found[last])
    assert got["sensitivity_at_specificity"] == pytest.approx(expected)


def test_sensitivity_between_two_thresholds_is_on_the_line_between_them(predictions):
    # Of four healthy pages none or one may be called ill: false alarms 0 or 1/4, found 1/2 or 1.
    label, probability = [1, 0, 1, 0, 0, 0], [0.9, 0.6, 0.6, 0.3, 0.2, 0.1]
    got = score(predictions(label, probability))["sensitivity_at_specificity"]
    assert got == pytest.approx(0.5 + 0.1 / 0.25 * 0.5)


def test_many_draws_at_once_are_the_draws_one_by_one(predictions):
    generator = np.random.default_rng(0)
    answers = predictions(
        generator.integers(0, 2, 40), generator.random(40), fold=np.arange(40) % 3
    )
    weights = generator.integers(0, 3, (7, 40)).astype(float)
    together = score(answers, weights)
    for draw in range(7):
        alone = score(answers, weights[draw : draw + 1])
        for name in NAMES:
            assert together[name][draw] == pytest.approx(alone[name], nan_ok=True)


def test_pages_are_ranked_inside_their_fold_only(predictions):
    # Each fold ranks perfectly, on a scale of its own; pooled, the AUROC would be 3/4.
    label = [1, 1, 0, 0, 1, 1, 0, 0]
    probability = [0.2, 0.19, 0.12, 0.1, 0.9, 0.8, 0.7, 0.6]
    got = score(predictions(label, probability, fold=[0] * 4 + [1] * 4))
    assert sklearn.roc_auc_score(label, probability) == 0.75
    assert got["auroc"] == 1
    assert got["auprc"] == 1
    assert got["sensitivity_at_specificity"] == 1


def test_folds_count_by_the_pairs_they_rank(predictions):
    label, fold = [1, 0, 1, 1, 0, 0, 0], [0, 0, 1, 1, 1, 1, 1]
    probability = [0.1, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1]
    got = score(predictions(label, probability, fold=fold))
    assert got["auroc"] == pytest.approx((0 * 1 + 1 * 6) / 7)
    assert got["sensitivity_at_specificity"] == pytest.approx((0 * 1 + 1 * 2) / 3)


def test_a_fold_with_one_class_has_no_pairs_to_rank(predictions):
    got = score(predictions([1, 0, 1, 1], [0.9, 0.1, 0.2, 0.3], fold=[0, 0, 1, 1]))
    assert got["auroc"] == 1


def test_with_one_class_ranking_is_undefined_and_counting_is_not(predictions):
    got = score(predictions([0, 0], [0.2, 0.7]))
    assert np.isnan(got["auroc"])
    assert np.isnan(got["sensitivity"])
    assert got["accuracy"] == 0.5


def test_nobody_called_ill_is_no_division_by_zero(predictions):
    got = score(predictions([1, 0, 0], [0.1, 0.2, 0.3]))
    assert got["macro_f1"] == pytest.approx((0 + 4 / 5) / 2)


def test_average_precision_counts_folds_by_their_diseased(predictions):
    label, fold = [1, 0, 1, 1, 0, 0, 0], [0, 0, 1, 1, 1, 1, 1]
    got = score(predictions(label, [0.1, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1], fold=fold))
    assert got["auprc"] == pytest.approx((1 * 0.5 + 2 * 1) / 3)


def test_a_fold_with_one_class_counts_in_no_ranking_score(predictions):
    got = score(predictions([1, 0, 1, 1], [0.9, 0.1, 0.2, 0.3], fold=[0, 0, 1, 1]))
    assert got["auprc"] == 1
    assert got["sensitivity_at_specificity"] == 1


def test_one_false_alarm_in_ten_is_a_specificity_of_nine_tenths(predictions):
    got = score(predictions([0, 1] + [0] * 9, [0.9, 0.8] + [0.1] * 9))
    assert got["sensitivity_at_specificity"] == 1
