"""Scores, intervals, differences and the verdict, once more from predictions.csv."""

import re

import numpy as np
import pytest
from sklearn import config_context
from sklearn.metrics import (
    accuracy_score,
    auc,
    average_precision_score,
    balanced_accuracy_score,
    brier_score_loss,
    f1_score,
    recall_score,
    roc_auc_score,
    roc_curve,
)

from hfgnn.reports.words import model_words

MAIN = ("auroc", "auprc", "accuracy", "macro_f1")
FURTHER = (
    "balanced_accuracy", "sensitivity", "specificity", "sensitivity_at_specificity", "brier",
)  # fmt: skip
ENDS = ("value", "low", "high")
FIT = ["repeat", "seed", "fold"]


def ranked(rows, fits, weight, specificity):
    """Scores of one draw that rank pages inside the trained models."""
    label, probability = rows["label"].to_numpy(), rows["probability"].to_numpy()
    found, pairs, ill = [], [], []
    for inside in fits:
        drawn = inside[weight[inside] > 0]
        totals = np.bincount(label[drawn], weights=weight[drawn], minlength=2)
        if totals.all():
            columns = label[drawn], probability[drawn]
            found.append(of_fit(*columns, sample_weight=weight[drawn], specificity=specificity))
            pairs.append(totals.prod())
            ill.append(totals[1])
    auroc, auprc, sensitivity = np.transpose(found)
    return {
        "auroc": np.average(auroc, weights=pairs),
        "auprc": np.average(auprc, weights=ill),
        "sensitivity_at_specificity": np.average(sensitivity, weights=ill),
    }


def of_fit(label, probability, *, sample_weight, specificity):
    with config_context(assume_finite=True, skip_parameter_validation=True):
        alarms, found, _ = roc_curve(
            label, probability, sample_weight=sample_weight, drop_intermediate=False
        )
        return (
            auc(alarms, found),
            average_precision_score(label, probability, sample_weight=sample_weight),
            # A little to the right, since 1 - 0.9 lies below 0.1, where the curve may rise.
            np.interp(1 - specificity + 1e-12, alarms, found),
        )


def counted(rows, weight):
    """Scores of one draw that count pages over all folds."""
    label, called = rows["label"].to_numpy(), rows["predicted"].to_numpy()
    counts = [
        [weight[(label == one) & (called == other)].sum() for other in (0, 1)] for one in (0, 1)
    ]
    (cleared, alarms), (missed, found) = counts
    sensitivity, specificity = found / (found + missed), cleared / (cleared + alarms)
    errors = missed + alarms
    return {
        "accuracy": 1 - errors / weight.sum(),
        "macro_f1": found / (2 * found + errors) + cleared / (2 * cleared + errors),
        "balanced_accuracy": (sensitivity + specificity) / 2,
        "sensitivity": sensitivity,
        "specificity": specificity,
        "brier": np.average((rows["probability"] - label) ** 2, weights=weight),
    }


@pytest.fixture(scope="module")
def draws(finished):
    """Every score of every model in every draw."""
    found, specificity = {}, finished.settings["specificity"]
    for model, rows in finished.models.items():
        fits = list(rows.groupby(FIT).indices.values())
        each = [
            counted(rows, weight) | ranked(rows, fits, weight, specificity)
            for weight in finished.weights(rows)
        ]
        found[model] = {name: np.array([draw[name] for draw in each]) for name in each[0]}
    return found


@pytest.fixture(scope="module")
def scores(finished, draws):
    return {
        model: {name: finished.interval(values) for name, values in table.items()}
        for model, table in draws.items()
    }


@pytest.fixture(scope="module")
def differences(finished, draws):
    """The network less each control, in AUROC and in accuracy."""
    network, *controls = draws
    return {
        (control, name): finished.interval(
            draws[network][name] - draws[control][name], name="difference"
        )
        for control in controls
        for name in ("auroc", "accuracy")
    }


def test_every_score_and_interval_comes_out_again(finished, scores, same):
    same(scores, finished.metrics["models"])


