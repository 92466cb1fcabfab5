"""Holm's correction against statsmodels and by hand."""

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from hfgnn.evaluation.holm import holm


@pytest.mark.parametrize("number", [1, 2, 7])
def test_agrees_with_statsmodels(number):
    p = np.random.default_rng(number).random(number) ** 3
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


def test_three_by_hand_in_their_order():
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])


def test_ties_get_the_same_and_none_exceeds_one():
    assert holm([0.02, 0.9, 0.02]) == pytest.approx([0.06, 0.9, 0.06])
    assert holm([0.6, 0.7]) == pytest.approx([1, 1])


def test_a_test_that_was_not_made_does_not_count():
    assert holm([np.nan, 0.02, 0.03]) == pytest.approx([np.nan, 0.04, 0.04], nan_ok=True)
    assert holm([]).shape == (0,)


@pytest.mark.parametrize("p", [[0.1, 1.1], [-0.1], [[0.1]], 0.1])
def test_what_is_no_list_of_probabilities_is_refused(p):
    with pytest.raises(ValueError, match="but it must be a list of numbers in"):
        holm(p)


def test_a_family_of_true_nulls_has_a_finding_in_one_of_twenty():
    families = np.random.default_rng(0).random((2000, 6))
    found = np.mean([holm(p).min() < 0.05 for p in families])
    assert 0.035 < found < 0.065
