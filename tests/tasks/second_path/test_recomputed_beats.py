"""What a run on heartbeats says of its models, once more from predictions.csv and scikit-learn."""

import json
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest
from sklearn import config_context
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    precision_recall_fscore_support,
    roc_auc_score,
)

from hfgnn.evaluation.bootstrap import draw_patients

SMALL = (
    "task=beats", "data=simulated_records", "data.patients=14", "data.minutes=1.5", "data.paced=1",
    "model.trees.trees=6", "model.trees.learning_rate=0.5", "model.trees.threads=1", "seed=3",
    "evaluation.resamples=100", "evaluation.confidence=0.9", "protocol.seeds=2",
)  # fmt: skip
RUNS = {
    "apart": ("protocol.validation_folds=2",),
    "random": (
        "protocol=random_beats", "protocol.honest.validation_folds=2", "protocol.honest.seeds=2",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class BeatsRun:
    """A finished run, read from outside."""

    folder: Path

    @cached_property
    def metrics(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "metrics.json").read_text()))

    @cached_property
    def classes(self) -> list[str]:
        return list(self.metrics["protocol"]["classes"])

    @cached_property
    def models(self) -> dict[str, pandas.DataFrame]:
        file = self.folder / "predictions.csv"
        table = pandas.read_csv(file, float_precision="round_trip", low_memory=False)
        groups = table.groupby("model", sort=False)
        return {str(name): rows.reset_index(drop=True) for name, rows in groups}

    def draws(self, rows: pandas.DataFrame) -> list[pandas.DataFrame]:
        """The rows themselves, then those of each draw, a patient's as often as it is drawn."""
        weights = draw_patients(rows["group"].to_numpy(), resamples=100, seed=3).astype(int)
        return [rows.loc[np.repeat(rows.index, weight)] for weight in weights]


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> dict[str, BeatsRun]:
    from hfgnn.__main__ import main

    work = tmp_path_factory.mktemp("beats")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HFGNN_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        patch.chdir(work)
        for name, arguments in RUNS.items():
            patch.setattr(sys, "argv", ["hfgnn", *SMALL, *arguments, f"hydra.run.dir={name}"])
            main()
    return {name: BeatsRun(work / name) for name in RUNS}


@pytest.fixture(params=RUNS, scope="module")
def done(request, runs) -> BeatsRun:
    return runs[request.param]


def scores_of(rows: pandas.DataFrame, classes: list[str], there: list[str]) -> dict[str, float]:
    """Every score of these rows; NaN where they lack a class that ``there`` has."""
    label, called = rows["label"], rows["predicted"]
    lacks = [name for name in there if name not in set(label)]
    with config_context(assume_finite=True, skip_parameter_validation=True):
        precision, recall, f1, _ = precision_recall_fscore_support(
            label, called, labels=classes, zero_division=0
        )
        auroc = [ranked(rows, name) for name in classes]
    table = {
        "f1": f1, "sensitivity": recall, "positive_predictive_value": precision, "auroc": auroc,
    }  # fmt: skip
    found = {
        f"{name} {score}": np.nan if name in lacks else float(value)
        for score, values in table.items()
        for name, value in zip(classes, values, strict=True)
    }
    known = [found[f"{name} sensitivity"] for name in there]
    truth = np.array([[name == one for name in classes] for one in label], dtype=float)
    said = rows[[f"probability_{name}" for name in classes]].to_numpy()
    weights = [(label == name).mean() for name in classes]
    return found | {
        "macro_f1": float(np.mean([found[f"{name} f1"] for name in classes])),
        "accuracy": accuracy_score(label, called),
        "balanced_accuracy": float(np.mean(known)),
        "macro_recall": float(np.sum(known) / len(classes)),
        "weighted_f1": float(np.dot(f1, weights)),
        "brier": float(((said - truth) ** 2).sum(axis=1).mean()),
    }


def ranked(rows: pandas.DataFrame, name: str) -> float:
    """AUROC of a class against all others, within each seed."""
    if not 0 < (rows["label"] == name).mean() < 1:
        return float("nan")
    of_seeds = [
        roc_auc_score(one["label"] == name, one[f"probability_{name}"])
        for _, one in rows.groupby("seed")
    ]
    return float(np.mean(of_seeds))


@pytest.fixture(scope="module")
def drawn(done) -> dict[str, dict[str, np.ndarray]]:
    """Every score of every model in every draw."""
    found = {}
    for model, rows in done.models.items():
        there = [name for name in done.classes if name in set(rows["label"])]
        each = [scores_of(draw, done.classes, there) for draw in done.draws(rows)]
        found[model] = {name: np.array([one[name] for one in each]) for name in each[0]}
    return found


