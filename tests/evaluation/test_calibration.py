"""Probabilities at their word: against values by hand and against other implementations."""

import numpy as np
import pytest
import statsmodels.api as api
from scipy.special import expit, logit
from sklearn.isotonic import IsotonicRegression

from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.by_chance import Value
from hfgnn.evaluation.calibration import (
    bins,
    brier_parts,
    calibration,
    expected_calibration_error,
    reliability_curve,
    slope_and_intercept,
)
from hfgnn.evaluation.intervals import estimates


def one(rows):
    return np.ones((1, rows))


@pytest.fixture
def rows():
    generator = np.random.default_rng(0)
    truth = generator.normal(size=200)
    label = (generator.random(200) < expit(truth)).astype(int)
    return np.round(expit(1.7 * truth + 0.6), 2).clip(0.01, 0.99), label


def test_slope_and_intercept_are_those_of_generalized_linear_models(rows):
    probability, label = rows
    weights = np.random.default_rng(1).integers(0, 3, (4, 200)).astype(float)
    slope, intercept = slope_and_intercept(probability, label, weights)
    x, family = logit(probability), api.families.Binomial()
    for draw in range(4):
        more = {"family": family, "freq_weights": weights[draw]}
        line = api.GLM(label, api.add_constant(x), **more).fit().params
        shift = api.GLM(label, np.ones(200), offset=x, **more).fit().params
        assert slope[draw] == pytest.approx(line[1], rel=1e-6)
        assert intercept[draw] == pytest.approx(shift[0], rel=1e-6)


def test_a_model_twice_too_sure_has_slope_one_half():
    generator = np.random.default_rng(2)
    truth = generator.normal(size=40_000)
    label = (generator.random(40_000) < expit(truth)).astype(int)
    slope, intercept = slope_and_intercept(expit(2 * truth), label, one(40_000))
    assert slope[0] == pytest.approx(0.5, abs=0.02)
    assert intercept[0] == pytest.approx(0, abs=0.04)
    assert slope_and_intercept(expit(truth + 1), label, one(40_000))[1][0] == pytest.approx(
        -1, abs=0.05
    )


@pytest.mark.parametrize(
    ("probability", "label"),
    [
        ([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]),
        ([0.1, 0.5, 0.5, 0.9], [0, 0, 1, 1]),
        ([0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0]),
        ([0.3, 0.3, 0.3, 0.3], [0, 1, 0, 1]),
    ],
)
def test_classes_that_are_parted_or_one_answer_for_all_have_no_slope(probability, label):
    slope, intercept = slope_and_intercept(np.array(probability), np.array(label), one(4))
    assert np.isnan(slope[0])
    assert np.isfinite(intercept[0])


def test_one_class_has_neither_slope_nor_intercept_and_spoils_no_other_draw(rows):
    weights = np.stack([np.ones(200), (rows[1] == 1).astype(float)])
    slope, intercept = slope_and_intercept(*rows, weights)
    assert np.isfinite([slope[0], intercept[0]]).all()
    assert np.isnan([slope[1], intercept[1]]).all()


def test_brier_parts_by_hand():
    # Pooling the middle two gives 0, 1/2, 1/2, 1 as the best rising recalibration.
    got = brier_parts(np.array([0.1, 0.4, 0.6, 0.8]), np.array([0, 1, 0, 1]), one(4))
    assert got["brier"][0] == pytest.approx((0.01 + 0.36 + 0.36 + 0.04) / 4)
    assert got["uncertainty"][0] == 0.25
    assert got["miscalibration"][0] == pytest.approx(0.1925 - 0.125)
    assert got["discrimination"][0] == pytest.approx(0.25 - 0.125)


