"""Labels that come true as often as they should."""

import numpy as np
import pytest

from hfgnn.evaluation.by_chance import BesideChance, beside_chance, true_labels


def test_a_row_is_ill_as_often_as_its_probability_says():
    probability = np.array([0.0, 0.1, 0.5, 0.9, 1.0])
    labels = true_labels(probability, np.arange(5), seed=0)
    assert labels.shape == (500, 5)
    assert labels.mean(axis=0) == pytest.approx(probability, abs=0.07)
    assert labels[:, 0].sum() == 0
    assert labels[:, 4].all()


def test_rows_of_one_patient_are_ill_together_and_others_on_their_own():
    labels = true_labels(np.full(4, 0.5), np.array([7, 7, 2, 5]), seed=0)
    assert (labels[:, 0] == labels[:, 1]).all()
    assert (labels[:, 0] == labels[:, 2]).mean() == pytest.approx(0.5, abs=0.07)


def test_the_seed_decides_the_labels():
    probability, group = np.full(20, 0.5), np.arange(20)
    first, again, other = (true_labels(probability, group, seed=seed) for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_chance_is_the_mean_and_the_95_percent_quantile_of_the_draws():
    got = beside_chance(0.7, np.arange(101) / 100)
    assert got == BesideChance(0.7, pytest.approx(0.5), pytest.approx(0.95))
