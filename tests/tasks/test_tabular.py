"""A table of patients through the whole pipeline, as a user runs it."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

PATIENTS = 90
SETTINGS = (
    "task=tabular",
    "training=quick",
    "training.max_epochs=3",
    "evaluation.resamples=100",
    "graph.k=3",
    "ensemble.folds=2",
    "ensemble.forest.trees=10",
    "ensemble.boosting.trees=10",
    "ensemble.clusters.most=2",
    "ensemble.clusters.rows=40",
    "ensemble.clusters.pairs=2",
    "controls.boosting_trees=5",
)
MEMBERS = ["forest", "xgboost", "logistic_clusters", "logistic_splines", "stacking"]


def write_table(path, *, pain=None):
    """A semicolon table with decimal commas, a category, a gap and a site; the settings for it."""
    generator = np.random.default_rng(0)
    with path.open("w", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(["age", "ef", "pain", "hospital", "died"])
        for number in range(PATIENTS):
            died = number % 3 == 0
            ef = generator.normal(35 if died else 50, 10)
            kind = "none" if pain is None else pain.get(number, "none")
            site = ["leeds", "york"][number % 2]
            age = "" if number == 4 else f"{generator.normal(65, 9):.1f}".replace(".", ",")
            lines.writerow([age, f"{ef:.2f}".replace(".", ","), kind, site, int(died)])
    return [f"data.path={path}", "data.target=died"]


@pytest.fixture
def table(tmp_path):
    return lambda **changes: write_table(tmp_path / "table.csv", **changes)


@pytest.fixture
def tabular(hfgnn_real):
    return lambda *arguments: hfgnn_real("protocol.folds=3", *SETTINGS, *arguments)


@pytest.fixture(scope="module")
def finished(once, tmp_path_factory):
    """The folder of a run on the usual table, and what it showed."""
    settings = write_table(tmp_path_factory.mktemp("usual") / "table.csv")
    return once("protocol.folds=3", *SETTINGS, *settings)


def rows_of(folder, model):
    with (folder / "predictions.csv").open(newline="") as file:
        return [row for row in csv.DictReader(file) if row["model"] == model]


def test_networks_controls_and_members_answer_the_same_patients(finished, metrics_of):
    folder, shown = finished
    metrics = metrics_of(folder)
    assert list(metrics["models"]) == [
        "gcn", "no_edges", "rewired", "gat", "logistic_all", "boosting", "label_propagation",
        "majority", *MEMBERS,
    ]  # fmt: skip
    assert metrics["task"] == "tabular"
    assert metrics["stamps"] == []
    assert metrics["cohort"]["unit"] == "patient"
    assert "backbone" not in metrics
    asked = {tuple(row["record"] for row in rows_of(folder, name)) for name in metrics["models"]}
    assert len(asked) == 1
    assert len(set(asked.pop())) == PATIENTS
    assert "GAT on the graph" in shown
    assert "page" not in shown


def test_the_scores_come_out_of_the_predictions_again(finished, metrics_of):
    folder, _ = finished
    for name in ("stacking", "gat"):
        rows = rows_of(folder, name)
        by_fold = {}
        for row in rows:
            by_fold.setdefault(row["fold"], []).append(
                (int(row["label"]), float(row["probability"]))
            )
        pairs = {fold: np.array(list(zip(*both, strict=True))) for fold, both in by_fold.items()}
        weights = [label.sum() * (1 - label).sum() for label, _ in pairs.values()]
        scores = [roc_auc_score(label, said) for label, said in pairs.values()]
        again = np.average(scores, weights=weights)
        assert metrics_of(folder)["models"][name]["auroc"]["value"] == pytest.approx(again)


def test_what_stacking_adds_and_what_clusters_were_found_is_told(finished, metrics_of):
    folder, _ = finished
    metrics = metrics_of(folder)
    gain = metrics["stacking"]["over_best"]
    assert gain["low"] <= gain["difference"] <= gain["high"]
    assert sum(metrics["stacking"]["chosen"].values()) == 3
    assert metrics["clusters"]
    assert (folder / "shap.csv").is_file()
    report = (folder / "report.html").read_text()
    assert "SHAP" in report


def test_a_row_with_a_category_of_its_own_is_refused_with_its_reason(tabular, table, metrics_of):
    pain = dict.fromkeys(range(0, PATIENTS, 2), "typical") | {7: "odd"}
    (folder,) = tabular(*table(pain=pain))
    with (folder / "refused.csv").open(newline="") as file:
        (refused,) = csv.DictReader(file)
    assert "pain is 'odd', which no training patient" in refused["reason"]
    assert len(rows_of(folder, "gcn")) == PATIENTS - 1
    assert metrics_of(folder)["cohort"]["not_asked"] == 1


def test_every_hospital_is_left_out_once(hfgnn_real, table, metrics_of):
    left = ("data.site_column=hospital", "protocol=leave_site_out")
    (folder,) = hfgnn_real(*SETTINGS, *table(), *left)
    assert metrics_of(folder)["protocol"]["name"] == "leave_site_out"
    assert metrics_of(folder)["protocol"]["folds"] == 2
    folds = {row["fold"]: set() for row in rows_of(folder, "gcn")}
    for row in rows_of(folder, "gcn"):
        folds[row["fold"]].add(int(row["record"].split()[-1]) % 2)
    assert sorted(map(sorted, folds.values())) == [[0], [1]]


def test_what_is_told_of_a_test_row_changes_no_answer_to_another(finished, tabular, table):
    """A line changes: its mates in the test fold are answered as before, byte by byte."""
    before, _ = finished
    settings = table()
    path = Path(settings[0].partition("=")[2])
    head, _, *others = path.read_text().splitlines()
    path.write_text("\n".join([head, "99,0;5,00;none;leeds;1", *others]) + "\n")
    (after,) = tabular(*settings)
    for name in [*MEMBERS, "gcn", "logistic_all"]:
        old, new = rows_of(before, name), rows_of(after, name)
        first = next(row["fold"] for row in old if row["record"] == "line 2")
        assert [row["record"] for row in old] == [row["record"] for row in new]
        changed = [
            row["record"]
            for row, other in zip(old, new, strict=True)
            if row["fold"] == first and row["probability"] != other["probability"]
        ]
        assert len(changed) <= 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["backbone=resnet18"], "backbone is 'ResNet18"),
        (["columns=none"], "backbone, clinical, recording and columns are all none"),
        (["model=gat"], "second_model is 'gat', but it must be another network than model"),
        (["columns.leave_out=[weight]"], "columns.leave_out names weight"),
        (["protocol=leave_site_out"], "protocol.attribute is 'site', but the data do not say it"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(hfgnn_real, table, arguments, message):
    with pytest.raises(SystemExit) as end:
        hfgnn_real(*table(), *SETTINGS, *arguments)
    assert message in str(end.value.code)
    assert "\n" not in str(end.value.code)


def test_settings_of_the_run_are_noted(finished):
    folder, _ = finished
    facts = json.loads((folder / "run.json").read_text())
    assert facts["settings"]["second_model"]["_target_"].endswith("GAT")
