import numpy as np
import pytest

from hfgnn.evaluation import bootstrap
from hfgnn.evaluation.bootstrap import draw_patients, draw_sums


@pytest.mark.parametrize("block", [1, 35, 10_000])
def test_sums_are_those_of_the_drawn_patients_however_many_are_held_at_once(monkeypatch, block):
    monkeypatch.setattr(bootstrap, "BLOCK", block)
    table = np.random.default_rng(0).random((7, 3))
    weights = draw_patients(np.arange(7), resamples=50, seed=4)
    sums = draw_sums(table, resamples=50, seed=4)
    assert np.allclose(sums, weights @ table)
    assert sums.shape == (51, 3)


def test_each_draw_has_as_many_patients_as_there_are_and_their_pages_go_along():
    group = np.array([5, 5, 9, 2, 2, 2])
    weights = draw_patients(group, resamples=100, seed=0)
    assert (weights[0] == 1).all()
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, [0, 2, 3]].sum(axis=1) == 3).all()
    assert len(np.unique(weights[1:, 2])) > 2
