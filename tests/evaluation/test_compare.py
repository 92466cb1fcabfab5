"""Intervals over patients, paired differences, and what may be said of the graph."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from hfgnn.config.evaluation import Evaluation, Recalibration, Threshold
from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.compare import Comparison, Estimate, evaluate, verdict
from hfgnn.evaluation.delong import auroc_interval

SETTINGS = Evaluation(Threshold.balanced, 1000, 0.95, 0.9, Recalibration.platt, 0.9, [])


def test_the_first_draw_is_the_data_themselves():
    weights = draw_patients(np.array([0, 0, 1, 2]), resamples=50, seed=0)
    assert weights.shape == (51, 4)
    assert weights[0].tolist() == [1, 1, 1, 1]


def test_all_pages_of_a_patient_are_drawn_together_and_as_many_patients_as_there_are():
    group = np.array([7, 7, 7, 3, 5, 5])
    weights = draw_patients(group, resamples=200, seed=1)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, 4] == weights[:, 5]).all()
    assert (weights[:, [0, 3, 4]].sum(axis=1) == 3).all()
    assert weights[1:, 3].mean() == pytest.approx(1, abs=0.2)


def test_the_seed_decides_the_draws():
    group = np.arange(20)
    first, again, other = (draw_patients(group, resamples=5, seed=seed) for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_an_accuracy_interval_agrees_with_the_binomial(predictions):
    label = np.array([0, 1] * 100)
    wrong = np.arange(200) < 40
    answers = predictions(label, np.where(wrong, 1 - label, label))
    controls = [predictions(label, label * 0.0, model=name) for name in ("no_edges", "rewired")]
    estimate = evaluate(answers, controls, settings=SETTINGS, seed=0).models["gcn"]["accuracy"]
    half = 1.96 * (0.8 * 0.2 / 200) ** 0.5
    assert estimate.value == pytest.approx(0.8)
    assert estimate.high - estimate.low == pytest.approx(2 * half, rel=0.15)


def test_pages_of_one_patient_widen_the_interval(predictions):
    label = np.array([0, 1] * 60)
    generator = np.random.default_rng(0)
    patient = np.arange(120) // 2 % 20  # six pages each, right or wrong together
    probability = np.where(generator.random(20)[patient] < 0.3, 1 - label, label)
    controls = [predictions(label, label * 0.0, model=name) for name in ("no_edges", "rewired")]

    def width(group):
        answers = predictions(label, probability, group=group)
        score = evaluate(answers, controls, settings=SETTINGS, seed=0).models["gcn"]["accuracy"]
        return score.high - score.low

    assert width(patient) > 1.5 * width(np.arange(120))


def test_a_difference_is_paired(predictions):
    generator = np.random.default_rng(3)
    label = generator.integers(0, 2, 80)
    probability = np.clip(label * 0.2 + generator.random(80) * 0.8, 0, 1)
    network = predictions(label, probability)
    twin = predictions(label, probability, model="no_edges")
    other = predictions(label, generator.random(80), model="rewired")
    result = evaluate(network, [twin, other], settings=SETTINGS, seed=0)
    same = next(one for one in result.comparisons if one.against == "no_edges")
    assert (same.difference, same.low, same.high) == (0, 0, 0)
    apart = next(one for one in result.comparisons if one.against == "rewired")
    expected = result.models["gcn"]["auroc"].value - result.models["rewired"]["auroc"].value
    assert apart.difference == pytest.approx(expected)


def test_a_control_that_answers_other_pages_is_refused(predictions):
    with pytest.raises(ValueError, match="no_edges answers other pages than gcn"):
        evaluate(
            predictions([0, 1], [0, 1]),
            [predictions([0, 1, 1], [0, 1, 1], model="no_edges")],
            settings=SETTINGS,
            seed=0,
        )


GOOD = Estimate(0.8, 0.7, 0.9)


def against(**differences):
    return [Comparison("gcn", name, "auroc", *values) for name, values in differences.items()]


BETTER, SAME, WORSE = (0.05, 0.02, 0.08), (0.01, -0.02, 0.04), (-0.05, -0.08, -0.02)


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        (
            {"no_edges": BETTER, "rewired": BETTER, "logistic_all": BETTER},
            "the graph helps by 0.050 [0.020, 0.080] AUROC",
        ),
        (
            {"no_edges": BETTER, "rewired": BETTER, "label_propagation": SAME},
            "the graph helps by 0.050 [0.020, 0.080] AUROC",
        ),
        ({"no_edges": WORSE, "rewired": BETTER}, "the graph hurts by 0.050 [0.020, 0.080] AUROC"),
        (
            {"no_edges": SAME, "rewired": BETTER},
            "no evidence that the graph helps: +0.010 [-0.020, +0.040] AUROC over no edges",
        ),
        (
            {"no_edges": BETTER, "rewired": SAME},
            "no evidence that the graph helps: +0.050 [+0.020, +0.080] AUROC over no edges, "
            "but rewired on random edges is not clearly worse (+0.010 [-0.020, +0.040])",
        ),
        (
            {"no_edges": BETTER, "rewired": BETTER, "logistic_all": WORSE, "boosting": SAME},
            "no evidence that the graph helps: +0.050 [+0.020, +0.080] AUROC over no edges, "
            "but logistic_all without a graph is better (-0.050 [-0.080, -0.020])",
        ),
    ],
)
def test_the_verdict(differences, said):
    assert verdict(against(**differences), without_graph=GOOD) == said


def test_accuracy_does_not_decide():
    accuracy = [Comparison("gcn", name, "accuracy", *WORSE) for name in ("no_edges", "rewired")]
    decisive = against(no_edges=BETTER, rewired=BETTER)
    assert verdict([*accuracy, *decisive], without_graph=GOOD).startswith("the graph helps")


def test_results_are_plain_for_json(predictions):
    import json

    label = np.array([0, 1] * 20)
    network = predictions(label, np.linspace(0, 1, 40))
    controls = [
        predictions(label, np.linspace(1, 0, 40), model=name) for name in ("no_edges", "rewired")
    ]
    result = evaluate(network, controls, settings=SETTINGS, seed=0).as_json()
    assert json.loads(json.dumps(result)) == result
    assert result["models"]["gcn"]["auroc"].keys() == {"value", "low", "high"}


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ({"no_edges": (0.05, 0.0, 0.1), "rewired": BETTER}, "no evidence that the graph helps"),
        ({"no_edges": BETTER, "rewired": BETTER, "boosting": (0.05, 0.0, 0.1)}, "no evidence"),
        ({"no_edges": (-0.01, -0.04, 0.02), "rewired": BETTER}, "no evidence that the graph helps"),
        (
            {"no_edges": BETTER, "rewired": SAME, "boosting": WORSE},
            "but boosting without a graph is better",
        ),
    ],
)
def test_a_verdict_at_its_limits(differences, said):
    assert said in verdict(against(**differences), without_graph=GOOD)


@pytest.mark.parametrize(
    "changed", [{"resamples": 100}, {"confidence": 0.5}, {"specificity": 0.5}, {"seed": 1}]
)
def test_every_setting_of_the_evaluation_counts(predictions, changed):
    generator = np.random.default_rng(0)
    label = generator.integers(0, 2, 80)
    network = predictions(label, np.clip(0.3 * label + 0.7 * generator.random(80), 0, 1))
    controls = [
        predictions(label, generator.random(80), model=name) for name in ("no_edges", "rewired")
    ]

    def scores(seed=0, **settings):
        settings = replace(SETTINGS, **settings)
        models = evaluate(network, controls, settings=settings, seed=seed).models
        return models["gcn"]["sensitivity_at_specificity"]

    assert scores(**changed) != scores()


def test_where_nothing_predicts_the_label_the_graph_cannot_hurt():
    worse = against(no_edges=WORSE, rewired=BETTER)
    assert verdict(worse, without_graph=Estimate(0.6, 0.51, 0.7)).startswith("the graph hurts")
    said = verdict(worse, without_graph=Estimate(0.6, 0.5, 0.7))
    assert said.startswith("no evidence that the graph helps: -0.050")


@pytest.mark.parametrize("turned", [False, True])
def test_patients_who_are_all_told_apart_do_not_make_it_certain(predictions, turned):
    label = np.array([0, 1] * 15)
    probability = 1.0 * (1 - label if turned else label)
    network = predictions(label, probability)
    controls = [predictions(label, label * 0.0, model=name) for name in ("no_edges", "rewired")]
    models = evaluate(network, controls, settings=SETTINGS, seed=0).models
    sure, none = auroc_interval(network, 0.95), auroc_interval(controls[0], 0.95)
    assert models["gcn"]["auroc"] == sure
    assert sure.high - sure.low > 0.2
    whole, half = (binomtest(number * (not turned), number).proportion_ci(0.95, "wilson")
                   for number in (30, 15))  # fmt: skip
    for name, bound in (("accuracy", whole), ("sensitivity", half), ("specificity", half)):
        got = models["gcn"][name]
        assert (got.low, got.high) == pytest.approx((bound.low, bound.high))
    assert models["no_edges"]["auroc"] == none == Estimate(0.5, 0.5, 0.5)
    # Who calls nobody ill has these two by definition.
    assert models["no_edges"]["specificity"] == Estimate(1, 1, 1)
    assert models["no_edges"]["sensitivity"] == Estimate(0, 0, 0)


def test_a_second_network_on_the_graph_cannot_speak_against_it():
    said = verdict(
        against(no_edges=BETTER, rewired=BETTER, logistic_all=BETTER, gat=WORSE), without_graph=GOOD
    )
    assert said.startswith("the graph helps")
