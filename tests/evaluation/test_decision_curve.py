"""Net benefit, by hand and at its limits."""

import numpy as np
import pytest

from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.decision_curve import THRESHOLDS, decision_curve, net_benefit

LABEL = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
PROBABILITY = np.array([0.9, 0.8, 0.15, 0.7, 0.2, 0.1, 0.1, 0.05, 0.05, 0.05])


def at(threshold):
    return int(np.flatnonzero(np.isclose(THRESHOLDS, threshold))[0])


def test_net_benefit_by_hand():
    (got,) = net_benefit(PROBABILITY, LABEL, np.ones((1, 10)))
    assert got[at(0.5)] == pytest.approx(2 / 10 - 1 / 10 * 1)
    assert got[at(0.75)] == pytest.approx(2 / 10)
    assert got[at(0.12)] == pytest.approx(3 / 10 - 2 / 10 * 0.12 / 0.88)
    assert got[at(0.95)] == 0


def test_a_probability_at_the_threshold_is_treated():
    (got,) = net_benefit(np.array([0.2, 0.2]), np.array([1, 1]), np.ones((1, 2)))
    assert got[at(0.2)] == 1
    assert got[at(0.21)] == 0


def test_a_drawn_patient_counts_as_often_as_drawn():
    weights = np.array([[2.0, 0, 1, 3, 0, 1, 1, 0, 1, 1]])
    (got,) = net_benefit(PROBABILITY, LABEL, weights)
    assert got[at(0.5)] == pytest.approx(2 / 10 - 3 / 10)


def test_treating_all_is_worth_the_share_of_disease_less_the_price_of_the_others():
    weights = draw_patients(np.arange(10), resamples=100, seed=0)
    curve = decision_curve(PROBABILITY, LABEL, weights=weights, confidence=0.95)
    assert curve.treat_all[at(0.25)] == pytest.approx(0.3 - 0.7 / 3)
    assert curve.treat_all[at(0.3)] == pytest.approx(0)
    assert set(curve.treat_none) == {0}
    assert curve.threshold[0] == 0.01
    assert curve.threshold[-1] == 0.99


def test_the_gain_is_over_the_better_of_all_and_none_on_the_same_draws():
    weights = draw_patients(np.arange(10), resamples=200, seed=0)
    curve = decision_curve(PROBABILITY, LABEL, weights=weights, confidence=0.9)
    for place in (at(0.05), at(0.2), at(0.6)):
        best = max(curve.treat_all[place], 0)
        assert curve.gain[place] == pytest.approx(curve.model[place] - best)
        assert curve.low[place] <= curve.model[place] <= curve.high[place]
    model = net_benefit(PROBABILITY, LABEL, weights)[1:, at(0.2)]
    everybody = net_benefit(np.ones(10), LABEL, weights)[1:, at(0.2)]
    ends = np.quantile(model - np.maximum(everybody, 0), [0.05, 0.95])
    assert (curve.gain_low[at(0.2)], curve.gain_high[at(0.2)]) == pytest.approx(tuple(ends))


def test_a_model_that_treats_all_gains_nothing_over_treating_all():
    weights = draw_patients(np.arange(10), resamples=100, seed=0)
    curve = decision_curve(np.ones(10), LABEL, weights=weights, confidence=0.95)
    assert curve.model == curve.treat_all
    assert max(curve.gain) == 0