def ends(values: np.ndarray) -> tuple[float, float, float]:
    """The first draw, and the percentiles of the others between which nine in ten lie."""
    return (float(values[0]), *np.nanpercentile(values[1:], [5, 95]))


def holds(written: dict[str, float], values: np.ndarray, *, value: str = "value") -> None:
    mine = ends(values)
    assert written[value] == pytest.approx(mine[0], abs=1e-9)
    if np.ptp(mine) < 1e-12:  # then a share has Wilson's interval
        assert written["low"] - 1e-12 <= mine[0] <= written["high"] + 1e-12
    else:
        assert (written["low"], written["high"]) == pytest.approx(mine[1:], abs=1e-9)


def test_every_score_of_every_model_comes_out_again(done, drawn):
    assert list(done.metrics["models"]) == list(done.models)
    for model, table in done.metrics["models"].items():
        assert set(table) == {name for name in drawn[model] if " " not in name}
        for name, written in table.items():
            holds(written, drawn[model][name])


def test_every_score_of_every_class_comes_out_again(done, drawn):
    compared = 0
    for model, classes in done.metrics["classes"].items():
        assert list(classes) == done.classes
        for name, table in classes.items():
            for score, written in table.items():
                holds(written, drawn[model][f"{name} {score}"])
                compared += 1
    assert compared >= 3 * 3 * 4


def test_every_difference_to_a_control_comes_out_again(done, drawn):
    network, *controls = done.models
    names = ["macro_f1", "accuracy", *(f"f1_{name}" for name in done.classes)]
    written = done.metrics["comparisons"]
    assert [(one["against"], one["metric"]) for one in written] == [
        (control, name) for control in controls for name in names
    ]
    for one in written:
        first, _, of = one["metric"].partition("_")
        name = f"{of} f1" if first == "f1" else one["metric"]
        assert one["model"] == network
        difference = drawn[network][name] - drawn[one["against"]][name]
        assert one["difference"] == pytest.approx(difference[0], abs=1e-9)
        assert (one["low"], one["high"]) == pytest.approx(ends(difference)[1:], abs=1e-9)


def test_confusion_and_seeds_come_out_again(done):
    for model, rows in done.models.items():
        counts = confusion_matrix(rows["label"], rows["predicted"], labels=done.classes)
        assert done.metrics["confusion"][model] == counts.tolist()
        by_seed = [
            f1_score(one["label"], one["predicted"], labels=done.classes, average="macro",
                     zero_division=0)
            for _, one in rows.groupby("seed")
        ]  # fmt: skip
        assert done.metrics["statistics"]["by_seed"][model] == pytest.approx(by_seed)


def test_draws_without_a_class_are_counted(done):
    (network, *_) = done.models.values()
    there = set(network["label"])
    _, *others = done.draws(network)
    share = np.mean([set(one["label"]) != there for one in others])
    assert done.metrics["statistics"]["draws_without_a_class"] == pytest.approx(share)


def test_the_beats_tested_are_those_of_the_split(done):
    splits = pandas.read_csv(done.folder / "splits.csv")
    tested = splits[splits["part"] == "test"]
    for rows in done.models.values():
        for _, one in rows.groupby("seed"):
            assert set(one["record"]) == set(tested["record"])
            assert len(one) == done.metrics["cohort"]["tested_beats"]
            assert not one.duplicated(["record", "sample"]).any()


def test_the_model_beside_a_leaking_result_is_the_run_on_patients_apart(runs):
    apart, beside = runs["apart"].metrics, runs["random"].metrics["honest"]
    for name in ("protocol", "models", "classes", "confusion", "comparisons"):
        assert beside[name] == apart[name]


def test_the_verdicts_follow_from_the_numbers(runs):
    scores = {name: run.metrics["models"]["xgb_features"]["macro_f1"] for name, run in runs.items()}
    low, high = (f"{scores['apart'][end]:.3f}" for end in ("low", "high"))
    apart = f"{scores['apart']['value']:.3f} [{low}, {high}]"
    assert apart in runs["apart"].metrics["verdict"]
    rows, classes = runs["random"].models["xgb_features"], ["N", "S", "V"]
    rows = rows[rows["label"] != "Q"]
    said = [rows["probability_N"], rows["probability_S"]]
    said.append(rows["probability_V"] + rows["probability_F"])
    called = np.array(classes)[np.argmax(said, axis=0)]
    label = rows["label"].replace("F", "V")
    joined = f1_score(label, called, labels=classes, average="macro", zero_division=0)
    verdict = runs["random"].metrics["verdict"]
    for number in (f"{scores['random']['value']:.3f}", f"{joined:.3f}", apart):
        assert number in verdict
    gap = joined - scores["apart"]["value"]
    assert (f"{gap:.3f} of it is knowing the patient" in verdict) == (gap > 0)
