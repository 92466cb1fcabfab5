"""Columns that stand in for images: low rank, and a known relation to the label."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from hfgnn.data.stand_in_images import shift, stand_in_images

LABEL = np.arange(4000) // 2 % 2


@pytest.fixture(scope="module")
def images():
    return stand_in_images(LABEL, factors=20, auroc=0.7, seed=0)


def test_the_best_rule_has_the_auroc_that_was_asked_for():
    draws = [stand_in_images(LABEL, factors=1, auroc=0.7, seed=seed)[1] for seed in range(8)]
    reached = np.mean([roc_auc_score(LABEL, evidence) for evidence in draws])
    assert reached == pytest.approx(0.7, abs=0.01)


def test_a_regression_on_the_columns_comes_near_the_best_rule_and_not_above(images):
    columns, evidence = images
    fitted = LogisticRegression(C=0.001).fit(columns[::2], LABEL[::2])
    reached = roc_auc_score(LABEL[1::2], fitted.predict_proba(columns[1::2])[:, 1])
    best = roc_auc_score(LABEL[1::2], evidence[1::2])
    assert best - 0.05 < reached < best + 0.01


def test_the_columns_vary_in_as_many_directions_as_there_are_factors(images):
    spread = np.linalg.svd(images[0], compute_uv=False)
    assert spread[19] > 4 * spread[20]
    assert images[0].shape == (4000, 512)


def test_an_auroc_of_one_half_puts_the_classes_on_one_spot():
    assert shift(0.5) == 0
    assert shift(0.76025) == pytest.approx(1, abs=1e-3)  # normal quantile .7071
