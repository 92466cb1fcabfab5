"""Logistic regressions of many draws at once are those of one draw after the other."""

import numpy as np
import pytest
import statsmodels.api as api
from scipy.special import expit, logit

from hfgnn.evaluation import logistic_line
from hfgnn.evaluation.logistic_line import bounded_logit, fit_logistic


@pytest.fixture
def data():
    generator = np.random.default_rng(0)
    x = generator.normal(size=60)
    label = (generator.random(60) < expit(1.5 * x - 0.5)).astype(float)
    weights = generator.integers(0, 4, (5, 60)).astype(float)
    return x, label, weights, generator.normal(size=60)


def reference(columns, label, weights, offset):
    family = api.families.Binomial()
    return api.GLM(label, columns, family=family, freq_weights=weights, offset=offset).fit().params


@pytest.mark.parametrize("width", [1, 2])
def test_every_draw_is_the_generalized_linear_model_of_its_weights(data, width):
    x, label, weights, offset = data
    columns = np.column_stack([x, np.ones_like(x)])[:, :width]
    got = fit_logistic(columns, label, weights, offset)
    for draw in range(5):
        expected = reference(columns, label, weights[draw], offset)
        np.testing.assert_allclose(got[draw], expected, rtol=1e-6)


def test_draws_that_are_worked_on_apart_come_to_the_same(data, monkeypatch):
    x, label, weights, offset = data
    together = fit_logistic(x[:, None], label, weights, offset)
    monkeypatch.setattr(logistic_line, "CELLS", 120)
    np.testing.assert_allclose(
        fit_logistic(x[:, None], label, weights, offset), together, rtol=1e-8
    )


def test_steps_that_would_overshoot_are_halved():
    # From zero, Newton's whole step on these rows runs away: all but one logit saturates.
    x = np.array([-1.0, -1, -1, -1, 1, 1, 1, 400])
    label = np.array([0.0, 0, 0, 1, 1, 1, 0, 1])
    columns = np.column_stack([x, np.ones(8)])
    ((slope, shift),) = fit_logistic(columns, label, np.ones((1, 8)), np.zeros(8))
    left_over = label - expit(slope * x + shift)
    np.testing.assert_allclose([left_over.sum(), left_over @ x], 0, atol=1e-6)


def test_no_draws_have_no_coefficients(data):
    x, label, _, offset = data
    assert fit_logistic(x[:, None], label, np.ones((0, 60)), offset).shape == (0, 1)


def test_targets_may_be_shares_and_differ_between_draws():
    ones = np.ones((4, 1))
    target = np.array([[0.2] * 4, [0.7] * 4])
    got = fit_logistic(ones, target, np.ones((2, 4)), np.zeros(4))
    np.testing.assert_allclose(expit(got[:, 0]), [0.2, 0.7])


def test_certain_probabilities_have_a_finite_logit_and_others_their_own():
    logits = bounded_logit(np.array([0, 0.5, 0.75, 1]))
    np.testing.assert_allclose(logits, [-27.631021, 0, np.log(3), 27.631021], rtol=1e-6)


def test_expit_is_scipys_and_overflows_nowhere():
    logits = np.concatenate([np.linspace(-40, 40, 201), [-1e4, 1e4, -np.inf, np.inf, np.nan]])
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(logistic_line.expit(logits), expit(logits), rtol=1e-14)


def test_the_bounded_logit_is_scipys_within_its_bounds():
    probability = np.array([1e-12, 0.001, 0.3, 0.5, 0.7, 0.999])
    np.testing.assert_allclose(bounded_logit(probability), logit(probability), rtol=1e-12)
    assert np.isfinite(bounded_logit(np.array([0.0, 1.0]))).all()
