"""McNemar's test against statsmodels, a published table and counts by hand."""

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar

from hfgnn.evaluation.mcnemar import mcnemar


def errs(make, wrong, model="gcn", **columns):
    """A model that errs on these pages, all of them healthy."""
    return make(np.zeros(len(wrong), dtype=int), np.asarray(wrong, float), model=model, **columns)


def pair(make, both, only_one, only_other, neither):
    counts = (both, only_one, only_other, neither)
    return (
        errs(make, np.repeat([1, 1, 0, 0], counts)),
        errs(make, np.repeat([1, 0, 1, 0], counts), "other"),
    )


@pytest.mark.parametrize("counts", [(3, 9, 2, 20), (0, 1, 7, 4), (5, 4, 4, 1), (1, 6, 0, 0)])
def test_agrees_with_statsmodels(predictions, counts):
    test = mcnemar(*pair(predictions, *counts))
    assert (test.pages, test.only_one_errs, test.only_other_errs) == (sum(counts), *counts[1:3])
    expected = statsmodels_mcnemar(np.reshape(counts, (2, 2)), exact=True).pvalue
    assert test.p == pytest.approx(expected)


def test_the_published_example(predictions):
    # Fagerland et al. 2013, table 1 (Bentur et al.): 21 children, 1 against 7.
    test = mcnemar(*pair(predictions, 1, 1, 7, 12))
    assert test.p == pytest.approx(2 * (1 + 8) / 2**8)  # 0.0703
    assert test.mid_p == pytest.approx((1 + 8 + 1) / 2**8)  # 0.0391


def test_equal_numbers_of_errors_are_no_difference(predictions):
    test = mcnemar(*pair(predictions, 0, 2, 2, 0))
    assert test.p == 1
    assert test.mid_p == pytest.approx(1 - 6 / 16 / 2)


def test_models_that_err_on_the_same_pages_do_not_differ(predictions):
    test = mcnemar(*pair(predictions, 3, 0, 0, 5))
    assert (test.only_one_errs, test.only_other_errs, test.p, test.mid_p) == (0, 0, 1, 1)


def test_only_the_first_repeat_and_its_first_seed_count(predictions):
    columns = {"repeat": np.repeat([2, 1, 1], 4), "seed": np.repeat([0, 5, 3], 4)}
    one = errs(predictions, [1] * 8 + [1, 0, 0, 1], **columns)
    other = errs(predictions, [0] * 8 + [0, 0, 1, 0], "other", **columns)
    test = mcnemar(one, other)
    assert (test.pages, test.only_one_errs, test.only_other_errs) == (4, 2, 1)


def test_each_model_is_judged_by_its_own_threshold(predictions):
    one = predictions([1, 0], [0.4, 0.3], threshold=0.35)
    test = mcnemar(one, predictions([1, 0], [0.4, 0.3], threshold=0.5, model="other"))
    assert (test.only_one_errs, test.only_other_errs) == (0, 1)


def test_other_pages_are_refused(predictions):
    with pytest.raises(ValueError, match="gcn and other differ in record_id"):
        mcnemar(errs(predictions, [1, 0]), errs(predictions, [1, 0, 0], "other"))


def test_equally_good_models_differ_in_at_most_one_of_twenty(predictions):
    generator = np.random.default_rng(0)
    tests = [
        mcnemar(*(errs(predictions, generator.random(120) < 0.3, name) for name in "ab"))
        for _ in range(400)
    ]
    exact, middle = np.mean([[test.p, test.mid_p] for test in tests] < np.array(0.05), axis=0)
    assert exact <= middle
    assert 0.01 < exact < 0.06
    assert 0.025 < middle < 0.08
