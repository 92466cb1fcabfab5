"""DeLong's variance against its definition, a published table, resampling and simulated data."""

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, norm

from hfgnn.evaluation.bootstrap import draw_patients
from hfgnn.evaluation.delong import auroc_difference, auroc_interval
from hfgnn.evaluation.metrics import scores

# 43 patients of DeLong et al. 1988, as in SAS/STAT's User's Guide, The LOGISTIC Procedure,
# "Comparing Receiver Operating Characteristic Curves": albumin, total protein, K-G score, outcome.
OVARIAN = """
3.0 5.8 10 0  3.2 6.3 5 1  3.9 6.8 3 1  2.8 4.8 6 0  3.2 5.8 3 1  0.9 4.0 5 0  2.5 5.7 8 0
1.6 5.6 5 1  3.8 5.7 5 1  3.7 6.7 6 1  3.2 5.4 4 1  3.8 6.6 6 1  4.1 6.6 5 1  3.6 5.7 5 1
4.3 7.0 4 1  3.6 6.7 4 0  2.3 4.4 6 1  4.2 7.6 4 0  4.0 6.6 6 0  3.5 5.8 6 1  3.8 6.8 7 1
3.0 4.7 8 0  4.5 7.4 5 1  3.7 7.4 5 1  3.1 6.6 6 1  4.1 8.2 6 1  4.3 7.0 5 1  4.3 6.5 4 1
3.2 5.1 5 1  2.6 4.7 6 1  3.3 6.8 6 0  1.7 4.0 7 0  3.7 6.1 5 1  3.3 6.3 7 1  4.2 7.7 6 1
3.5 6.2 5 1  2.9 5.7 9 0  2.1 4.8 7 1  2.8 6.2 8 0  4.0 7.0 7 1  3.3 5.7 6 1  3.7 6.9 5 1
3.6 6.6 5 1
"""


def definition(label, *probabilities):
    """AUROC and covariance by a double loop over pairs, as in the paper of 1988."""
    inner, outer, areas = [], [], []
    for probability in probabilities:
        ill, healthy = probability[label == 1], probability[label == 0]
        wins = np.array([[float(a > b) + (a == b) / 2 for b in healthy] for a in ill])
        areas.append(wins.mean())
        inner.append(wins.mean(axis=1))
        outer.append(wins.mean(axis=0))
    covariance = np.cov(inner) / len(inner[0]) + np.cov(outer) / len(outer[0])
    return areas, np.atleast_2d(covariance)


def error_of(estimate, confidence=0.95):
    """Standard error that an interval on the logit scale was made of."""
    wide = np.log(estimate.high / (1 - estimate.high)) - np.log(estimate.low / (1 - estimate.low))
    return wide / 2 / norm.ppf((1 + confidence) / 2) * estimate.value * (1 - estimate.value)


def simulated(make, generator, patients=60, pages=1, repeats=1, folds=1, model="gcn", shift=1.0):
    """Pages that share their patient's noise, every repeat with a fold per patient."""
    ill = np.arange(patients) % 2
    patient = np.tile(np.repeat(np.arange(patients), pages), repeats)
    fold = np.concatenate(
        [np.repeat(generator.permutation(patients) % folds, pages) for _ in range(repeats)]
    )
    own = shift * ill + generator.normal(size=patients)
    noise = generator.normal(size=len(patient)) / 2
    repeat = np.repeat(np.arange(repeats), patients * pages)
    return make(ill[patient], own[patient] + noise, fold, group=patient, repeat=repeat, model=model)


@pytest.mark.parametrize("seed", range(5))
def test_one_fit_and_one_page_per_patient_is_the_definition(predictions, seed):
    generator = np.random.default_rng(seed)
    label = np.append(generator.integers(0, 2, 40), [0, 0, 1, 1])
    first, second = np.round(generator.random((2, 44)) + label / 4, 1)  # many ties
    areas, covariance = definition(label, first, second)
    one, other = predictions(label, first), predictions(label, second, model="other")
    estimate = auroc_interval(one, 0.95)
    assert estimate.value == pytest.approx(areas[0])
    ranked = mannwhitneyu(first[label == 1], first[label == 0]).statistic
    assert estimate.value == pytest.approx(ranked / (label.sum() * (1 - label).sum()))
    assert error_of(estimate) ** 2 == pytest.approx(covariance[0, 0])
    test = auroc_difference(one, other, 0.9)
    error = np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    assert test.difference == pytest.approx(areas[0] - areas[1])
    assert test.z == pytest.approx(test.difference / error)
    assert test.p == pytest.approx(2 * norm.sf(abs(test.z)))
    assert test.high - test.low == pytest.approx(2 * norm.ppf(0.95) * error)


