import json
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score

from hfgnn.config.evaluation import ClassEvaluation
from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.classes.compare import evaluate_classes
from hfgnn.evaluation.classes.verdict import Strangers
from hfgnn.evaluation.intervals import share
from hfgnn.types import Estimate

SETTINGS = ClassEvaluation(resamples=200, confidence=0.9)
STRANGERS = Strangers(6, 0, leaks=False)


def evaluated(network, *controls, settings=SETTINGS, seed=0):
    return evaluate_classes(network, controls, strangers=STRANGERS, settings=settings, seed=seed)


def repeated(predictions, score, resamples=200, seed=0):
    """A score on the rows of every draw, each repeated as often as its patient was drawn."""
    weights = draw_patients(predictions.group, resamples=resamples, seed=seed).astype(int)
    rows = (np.repeat(np.arange(weights.shape[1]), draw) for draw in weights[1:])
    return np.array([score(predictions.label[row], predictions.predicted[row]) for row in rows])


def test_intervals_are_those_of_scores_on_repeated_rows(drawn):
    predictions = drawn()
    got = evaluated(predictions).models["cnn"]
    for score, name in (
        (accuracy_score, "accuracy"),
        (lambda true, called: f1_score(true, called, average="macro"), "macro_f1"),
    ):
        ends = np.quantile(repeated(predictions, score), [0.05, 0.95])
        one = got.overall[name]
        assert one.value == pytest.approx(score(predictions.label, predictions.predicted))
        assert (one.low, one.high) == pytest.approx(tuple(ends))
    ends = np.quantile(
        repeated(predictions, lambda *both: f1_score(*both, average=None)[2]), [0.05, 0.95]
    )
    assert (got.classes["V"]["f1"].low, got.classes["V"]["f1"].high) == pytest.approx(tuple(ends))


def test_differences_are_taken_on_the_same_draws(drawn):
    network, control = drawn(better=2), drawn(seed=5, better=1, model="trees")

    def macro(true, called):
        return f1_score(true, called, average="macro")

    gains = repeated(network, macro) - repeated(control, macro)
    found = {one.metric: one for one in evaluated(network, control).comparisons}
    assert found.keys() == {"macro_f1", "accuracy", "f1_N", "f1_S", "f1_V"}
    one = found["macro_f1"]
    assert (one.model, one.against) == ("cnn", "trees")
    assert (one.low, one.high) == pytest.approx(tuple(np.quantile(gains, [0.05, 0.95])))


