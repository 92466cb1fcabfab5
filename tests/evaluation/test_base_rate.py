"""The base rate of AUPRC is the AUPRC of a model that knows nothing."""

import numpy as np
import pytest

from hfgnn.evaluation.base_rate import auprc_base_rate
from hfgnn.evaluation.metrics import scores


def test_one_fold_has_its_prevalence(predictions):
    assert auprc_base_rate(predictions([1, 0, 0, 0], [0.1, 0.2, 0.3, 0.4])) == 0.25


def test_folds_count_by_their_diseased_pages(predictions):
    label, fold = [1, 0, 0, 1, 1, 1, 0, 0], [0, 0, 0, 1, 1, 1, 1, 2]
    rate = auprc_base_rate(predictions(label, np.zeros(8), fold))
    assert rate == pytest.approx((1 / 3 + 3 * 3 / 4) / 4)  # the last fold has one class


def test_it_is_the_auprc_of_a_flat_model(predictions):
    generator = np.random.default_rng(0)
    label, fold = generator.integers(0, 2, 60), generator.integers(0, 5, 60)
    flat = predictions(label, np.full(60, 0.4), fold, repeat=np.arange(60) % 2)
    table = scores(flat, np.ones((1, 60)), specificity=0.9)
    assert auprc_base_rate(flat) == pytest.approx(table["auprc"][0])


def test_without_a_fold_of_both_classes_there_is_none(predictions):
    assert np.isnan(auprc_base_rate(predictions([1, 0], [0.1, 0.2], fold=[0, 1])))
