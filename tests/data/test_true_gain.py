"""The best rule of a known world: closed forms against draws, and roots that give what is asked."""

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from hfgnn.data.true_gain import (
    auroc_in_circle,
    best_auroc,
    correlation_for,
    reliability_of_mean,
    shared_severity,
)


@pytest.mark.parametrize(("correlation", "prevalence"), [(0.3, 0.5), (0.7, 0.35), (0.95, 0.1)])
def test_the_auroc_of_the_best_rule_is_that_of_drawn_patients(correlation, prevalence):
    generator = np.random.default_rng(0)
    score, noise = generator.standard_normal((2, 400_000))
    ill = correlation * score + np.sqrt(1 - correlation**2) * noise > norm.isf(prevalence)
    drawn = roc_auc_score(ill, score)
    assert best_auroc(correlation, prevalence) == pytest.approx(drawn, abs=0.003)


def test_a_score_that_knows_nothing_has_an_auroc_of_one_half():
    assert best_auroc(0.0, 0.35) == pytest.approx(0.5, abs=1e-9)
    assert correlation_for(0.5, 0.35) == 0


def test_at_equal_classes_the_auroc_grows_with_the_correlation():
    values = [best_auroc(one, 0.5) for one in (0, 0.2, 0.4, 0.6, 0.8, 0.99)]
    assert values == sorted(values)


@pytest.mark.parametrize("auroc", [0.55, 0.8, 0.95])
def test_the_correlation_gives_the_auroc_it_was_sought_for(auroc):
    assert best_auroc(correlation_for(auroc, 0.35), 0.35) == pytest.approx(auroc, abs=1e-9)


@pytest.mark.parametrize("auroc", [0.49, 1.0])
def test_an_auroc_that_no_noise_gives_is_refused(auroc):
    with pytest.raises(ValueError, match=rf"AUROC is {auroc}, but must be in \[0.5"):
        correlation_for(auroc, 0.35)


def test_two_measurements_of_reliability_one_half_have_two_thirds():
    assert reliability_of_mean(0.5, 2) == pytest.approx(2 / 3)
    assert reliability_of_mean(0.5, 1) == 0.5


@pytest.mark.parametrize("gain", [0.02, 0.05, 0.10])
def test_hearing_k_mates_adds_the_gain(gain):
    shared = shared_severity(0.8, gain, neighbours=5, prevalence=0.35)
    assert auroc_in_circle(shared, 0, 0.35) == pytest.approx(0.8, abs=1e-9)
    assert auroc_in_circle(shared, 5, 0.35) == pytest.approx(0.8 + gain, abs=1e-9)


def test_a_gain_beyond_what_neighbours_can_tell_is_refused():
    with pytest.raises(ValueError, match=r"1 neighbours cannot add 0.15 to an AUROC of 0.8"):
        shared_severity(0.8, 0.15, neighbours=1, prevalence=0.35)