def test_draws_without_a_class_are_counted_and_left_out(answers):
    # V occurs in one of four patients: a draw of four lacks it with probability (3/4)^4 = 0.316.
    label = np.array([0, 1, 0, 1, 0, 1, 2, 2])
    network = answers(label, [0, 1, 0, 0, 1, 1, 2, 2], group=np.arange(8) // 2)
    settings = ClassEvaluation(resamples=400, confidence=0.9)
    got = evaluated(network, settings=settings)
    assert got.draws_without_a_class == pytest.approx(0.316, abs=0.07)
    weights = draw_patients(network.group, resamples=400, seed=0)[1:]
    there = weights[:, -1] > 0
    # Only one patient has V, so every draw that has V calls it rightly.
    only = share(np.ones(2, dtype=bool), np.zeros(2), 0.9)
    assert got.models["cnn"].classes["V"]["sensitivity"] == only
    kept = repeated(network, accuracy_score, resamples=400)
    accuracy = got.models["cnn"].overall["accuracy"]
    assert (accuracy.low, accuracy.high) == pytest.approx(tuple(np.quantile(kept, [0.05, 0.95])))
    rows = [np.repeat(np.arange(8), draw.astype(int)) for draw in weights[there]]
    macro = [
        f1_score(label[row], network.predicted[row], average="macro", labels=[0, 1, 2],
                 zero_division=np.nan)
        for row in rows
        if set(label[row]) == {0, 1, 2}
    ]  # fmt: skip
    one = got.models["cnn"].overall["macro_f1"]
    assert (one.low, one.high) == pytest.approx(tuple(np.quantile(macro, [0.05, 0.95])))


def test_the_brier_score_sums_over_the_classes(answers):
    network = answers([0, 2], probability=[[0.7, 0.2, 0.1], [0.5, 0.5, 0.0]])
    one = evaluated(network).models["cnn"].overall["brier"]
    # 0.09 + 0.04 + 0.01 and 0.25 + 0.25 + 1.
    assert one.value == pytest.approx((0.14 + 1.5) / 2)


def test_seeds_count_as_rows_and_are_listed(answers):
    label, seed = [0, 1, 2, 0, 1, 2], [0, 0, 0, 4, 4, 4]
    got = evaluated(answers(label, [0, 1, 2, 0, 0, 0], seed=seed)).models["cnn"]
    assert got.overall["accuracy"].value == pytest.approx(4 / 6)
    assert got.confusion.tolist() == [[2, 0, 0], [1, 1, 0], [1, 0, 1]]
    assert got.by_seed == pytest.approx((1, 1 / 6))


def test_beats_that_are_all_told_right_do_not_make_it_certain(answers):
    label, group = np.arange(12) % 3, np.arange(12) // 3
    network = answers(label, label, group=group)
    floor = answers(label, label * 0, group=group, model="majority")
    models = evaluated(network, floor).models
    all_right = share(np.ones(12, dtype=bool), group, 0.9)
    assert models["cnn"].overall["accuracy"] == all_right
    assert all_right.low < 0.7
    low = share(np.ones(4, dtype=bool), np.arange(4), 0.9).low
    table = models["cnn"].classes["S"]
    assert table["sensitivity"] == table["positive_predictive_value"] == Estimate(1, low, 1)
    assert table["f1"] == Estimate(1, 2 * low / (1 + low), 1)
    overall = models["cnn"].overall
    assert overall["macro_f1"].low == pytest.approx(table["f1"].low)
    assert overall["balanced_accuracy"].low == pytest.approx(low)
    assert overall["macro_recall"].low == pytest.approx(low)
    # Who says N of everything has these by definition.
    assert models["majority"].classes["S"]["sensitivity"] == Estimate(0, 0, 0)
    assert models["majority"].classes["S"]["f1"] == Estimate(0, 0, 0)


def test_a_class_that_is_always_missed_may_be_found_in_others(answers):
    label, group = np.arange(12) % 3, np.arange(12) // 3
    table = evaluated(answers(label, [0, 1, 1] * 4, group=group)).models["cnn"].classes["V"]
    high = share(np.zeros(4, dtype=bool), np.arange(4), 0.9).high
    assert table["sensitivity"] == Estimate(0, 0, high)
    assert table["f1"] == Estimate(0, 0, 2 * high / (1 + high))


def test_results_are_plain_for_json(drawn):
    result = evaluated(drawn(), drawn(seed=2, model="majority")).as_json()
    assert json.loads(json.dumps(result)) == result
    assert result["models"]["cnn"]["macro_f1"].keys() == {"value", "low", "high"}
    assert result["classes"]["cnn"]["S"].keys() == {
        "f1", "sensitivity", "positive_predictive_value", "auroc",
    }  # fmt: skip
    assert np.array(result["confusion"]["majority"]).shape == (3, 3)


def test_other_beats_and_unknown_classes_are_refused(drawn, answers):
    with pytest.raises(ValueError, match="compared on the same beats"):
        evaluated(drawn(300), drawn(299, model="trees"))
    with pytest.raises(ValueError, match="only rows of 3 classes"):
        evaluated(answers([0, -1], [0, 0]))


@pytest.mark.parametrize("changed", [{"resamples": 100}, {"confidence": 0.5}, {"seed": 1}])
def test_every_setting_counts(drawn, changed):
    def macro_f1(seed=0, **settings):
        return evaluated(drawn(), settings=replace(SETTINGS, **settings), seed=seed).models["cnn"]

    assert macro_f1(**changed).overall["macro_f1"] != macro_f1().overall["macro_f1"]


def test_the_verdict_names_the_floor_by_the_class_that_it_says(drawn):
    network = drawn(better=3)
    floor = replace(network, model="majority", probability=np.tile([0.2, 0.5, 0.3], (300, 1)))
    said = evaluated(network, drawn(model="trees"), floor).verdict
    assert said.startswith("cnn tells N, S and V apart with macro-F1 0.")
    assert "on 6 patients it has never seen; always saying S gives 0.1" in said
    same = replace(floor, model="cnn")
    assert evaluated(same, floor).verdict.startswith("no evidence that cnn tells N, S and V apart")