def test_brier_is_the_sum_of_its_parts_in_every_draw(rows):
    weights = draw_patients(np.arange(200) // 2, resamples=50, seed=0)
    got = brier_parts(*rows, weights)
    total = got["miscalibration"] - got["discrimination"] + got["uncertainty"]
    np.testing.assert_allclose(total, got["brier"], atol=1e-12, rtol=0)
    expected = weights @ (rows[0] - rows[1]) ** 2 / weights.sum(axis=1)
    np.testing.assert_allclose(got["brier"], expected, atol=1e-12, rtol=0)
    assert (got["miscalibration"] >= -1e-12).all()
    assert (got["discrimination"] >= -1e-12).all()


def test_the_best_recalibration_is_the_isotonic_one_of_scikit_learn(rows):
    probability, label = rows
    weights = np.random.default_rng(3).integers(0, 3, (3, 200)).astype(float)
    got = brier_parts(probability, label, weights)
    for draw in range(3):
        fitted = IsotonicRegression().fit(probability, label, sample_weight=weights[draw])
        best = np.average((fitted.predict(probability) - label) ** 2, weights=weights[draw])
        assert got["brier"][draw] - got["miscalibration"][draw] == pytest.approx(best)


def test_calibrated_steps_have_no_miscalibration_and_one_answer_no_discrimination():
    label = np.array([0, 0, 0, 1, 0, 1, 1, 1])
    steps = np.array([0.25] * 4 + [0.75] * 4)
    assert brier_parts(steps, label, one(8))["miscalibration"][0] == pytest.approx(0)
    assert brier_parts(label * 0 + 0.3, label, one(8))["discrimination"][0] == pytest.approx(0)


def test_ece_by_hand():
    # Ten bins of two pages: each predicts .02 too much or too little, bins 0 and 9 by .1.
    share = np.repeat([0.0, 0, 0, 0, 0.5, 0.5, 1, 1, 1, 1], 2)
    label = np.array([0] * 8 + [0, 1, 1, 0] + [1] * 8)
    probability = np.repeat([0.02, 0.03, 0.04, 0.05, 0.4, 0.6, 0.9, 0.92, 0.94, 0.96], 2)
    expected = np.abs(probability - share).mean()
    got = expected_calibration_error(probability, label, one(20))
    assert got[0] == pytest.approx(expected)


def test_ece_counts_a_draw_by_its_weights():
    got = expected_calibration_error(
        np.array([0.2, 0.8]), np.array([0, 1]), np.array([[1.0, 1], [3, 0], [0, 1]])
    )
    np.testing.assert_allclose(got, [0.2, 0.2, 0.2])
    got = expected_calibration_error(np.array([0.2, 0.9]), np.array([0, 1]), np.array([[3.0, 1]]))
    assert got[0] == pytest.approx((3 * 0.2 + 0.1) / 4)


def test_bins_hold_as_many_rows_each_and_ties_stay_together():
    probability = np.random.default_rng(4).permutation(100) / 100
    place = bins(probability)
    assert np.bincount(place).tolist() == [10] * 10
    assert (np.diff(place[np.argsort(probability)]) >= 0).all()
    assert bins(np.full(30, 0.4)).tolist() == [0] * 30
    assert bins(np.array([0.1] * 15 + [0.9] * 5)).tolist() == [0] * 15 + [1] * 5


def test_the_curve_says_what_was_predicted_and_what_came_true():
    probability = np.repeat([0.1, 0.9], 50)
    label = np.array([1] * 5 + [0] * 45 + [1] * 30 + [0] * 20)
    low, high = reliability_curve(probability, label, np.arange(100), confidence=0.95)
    assert (low.pages, low.probability, low.observed.value) == (50, pytest.approx(0.1), 0.1)
    assert (high.pages, high.probability, high.observed.value) == (50, pytest.approx(0.9), 0.6)
    assert high.observed.low < 0.6 < high.observed.high < 0.9


def test_every_score_has_its_interval_or_its_chance_and_what_does_not_exist_is_left_out(rows):
    weights = draw_patients(np.arange(200), resamples=100, seed=0)
    more = {"weights": weights, "confidence": 0.95, "seed": 0}
    got = calibration(*rows, np.arange(200), **more).scores
    plain = estimates(brier_parts(*rows, weights), 0.95)
    for name in ("slope", "intercept", "brier", "uncertainty"):
        assert got[name].low < got[name].high
        assert got[name].low <= got[name].value <= got[name].high
    assert got["brier"] == plain["brier"]
    assert got["discrimination"] == Value(plain["discrimination"].value)
    assert got["miscalibration"].value == pytest.approx(plain["miscalibration"].value)
    assert got["ece"].value == expected_calibration_error(*rows, one(200))[0]
    for name in ("ece", "miscalibration"):
        # These probabilities are 1.7 times too extreme and shifted.
        assert 0 < got[name].by_chance < got[name].by_chance_95 < got[name].value
    constant = calibration(rows[0] * 0 + 0.4, rows[1], np.arange(200), **more)
    assert "slope" not in constant.scores
    assert len(constant.curve) == 1


@pytest.mark.parametrize("name", ["ece", "miscalibration"])
def test_perfect_calibration_exceeds_its_bound_of_chance_one_time_in_twenty(name):
    generator = np.random.default_rng(5)
    probability, above = expit(1.5 * generator.normal(size=80)), 0
    for _ in range(60):
        label = (generator.random(80) < probability).astype(int)
        got = calibration(
            *(probability, label, np.arange(80)), weights=one(80), confidence=0.95, seed=0
        )
        above += got.scores[name].value > got.scores[name].by_chance_95
    assert above <= 8  # by chance more than that once in a hundred times