def test_scikit_learn_gives_the_same_values(finished):
    for model, rows in finished.models.items():
        label, called = rows["label"], (rows["probability"] >= rows["threshold"]).astype(int)
        assert (called == rows["predicted"]).all()
        written = finished.metrics["models"][model]
        for name, value in (
            ("auroc", by_pairs(rows)),
            ("accuracy", accuracy_score(label, called)),
            ("macro_f1", f1_score(label, called, average="macro")),
            ("balanced_accuracy", balanced_accuracy_score(label, called)),
            ("sensitivity", recall_score(label, called)),
            ("specificity", recall_score(label, called, pos_label=0)),
            ("brier", brier_score_loss(label, rows["probability"])),
        ):
            assert written[name]["value"] == pytest.approx(value, abs=1e-12)


def by_pairs(rows):
    """AUROC of each trained model, with the weight of its pairs."""
    fits = [inside for _, inside in rows.groupby(FIT) if inside["label"].nunique() == 2]
    auroc = [roc_auc_score(inside["label"], inside["probability"]) for inside in fits]
    return np.average(auroc, weights=[np.bincount(inside["label"]).prod() for inside in fits])


def test_every_difference_comes_out_again(finished, differences, same):
    network = finished.metrics["network"]
    recomputed = [
        {"model": network, "against": control, "metric": name} | difference
        for (control, name), difference in differences.items()
    ]
    same(recomputed, finished.metrics["comparisons"])


def test_the_verdict_follows_from_the_numbers(finished, scores, differences, shows):
    plain = differences["no_edges", "auroc"]
    without_graph = [
        difference
        for (control, name), difference in differences.items()
        if name == "auroc" and control != "label_propagation"
    ]
    beaten = [one for one in without_graph if one["low"] > 0]
    expected = [plain[name] for name in ("difference", "low", "high")]
    verdict = finished.metrics["verdict"]
    if plain["high"] < 0 and scores["no_edges"]["auroc"]["low"] > 0.5:
        assert verdict.startswith("the graph hurts by")
        expected = [-plain[name] for name in ("difference", "high", "low")]
    elif len(beaten) == len(without_graph):
        assert verdict.startswith("the graph helps by")
    else:
        assert verdict.startswith("no evidence that the graph helps:")
    if plain["low"] > 0 and len(beaten) < len(without_graph):
        rival = min(
            (one for one in without_graph if one["low"] <= 0), key=lambda one: one["difference"]
        )
        expected += [rival[name] for name in ("difference", "low", "high")]
        assert ("is better" in verdict) == (rival["high"] < 0)
    for line in (verdict, finished.line, said(finished)):
        assert shows(line, *expected)


def said(finished):
    """The verdict on the terminal."""
    return next(
        line for line in finished.printed.splitlines() if re.match(r"(no e|the g).* \[", line)
    )


def test_the_report_shows_these_scores(finished, scores, differences, shows):
    network = finished.metrics["network"]
    for names, head in ((MAIN, "AUROC"), (FURTHER, "Brier score")):
        _, *lines = finished.table("model", head)
        for line, model in zip(lines, scores, strict=True):
            assert (
                line[0].split(" ")[-1] == model
                or model_words(model, network).short in line[0]
                or model in line[0].split()
            )
            shown = [scores[model][name] for name in names]
            if names == MAIN and model != network:
                gain = differences[model, "auroc"]
                shown.append(gain | {"value": gain["difference"]})
            for cell, estimate in zip(line[1:], shown, strict=False):
                assert shows(cell, *(estimate[end] for end in ENDS))
            assert len([cell for cell in line[1:] if cell]) == len(shown)


def test_the_terminal_shows_these_scores(finished, scores, differences, shows):
    network = finished.metrics["network"]
    for model in scores:
        words = model_words(model, network).short
        (line,) = [
            one for one in finished.printed.splitlines() if re.match(rf"{words} +{model} ", one)
        ]
        expected = [scores[model][name][end] for name in MAIN for end in ENDS]
        if model != network:
            expected += [differences[model, "auroc"][end] for end in ("difference", "low", "high")]
        assert shows(line, *expected)