@pytest.mark.parametrize(
    ("marker", "area", "error", "difference", "spread", "p"),
    [(0, 0.7366, 0.0927, 0.0108, 0.0953, 0.9102), (1, 0.6478, 0.1000, -0.0780, 0.1046, 0.4561)],
)
def test_the_published_example(predictions, marker, area, error, difference, spread, p):
    table = np.array(OVARIAN.split(), dtype=float).reshape(-1, 4)
    label = 1 - table[:, 3].astype(int)
    score, against = predictions(label, -table[:, marker]), predictions(label, table[:, 2])
    assert auroc_interval(against, 0.95).value == pytest.approx(0.7258, abs=5e-5)
    assert error_of(auroc_interval(against, 0.95)) == pytest.approx(0.1028, abs=5e-5)
    assert auroc_interval(score, 0.95).value == pytest.approx(area, abs=5e-5)
    assert error_of(auroc_interval(score, 0.95)) == pytest.approx(error, abs=5e-5)
    test = auroc_difference(score, against, 0.95)
    assert test.difference == pytest.approx(difference, abs=5e-5)
    assert test.difference / test.z == pytest.approx(spread, abs=5e-5)
    assert test.p == pytest.approx(p, abs=5e-5)


def test_the_value_is_that_of_the_metrics(predictions):
    rows = simulated(predictions, np.random.default_rng(0), pages=2, repeats=3, folds=4)
    table = scores(rows, np.ones((1, len(rows.label))), specificity=0.9)
    assert auroc_interval(rows, 0.95).value == pytest.approx(table["auroc"][0])


def test_a_page_that_is_there_twice_changes_nothing(predictions):
    generator = np.random.default_rng(1)
    label, probability = generator.integers(0, 2, 30), generator.random(30)
    once = auroc_interval(predictions(label, probability), 0.95)
    again = {"label": np.tile(label, 2), "probability": np.tile(probability, 2)}
    twice = auroc_interval(predictions(**again, group=np.tile(np.arange(30), 2)), 0.95)
    repeated = predictions(**again, group=np.tile(np.arange(30), 2), repeat=np.repeat([0, 1], 30))
    for other in (twice, auroc_interval(repeated, 0.95)):
        assert (other.value, other.low, other.high) == pytest.approx(
            (once.value, once.low, once.high)
        )
    strangers = auroc_interval(predictions(**again), 0.95)
    assert strangers.high - strangers.low < 0.8 * (once.high - once.low)


def test_patients_with_several_pages_agree_with_the_bootstrap(predictions):
    generator = np.random.default_rng(2)
    one = simulated(predictions, generator, patients=120, pages=3, repeats=2, folds=2)
    noise = one.probability + generator.normal(size=len(one.label))
    same = {"group": one.group, "repeat": one.repeat, "model": "other"}
    other = predictions(one.label, noise, one.fold, **same)
    weights = draw_patients(one.group, resamples=1000, seed=0)
    first, second = (scores(model, weights, specificity=0.9)["auroc"] for model in (one, other))
    assert error_of(auroc_interval(one, 0.95)) == pytest.approx(first[1:].std(), rel=0.1)
    test = auroc_difference(one, other, 0.95)
    assert test.difference / test.z == pytest.approx((first - second)[1:].std(), rel=0.1)


def test_a_patient_of_both_classes_is_one_patient(predictions):
    # Obuchowski 1997 with a cross term: each patient has an ill and a healthy page, tied in noise.
    generator = np.random.default_rng(3)
    errors, values = [], []
    for _ in range(200):
        own = generator.normal(size=40)
        probability = np.concatenate([own + 0.7, own]) + generator.normal(size=80) / 2
        label, group = np.repeat([1, 0], 40), np.tile(np.arange(40), 2)
        estimate = auroc_interval(predictions(label, probability, group=group), 0.95)
        errors.append(error_of(estimate))
        values.append(estimate.value)
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.12)
    apart = auroc_interval(predictions(label, probability), 0.95)
    assert error_of(apart) > 1.3 * errors[-1]  # what a patient's pages share cancels


def test_small_folds_and_many_repeats_do_not_hide_a_patients_spread(predictions):
    generator = np.random.default_rng(6)
    runs = [
        auroc_interval(simulated(predictions, generator, 36, repeats=6, folds=6), 0.95)
        for _ in range(80)
    ]
    errors = [error_of(run) for run in runs]
    assert np.mean(errors) == pytest.approx(np.std([run.value for run in runs]), rel=0.15)


def test_two_models_that_are_equally_good_differ_in_one_of_twenty(predictions):
    generator = np.random.default_rng(4)
    found = 0
    for _ in range(150):
        one = simulated(predictions, generator, pages=2, repeats=2, folds=3)
        shared = {"group": one.group, "repeat": one.repeat, "model": "other"}
        first, second = (generator.normal(size=60)[one.group] + one.probability for _ in range(2))
        left = predictions(one.label, first, one.fold, **shared)
        right = predictions(one.label, second, one.fold, **shared)
        found += auroc_difference(left, right, 0.95).p < 0.05
    assert 0.01 < found / 150 < 0.09


def test_the_interval_holds_a_high_auroc(predictions):
    generator = np.random.default_rng(5)
    truth, held = norm.cdf(2.2 / np.sqrt(2)), 0
    for _ in range(300):
        label = np.repeat([1, 0], [25, 35])
        estimate = auroc_interval(predictions(label, generator.normal(2.2 * label)), 0.95)
        assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
        held += estimate.low <= truth <= estimate.high
    assert 0.92 < held / 300 < 0.985
