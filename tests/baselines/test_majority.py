"""Everybody gets the share of disease among the training pages."""

import numpy as np

from hfgnn.baselines.majority import majority


def test_everybody_gets_the_share_of_disease():
    assert majority(np.array([1, 1, 1, 0]), 3).tolist() == [0.75, 0.75, 0.75]


def test_one_answer_per_row_however_many_were_trained_on():
    answers = majority(np.array([0, 1]), 7)
    assert answers.shape == (7,)
    assert answers.dtype == np.float64
