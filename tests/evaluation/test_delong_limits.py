"""Where DeLong's variance is 0 or unknown, and what is refused."""

import numpy as np
import pytest

from hfgnn.evaluation.delong import auroc_difference, auroc_interval


def test_perfect_separation_is_not_certainty(predictions):
    label = np.repeat([0, 1], [8, 5])
    right = auroc_interval(predictions(label, np.arange(13)), 0.95)
    assert (right.value, right.high) == (1, 1)
    assert right.low**5 == pytest.approx(0.025)  # five disjoint pairs
    wrong = auroc_interval(predictions(label, -np.arange(13)), 0.95)
    assert (wrong.value, wrong.low) == (0, 0)
    assert wrong.high == pytest.approx(1 - right.low)
    # A patient whose fold ranks nothing is no pair.
    more = predictions([*label, 1], np.arange(14), fold=[0] * 13 + [1])
    assert auroc_interval(more, 0.95) == right


def test_a_model_that_tells_nobody_apart_has_one_half_for_certain(predictions):
    flat = auroc_interval(predictions([0, 1, 0, 1], [0.3, 0.3, 0.6, 0.6], fold=[0, 0, 1, 1]), 0.9)
    assert (flat.value, flat.low, flat.high) == (0.5, 0.5, 0.5)


def test_models_that_rank_alike_do_not_differ(predictions):
    label, probability = [0, 1, 0, 1, 1, 0], np.array([0.2, 0.4, 0.5, 0.9, 0.1, 0.3])
    test = auroc_difference(
        predictions(label, probability), predictions(label, probability**2), 0.9
    )
    assert (test.difference, test.low, test.high, test.z, test.p) == (0, 0, 0, 0, 1)


def test_a_perfect_model_against_a_flat_one_is_tested_by_a_bound(predictions):
    few, many, most = (np.repeat([0, 1], size) for size in (3, 100, 9000))
    against = [
        auroc_difference(predictions(label, label), predictions(label, 0 * label), 0.95)
        for label in (few, many, most)
    ]
    assert [test.difference for test in against] == [0.5] * 3
    assert against[0].p == 1  # three pairs prove nothing
    assert against[0].low < 0 < against[0].high == 1
    assert against[1].p == pytest.approx(2 * np.exp(-12.5))
    assert against[1].low > 0
    assert np.isfinite([test.z for test in against]).all()


def test_a_class_of_one_patient_has_the_widest_interval(predictions):
    one = predictions([1, 0, 0, 0], [0.5, 0.1, 0.2, 0.9])
    estimate = auroc_interval(one, 0.95)
    assert estimate.value == pytest.approx(2 / 3)
    assert (estimate.low, estimate.high) == (0, 1)
    assert auroc_difference(one, predictions([1, 0, 0, 0], [0.5, 0.1, 0.9, 0.9]), 0.95).p == 1


def test_folds_of_one_diseased_patient_are_measured_by_the_run(predictions):
    # Three folds, each of one diseased patient: within none of them does that class vary.
    label, fold = [1, 0, 0] * 3, np.repeat([0, 1, 2], 3)
    estimate = auroc_interval(
        predictions(label, [0.9, 0.1, 0.2, 0.5, 0.4, 0.6, 0.1, 0.2, 0.3], fold), 0.95
    )
    # A = (1 + 1/2 + 0) / 3. Diseased pages are off by 1/2, 0, -1/2, and weigh 1/3 each; healthy
    # ones are all off by 1/2 or -1/2, and weigh 1/6 each. Classes have 3 and 6 patients.
    variance = (1 / 4 + 1 / 4) / 9 * 3 / 2 + 6 * (1 / 4) / 36 * 6 / 5
    logit = np.log(estimate.high / (1 - estimate.high))
    assert estimate.value == 0.5
    assert logit / 1.959964 / 4 == pytest.approx(np.sqrt(variance), rel=1e-5)


def test_without_a_fold_of_both_classes_there_is_no_test(predictions):
    apart = predictions([1, 1, 0, 0], [0.1, 0.2, 0.3, 0.4], fold=[0, 0, 1, 1])
    assert np.isnan(auroc_interval(apart, 0.95).value)
    assert auroc_difference(apart, apart, 0.95) is None


def test_a_fold_of_one_class_counts_for_nothing(predictions):
    label, probability = [1, 0, 1, 0, 0], [0.9, 0.5, 0.4, 0.1, 0.6]
    more = predictions([*label, 0], [*probability, 0.99], fold=[0] * 5 + [1])
    assert auroc_interval(more, 0.9) == auroc_interval(predictions(label, probability), 0.9)


@pytest.mark.parametrize("column", ["record_id", "group", "label", "repeat", "seed", "fold"])
def test_other_rows_are_refused(predictions, column):
    given = {"label": [0, 1, 0], "probability": [0.1, 0.2, 0.3], "model": "forest"}
    with pytest.raises(ValueError, match=f"^gcn and forest differ in {column}, but models are"):
        auroc_difference(
            predictions([0, 1, 0], [0.1, 0.2, 0.3]),
            predictions(**given | {column: np.array([1, 1, 7])})
            if column != "record_id"
            else predictions(**given | {"label": [0, 1], "probability": [0.1, 0.2]}),
            0.95,
        )
