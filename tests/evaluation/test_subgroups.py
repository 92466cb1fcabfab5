"""Scores of a part of the patients are those of the part alone."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.config.evaluation import Evaluation, Recalibration, Threshold
from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.metrics import scores
from hfgnn.evaluation.subgroups import subgroups, take

SETTINGS = Evaluation(Threshold.balanced, 200, 0.95, 0.9, Recalibration.platt, 0.9, [])


@pytest.fixture
def answers(predictions):
    generator = np.random.default_rng(0)
    label = np.arange(60) % 2
    probability = np.clip(0.3 * label + 0.7 * generator.random(60), 0, 1)
    return predictions(label, probability, fold=np.arange(60) // 20, calibrated=probability / 2)


def of(answers, values):
    table = dict(zip(answers.record_id.tolist(), values, strict=False))
    return subgroups(answers, {"sex": table}, settings=SETTINGS, seed=0)


def test_a_subgroup_is_scored_as_if_it_were_all_there_is(answers):
    female, male = of(answers, ["female"] * 30 + ["male"] * 30)
    inside = take(answers, np.arange(30))
    weights = draw_patients(inside.group, resamples=200, seed=0)
    expected = scores(inside, weights, specificity=0.9)
    assert (female.column, female.value, male.value) == ("sex", "female", "male")
    assert female.scores["auroc"].value == pytest.approx(expected["auroc"][0])
    low, high = np.quantile(expected["auroc"][1:], [0.025, 0.975])
    assert (female.scores["auroc"].low, female.scores["auroc"].high) == pytest.approx((low, high))
    for name in ("sensitivity", "specificity"):
        assert female.scores[name].value == pytest.approx(expected[name][0])


def test_pages_are_ranked_inside_the_models_that_answered(predictions):
    label = np.array([1, 0] * 12)
    fold = np.arange(24) >= 12
    answers = predictions(label, 0.3 * fold + 0.1 * label, fold=fold)
    (everybody,) = of(answers, ["same"] * 24)
    assert everybody.scores["auroc"].value == 1


def test_calibration_in_the_large_is_predicted_less_observed(answers):
    female, _ = of(answers, ["female"] * 30 + ["male"] * 30)
    got = female.scores["calibration_in_the_large"]
    assert got.value == pytest.approx(answers.calibrated[:30].mean() - 0.5)
    assert got.low < got.value < got.high


def test_pages_and_patients_are_counted_once_however_often_they_were_answered(predictions):
    label = np.tile([0, 0, 1], 4)
    answers = replace(
        predictions(label, label / 2, group=np.tile([0, 0, 1], 4)),
        record_id=np.tile(["a", "b", "c"], 4),
        patient_id=np.tile(["x", "x", "y"], 4),
        seed=np.repeat(np.arange(4), 3),
    )
    (everybody,) = of(answers, [])
    assert (everybody.value, everybody.pages, everybody.patients) == ("unknown", 3, 2)
    assert everybody.prevalence == pytest.approx(1 / 3)


@pytest.mark.parametrize(("ill", "there"), [(4, False), (5, True)])
def test_an_auroc_needs_five_patients_of_each_class(predictions, ill, there):
    label = np.array([1] * ill + [0] * 20)
    (everybody,) = of(predictions(label, np.linspace(0, 1, len(label))), ["same"] * len(label))
    assert ("auroc" in everybody.scores) == there


@pytest.mark.parametrize(("patients", "there"), [(4, False), (5, True)])
def test_calibration_in_the_large_needs_five_patients(predictions, patients, there):
    group, label = np.arange(12) % patients, np.arange(12) % patients % 2
    answers = predictions(label, np.linspace(0, 1, 12), group=group)
    (everybody,) = of(replace(answers, patient_id=group.astype(str)), ["same"] * 12)
    assert everybody.patients == patients
    assert ("calibration_in_the_large" in everybody.scores) == there


def test_a_subgroup_of_one_class_has_what_can_be_counted(predictions):
    (everybody,) = of(predictions([0] * 8, [0.1] * 8), ["same"] * 8)
    assert everybody.scores["specificity"].value == 1
    assert everybody.scores["specificity"].low < 0.8
    assert not {"sensitivity", "auroc", "coverage_ill"} & everybody.scores.keys()


def test_a_record_without_a_value_is_unknown(answers):
    found = of(answers, ["female"] * 20)
    assert [(one.value, one.pages) for one in found] == [("female", 20), ("unknown", 40)]


def test_numbers_are_shown_as_bands_in_their_order(answers):
    found = of(answers, [str(30 + row) for row in range(60)])
    assert [one.value for one in found] == ["under 50", "50-68", "69 and above"]
    assert [one.pages for one in found] == [20, 19, 21]


def test_taken_rows_know_their_models_anew(answers):
    assert take(answers, np.array([0, 40, 59])).fit.tolist() == [0, 1, 1]
