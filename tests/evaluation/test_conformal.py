"""Sets that hold the truth as often as promised, in each class."""

import numpy as np
import pytest
from scipy.special import expit

from hfgnn.evaluation.conformal import Limits, conformal_limits, conformal_scores


def test_limits_by_hand():
    # Of nine healthy rows and coverage .8 the eighth; of four ill ones the fourth.
    probability = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.6, 0.7, 0.3])
    label = np.array([0] * 9 + [1] * 4)
    assert conformal_limits(probability, label, 0.8) == Limits(0.8, pytest.approx(0.7))


def test_a_product_that_rounds_up_takes_no_row_more():
    assert 25 * 0.56 > 14
    probability = np.arange(1, 25) / 100
    assert conformal_limits(probability, np.zeros(24), 0.56).healthy == 0.14


def test_too_few_rows_of_a_class_keep_it_in_every_set():
    limits = conformal_limits(np.array([0.1] * 8 + [0.9] * 9), np.repeat([0, 1], [8, 9]), 0.9)
    assert limits.healthy == np.inf
    assert limits.ill == pytest.approx(0.1)
    assert limits.may_be_healthy(np.array([0.0, 1.0])).all()


def test_a_limit_itself_is_inside():
    limits = Limits(healthy=0.3, ill=0.4)
    assert limits.may_be_healthy(np.array([0.3, 0.31])).tolist() == [True, False]
    assert limits.may_be_ill(np.array([0.59, 1 - 0.4])).tolist() == [False, True]


@pytest.mark.parametrize("coverage", [0.8, 0.9])
def test_exchangeable_pages_are_covered_as_promised_in_both_classes(coverage):
    generator = np.random.default_rng(0)
    hit = {0: [], 1: []}
    for _ in range(400):
        label = (generator.random(140) < 0.3).astype(int)
        # Badly calibrated on purpose: the promise does not need more than exchangeable pages.
        probability = expit(5 * label + 1 + 3 * generator.normal(size=140))
        limits = conformal_limits(probability[:100], label[:100], coverage)
        sets = limits.may_be_healthy(probability[100:]), limits.may_be_ill(probability[100:])
        for one in (0, 1):
            hit[one].append(sets[one][label[100:] == one].mean())
    for one in (0, 1):
        # Above by at most 1 / (n + 1) of some thirty and seventy rows of a class.
        assert coverage - 0.01 <= np.mean(hit[one]) <= coverage + 0.04


def test_a_map_that_keeps_the_ranking_keeps_the_sets():
    generator = np.random.default_rng(1)
    probability, label = generator.random(80), generator.integers(0, 2, 80)
    mapped = expit(3 * np.log(probability / (1 - probability)) - 2)
    plain = conformal_limits(probability[:60], label[:60], 0.9)
    other = conformal_limits(mapped[:60], label[:60], 0.9)
    for name in ("may_be_healthy", "may_be_ill"):
        sets = getattr(plain, name)(probability[60:]), getattr(other, name)(mapped[60:])
        assert np.array_equal(*sets)


def test_scores_by_hand(predictions):
    answers = predictions(
        label=[0, 0, 0, 1, 1, 1, 1, 1],
        probability=[0.5] * 8,
        may_be_healthy=[True, True, False, False, True, True, False, False],
        may_be_ill=[False, True, True, True, True, False, False, True],
    )
    got = {name: one.value for name, one in conformal_scores(answers, 0.95).items()}
    assert got == pytest.approx(
        {
            "coverage": 5 / 8,
            "coverage_healthy": 2 / 3,
            "coverage_ill": 3 / 5,
            "decided": 5 / 8,
            "both": 2 / 8,
            "empty": 1 / 8,
            "accuracy_decided": 3 / 5,
            "accuracy_decided_healthy": 1 / 2,
            "accuracy_decided_ill": 2 / 3,
        }
    )


def test_shares_of_nothing_are_left_out(predictions):
    got = conformal_scores(predictions([0, 0], [0.2, 0.3]), 0.95)
    assert got["both"].value == 1
    assert not {"coverage_ill", "accuracy_decided"} & got.keys()
    healthy = conformal_scores(predictions([0, 0], [0.2, 0.3], may_be_ill=np.zeros(2, bool)), 0.95)
    assert healthy["accuracy_decided_healthy"].value == 1
    assert "accuracy_decided_ill" not in healthy


def test_pages_of_one_patient_count_once(predictions):
    label, may = np.array([0, 1] * 10), np.arange(20) % 5 > 0
    apart = predictions(label, label / 2, may_be_healthy=may)
    joined = predictions(label, label / 2, may_be_healthy=may, group=np.arange(20) // 4)
    one, other = (conformal_scores(answers, 0.95)["both"] for answers in (apart, joined))
    assert one.value == other.value
    assert other.high - other.low > 1.3 * (one.high - one.low)


@pytest.mark.parametrize("coverage", [0, 1, 1.2])
def test_a_coverage_that_cannot_be_is_refused(coverage):
    with pytest.raises(ValueError, match=rf"coverage is {coverage}, but it must be in \(0, 1\)"):
        conformal_limits(np.array([0.1, 0.9]), np.array([0, 1]), coverage)
