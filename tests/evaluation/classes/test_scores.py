import warnings

import numpy as np
import pytest
from sklearn import metrics

from hfgnn.evaluation.classes.confusion import confusion, need_same_beats
from hfgnn.evaluation.classes.scores import PER_CLASS, class_scores, overall_scores


def of(predictions):
    """The one confusion matrix of all rows."""
    place = np.zeros(len(predictions.label), dtype=np.int64)
    return confusion(predictions, place, 1)


@pytest.mark.parametrize("classes", [("N", "S", "V"), ("N", "S", "V", "F", "Q")])
def test_scores_are_those_of_scikit_learn(drawn, classes):
    predictions = drawn(classes=classes)
    true, called = predictions.label, predictions.predicted
    counts = of(predictions)
    assert np.array_equal(counts[0], metrics.confusion_matrix(true, called))
    overall = {name: float(values[0]) for name, values in overall_scores(counts).items()}
    assert overall == pytest.approx(
        {
            "macro_f1": metrics.f1_score(true, called, average="macro"),
            "accuracy": metrics.accuracy_score(true, called),
            "balanced_accuracy": metrics.balanced_accuracy_score(true, called),
            "macro_recall": metrics.recall_score(true, called, average="macro"),
            "weighted_f1": metrics.f1_score(true, called, average="weighted"),
        }
    )
    by_class = class_scores(counts)
    assert by_class["f1"][0] == pytest.approx(metrics.f1_score(true, called, average=None))
    assert by_class["sensitivity"][0] == pytest.approx(
        metrics.recall_score(true, called, average=None)
    )
    assert by_class["positive_predictive_value"][0] == pytest.approx(
        metrics.precision_score(true, called, average=None)
    )


def test_a_class_that_is_never_called_or_never_occurs_counts_as_scikit_learn_has_it(answers):
    # S occurs and is never called; V is called and never occurs.
    predictions = answers([0, 0, 1, 1], [0, 2, 0, 0])
    counts = of(predictions)
    true, called, labels = predictions.label, predictions.predicted, [0, 1, 2]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = {
            "macro_f1": metrics.f1_score(
                true, called, labels=labels, average="macro", zero_division=0
            ),
            "macro_recall": metrics.recall_score(
                true, called, labels=labels, average="macro", zero_division=0
            ),
            "balanced_accuracy": metrics.balanced_accuracy_score(true, called),
        }
    overall = overall_scores(counts)
    assert {name: float(overall[name][0]) for name in wanted} == pytest.approx(wanted)
    by_class = class_scores(counts)
    assert by_class["f1"][0].tolist() == [0.4, 0, 0]
    assert by_class["positive_predictive_value"][0].tolist() == pytest.approx([1 / 3, 0, 0])
    assert by_class["sensitivity"][0, :2].tolist() == [0.5, 0]
    assert np.isnan(by_class["sensitivity"][0, 2])


def test_a_draw_without_a_class_has_no_score_of_it_and_no_average_over_classes():
    data = np.array([[8.0, 1, 1], [2, 6, 0], [0, 1, 9]])
    draw = data.copy()
    draw[1] = 0
    counts = np.stack([data, draw])
    by_class = class_scores(counts)
    for name in PER_CLASS:
        assert np.isfinite(by_class[name][0]).all()
        assert np.isnan(by_class[name][1]).tolist() == [False, True, False]
    overall = overall_scores(counts)
    for name in ("macro_f1", "balanced_accuracy", "macro_recall"):
        assert np.isnan(overall[name][1])
    assert overall["accuracy"][1] == 17 / 20
    # The class has no beats there, so it has no weight.
    f1 = 2 * 8 / (8 + 10), 2 * 9 / (10 + 10)
    assert overall["weighted_f1"][1] == pytest.approx((10 * f1[0] + 10 * f1[1]) / 20)


def test_a_class_that_the_data_lack_does_not_take_the_interval_from_the_others():
    counts = np.stack([np.diag([4.0, 2, 0]), np.diag([2.0, 4, 0])])
    overall = overall_scores(counts)
    assert overall["macro_f1"].tolist() == pytest.approx([2 / 3, 2 / 3])
    assert overall["balanced_accuracy"].tolist() == [1, 1]
    assert overall["macro_recall"].tolist() == pytest.approx([2 / 3, 2 / 3])


def test_each_place_has_its_own_matrix(answers):
    predictions = answers([0, 1, 2, 1], [0, 0, 2, 1])
    counts = confusion(predictions, np.array([0, 0, 1, 1]), 2)
    assert counts[0].tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 0]]
    assert counts[1].tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize("label", [-1, 3])
def test_rows_of_no_known_class_are_refused(answers, label):
    with pytest.raises(ValueError, match=f"a label is {label}, but only rows of 3 classes"):
        of(answers([0, label], [0, 0]))


def test_models_may_differ_in_their_number_of_seeds_and_in_nothing_else(answers):
    one = answers([0, 1], [0, 1])
    twice = answers([0, 1, 0, 1], [0, 1, 1, 1], seed=[0, 0, 1, 1], model="trees")
    need_same_beats(one, twice)
    need_same_beats(twice, one)
    other = answers([0, 1, 1, 1], [0, 1, 1, 1], seed=[0, 0, 1, 1], model="trees")
    with pytest.raises(ValueError, match="trees with seed 1 differs in label from cnn"):
        need_same_beats(one, other)
    with pytest.raises(ValueError, match="differs in record_id"):
        need_same_beats(one, answers([0, 1], [0, 1], group=[0, 1]))
    with pytest.raises(ValueError, match="cnn tells N, S, V apart, but cnn N, V, S"):
        need_same_beats(one, answers([0, 1], [0, 1], classes=("N", "V", "S")))
