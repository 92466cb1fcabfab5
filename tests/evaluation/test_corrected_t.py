"""The corrected resampled t-test by hand, against scipy, and on simulated cross-validation."""

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from hfgnn.evaluation.corrected_t import auroc_differences, corrected_t


def test_three_folds_by_hand():
    # Mean 0.02, variance 0.0001; times 1/3 + 1/2 the error is 0.0091287, t = 2.19089.
    test = corrected_t(np.array([0.01, 0.02, 0.03]), test_to_train=0.5, confidence=0.95)
    error = np.sqrt(5 / 6) / 100
    assert (test.folds, test.dropped, test.degrees_of_freedom) == (3, 0, 2)
    assert test.difference == pytest.approx(0.02)
    assert test.t == pytest.approx(0.02 / error)
    # Student's distribution with 2 degrees of freedom has a closed form.
    assert test.p == pytest.approx(1 - test.t / np.sqrt(2 + test.t**2))
    assert test.high - test.difference == pytest.approx(4.302653 * error)
    assert test.difference - test.low == pytest.approx(4.302653 * error)


def test_without_overlap_it_is_the_plain_t_test():
    differences = np.random.default_rng(0).normal(0.1, 1, 12)
    test = corrected_t(differences, test_to_train=0, confidence=0.9)
    plain = ttest_1samp(differences, 0)
    interval = plain.confidence_interval(0.9)
    assert (test.t, test.p) == pytest.approx((plain.statistic, plain.pvalue))
    assert (test.low, test.high) == pytest.approx((interval.low, interval.high))


def test_folds_of_one_class_are_dropped_and_counted():
    whole = np.array([0.1, 0.3, 0.2])
    kept = corrected_t(whole, test_to_train=0.25, confidence=0.95)
    gaps = corrected_t(np.insert(whole, [1, 3], np.nan), test_to_train=0.25, confidence=0.95)
    assert (gaps.t, gaps.p, gaps.folds, gaps.dropped) == (kept.t, kept.p, 3, 2)


def test_what_has_no_spread():
    settings = {"test_to_train": 0.25, "confidence": 0.95}
    same = corrected_t(np.zeros(4), **settings)
    assert (same.t, same.p, same.low, same.high) == (0, 1, 0, 0)
    assert corrected_t(np.full(4, 0.5), **settings) is None
    assert corrected_t(np.array([0.5, np.nan]), **settings) is None


@pytest.mark.parametrize("ratio", [-0.1, np.nan])
def test_a_share_that_cannot_be_is_refused(ratio):
    with pytest.raises(ValueError, match="but it must be at least 0"):
        corrected_t(np.array([0.1, 0.2]), test_to_train=ratio, confidence=0.95)


def test_differences_are_per_fold_with_the_seeds_averaged(predictions):
    # Two repeats of two folds; the first repeat has two seeds, and its fold 1 has one class.
    columns = {
        "label": [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0],
        "repeat": np.repeat([0, 1], [8, 4]),
        "seed": np.repeat([0, 1, 0], 4),
        "fold": np.tile([0, 0, 1, 1], 3),
    }
    right, wrong, tied = [0.9, 0.1], [0.1, 0.9], [0.5, 0.5]
    one = predictions(probability=[*right, *tied, *right, *tied, *right, *tied], **columns)
    other = predictions(probability=[*wrong, *tied, *right, *tied, *tied, *right], **columns)
    assert auroc_differences(one, other) == pytest.approx([0.5, np.nan, 0.5, -0.5], nan_ok=True)
    moved = predictions(probability=np.zeros(12), **columns | {"repeat": np.zeros(12, dtype=int)})
    with pytest.raises(ValueError, match="differ in repeat"):
        auroc_differences(one, moved)


def test_random_subsampling_of_equally_good_models_stays_near_its_level():
    # Two noise features, each used by a model of its class means: the same in expectation. Per
    # drawn data set 10 divisions in 90 train and 10 test rows, so differences share training rows.
    generator = np.random.default_rng(1)
    plain, corrected = 0, 0
    for _ in range(300):
        x, y = generator.normal(size=(100, 2)), np.repeat([-1.0, 1.0], 50)
        order = np.argsort(generator.random((10, 100)), axis=1)
        train, test = order[:, :90], order[:, 90:]
        slope = np.einsum("fnk,fn->fk", x[train], y[train])
        right = np.sign(x[test] * slope[:, None, :]) == y[test][:, :, None]
        differences = right.mean(axis=1) @ [1.0, -1.0]
        plain += ttest_1samp(differences, 0).pvalue < 0.05
        corrected += corrected_t(differences, test_to_train=1 / 9, confidence=0.95).p < 0.05
    assert corrected / 300 < 0.09
    assert plain > 2 * corrected
