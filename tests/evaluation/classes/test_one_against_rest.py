import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.classes import one_against_rest
from hfgnn.evaluation.classes.one_against_rest import auroc_draws


def test_every_draw_is_scikit_learns_score_of_the_repeated_rows(drawn):
    predictions = drawn(200)
    draws = auroc_draws(predictions, resamples=100, seed=3)
    weights = draw_patients(predictions.group, resamples=100, seed=3).astype(int)
    for draw in (0, 1, 2, 50, 100):
        rows = np.repeat(np.arange(200), weights[draw])
        for one in range(3):
            wanted = roc_auc_score(
                predictions.label[rows] == one, predictions.probability[rows, one]
            )
            assert draws[draw, one] == pytest.approx(wanted)


def test_seeds_are_ranked_apart(answers):
    # Seed 1 says the same on another scale; ranked together, its S would lie below seed 0's N.
    first = np.array([[0.5, 0.5, 0], [0.4, 0.6, 0]])
    second = np.array([[0.9, 0.1, 0], [0.8, 0.2, 0]])
    predictions = answers(
        [0, 1, 0, 1], probability=np.concatenate([first, second]), seed=[0, 0, 1, 1]
    )
    draws = auroc_draws(predictions, resamples=100, seed=0)
    assert draws[0, :2].tolist() == [1, 1]


def test_a_class_that_does_not_occur_cannot_be_ranked(answers):
    predictions = answers([0, 0, 1], [0, 0, 1], group=[0, 0, 1])
    draws = auroc_draws(predictions, resamples=100, seed=0)
    assert np.isnan(draws[:, 2]).all()
    # A draw of one patient alone has one class only.
    assert np.isnan(draws[1:, 0]).any()
    assert np.isfinite(draws[0, :2]).all()


def test_with_too_many_groups_none_is_given(drawn, monkeypatch):
    monkeypatch.setattr(one_against_rest, "MOST_GROUPS", 5)
    assert auroc_draws(drawn(groups=6), resamples=100, seed=0) is None
    assert auroc_draws(drawn(groups=5), resamples=100, seed=0) is not None
