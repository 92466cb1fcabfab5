"""Calibration and net benefit, once more from predictions.csv."""

import numpy as np
import pytest
import statsmodels.api as api
from scipy.special import logit
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss

FIT = ["repeat", "seed", "fold"]
COLUMNS = {"raw": "probability", "recalibrated": "calibrated"}
SHOWN = ("slope", "intercept", "ece", "brier", "miscalibration", "discrimination", "uncertainty")


@pytest.fixture(scope="module")
def weights(finished):
    return finished.weights(finished.network)


@pytest.fixture(scope="module")
def calibration(finished, weights):
    return {name: calibrated(finished, column, weights) for name, column in COLUMNS.items()}


def calibrated(finished, column, weights):
    rows = finished.network
    probability, label = rows[column].to_numpy(), rows["label"].to_numpy()
    place = tenths(probability)
    each = [one_draw(probability, label, place, weight) for weight in weights]
    draws = {name: np.array([draw[name] for draw in each]) for name in each[0]}
    scores = {name: finished.interval(values) for name, values in draws.items()}
    for name in ("ece", "miscalibration", "discrimination"):
        scores[name] = {"value": scores[name]["value"]}
    by_chance = [
        one_draw(probability, ill, place, weights[0]) for ill in true_labels(finished, column)
    ]
    for name in ("ece", "miscalibration"):
        chance = [draw[name] for draw in by_chance]
        scores[name] |= {"by_chance": np.mean(chance), "by_chance_95": np.percentile(chance, 95)}
    curve = [
        {
            "pages": len(inside),
            "probability": inside[column].mean(),
            "observed": finished.share(inside["label"], inside["group"]),
        }
        for _, inside in rows.groupby(place)
    ]
    return {"scores": scores, "curve": curve}


def true_labels(finished, column):
    """Ill where a patient's number lies below the probability, once per draw."""
    rows = finished.network
    numbers = np.random.default_rng(finished.facts["seed"]).random((500, rows["group"].nunique()))
    place = rows["group"].rank(method="dense").astype(int).to_numpy() - 1
    return [(number[place] < rows[column]).astype(int).to_numpy() for number in numbers]


def tenths(probability):
    """Bins of a tenth of the pages each; equal probabilities together."""
    rising, pages = np.sort(probability), len(probability)
    edges = sorted({rising[-(-pages * tenth // 10) - 1] for tenth in range(1, 10)})
    return np.array([sum(edge < one for edge in edges) for one in probability])


def one_draw(probability, label, place, weight):
    drawn = weight > 0
    probability, label, place, weight = (
        column[drawn] for column in (probability, label, place, weight)
    )
    logits = logit(np.clip(probability, 1e-12, 1 - 1e-12))
    rate = np.average(label, weights=weight)
    brier = brier_score_loss(label, probability, sample_weight=weight)
    best = IsotonicRegression().fit(probability, label, weight).predict(probability)
    least = np.average((best - label) ** 2, weights=weight)
    gaps = [abs((weight * (probability - label))[place == one].sum()) for one in np.unique(place)]
    return {
        "slope": slope(logits, label, weight),
        "intercept": logistic(np.ones_like(logits), label, weight, offset=logits)[0],
        "brier": brier,
        "miscalibration": brier - least,
        "discrimination": rate * (1 - rate) - least,
        "uncertainty": rate * (1 - rate),
        "ece": sum(gaps) / weight.sum(),
    }


def slope(logits, label, weight):
    """NaN where a limit on the probability parts the classes."""
    ill, healthy = logits[label == 1], logits[label == 0]
    if ill.min() >= healthy.max() or healthy.min() >= ill.max():
        return np.nan
    return logistic(api.add_constant(logits), label, weight)[1]


def logistic(columns, label, weight, offset=None):
    model = api.GLM(
        label, columns, family=api.families.Binomial(), freq_weights=weight, offset=offset
    )
    return model.fit(tol=1e-12).params


def test_calibration_comes_out_again(finished, calibration, same):
    same(calibration, finished.metrics["use"]["calibration"])


def test_net_benefit_comes_out_again(finished, weights, same):
    rows = finished.network
    label, probability = rows["label"].to_numpy(), rows["calibrated"].to_numpy()
    curves = {name: [] for name in finished.metrics["use"]["decision_curve"]}
    for hundredths in range(1, 100):
        threshold = hundredths / 100
        model, everybody = [], []
        for weight in weights:
            for called, benefits in ((probability >= threshold, model), (label >= 0, everybody)):
                found = weight[called & (label == 1)].sum()
                alarms = weight[called & (label == 0)].sum()
                benefits.append((found - alarms * threshold / (1 - threshold)) / weight.sum())
        gain = np.array(model) - np.maximum(everybody, 0)
        for prefix, draws in (("", model), ("gain_", gain)):
            ends = finished.interval(draws)
            curves[prefix + "low"].append(ends["low"])
            curves[prefix + "high"].append(ends["high"])
        for name, value in (
            ("threshold", threshold), ("model", model[0]), ("gain", gain[0]),
            ("treat_all", everybody[0]), ("treat_none", 0.0),
        ):  # fmt: skip
            curves[name].append(value)
    same(curves, finished.metrics["use"]["decision_curve"])


def test_the_report_shows_this_calibration(calibration, finished, shows):
    _, *lines = finished.table("as it says")
    for (_, *cells), name in zip(lines, SHOWN, strict=True):
        for cell, estimates in zip(cells, calibration.values(), strict=True):
            assert shows(cell, *estimates["scores"][name].values())


def test_recalibration_keeps_the_order_of_each_trained_model(finished):
    for rows in finished.models.values():
        for _, inside in rows.groupby(FIT):
            rising = inside.sort_values("probability")
            assert (rising["calibrated"].diff().dropna() >= 0).all()
            assert rising.groupby("probability")["calibrated"].nunique().max() == 1
