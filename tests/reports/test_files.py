import csv
import json
import os

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, roc_auc_score

from hfgnn.reports.estimates import without_gaps
from hfgnn.reports.files import write_beside, write_files
from hfgnn.reports.sweep import line, write_lines


def lines_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def columns_of(lines, model):
    own = [line for line in lines if line["model"] == model]
    return {
        name: np.array([float(line[name]) for line in own])
        for name in ("fold", "label", "probability", "threshold", "predicted")
    }


def test_predictions_give_back_the_scores_of_metrics_json(finished, tmp_path):
    write_files(finished, tmp_path / "run")
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text(encoding="utf-8"))
    lines = lines_of(tmp_path / "run" / "predictions.csv")
    assert len(metrics["models"]) == 9
    for model, scores in metrics["models"].items():
        table = columns_of(lines, model)
        won, pairs = 0.0, 0.0
        for fold in (0, 1):
            rows = table["fold"] == fold
            label = table["label"][rows]
            weight = label.sum() * (1 - label).sum()
            won += weight * roc_auc_score(label, table["probability"][rows])
            pairs += weight
        assert won / pairs == pytest.approx(scores["auroc"]["value"], abs=1e-12)
        called = table["probability"] >= table["threshold"]
        assert np.array_equal(called, table["predicted"])
        assert accuracy_score(table["label"], called) == scores["accuracy"]["value"]


def test_probabilities_are_written_with_every_digit(finished, tmp_path):
    write_files(finished, tmp_path)
    lines = lines_of(tmp_path / "predictions.csv")
    assert list(lines[0]) == [
        "patient", "record", "repeat", "seed", "fold", "model", "label", "probability",
        "threshold", "predicted", "group", "calibrated", "may_be_healthy", "may_be_ill",
    ]  # fmt: skip
    majority = columns_of(lines, "majority")
    assert (majority["probability"] == 1 / 3).all()
    assert (majority["threshold"][:12] == 1 / 3 + 0.1).all()


def test_predictions_name_the_number_that_the_bootstrap_draws(finished, tmp_path):
    write_files(finished, tmp_path)
    lines = lines_of(tmp_path / "predictions.csv")
    groups = [int(line["group"]) for line in lines if line["model"] == "gcn"]
    assert groups == finished.network.group.tolist()


def test_metrics_hold_neither_nan_nor_null(finished, tmp_path):
    finished.metrics["graph"]["nothing"] = None
    write_files(finished, tmp_path)
    text = (tmp_path / "metrics.json").read_text(encoding="utf-8")
    assert "NaN" not in text
    assert "null" not in text
    graph = json.loads(text)["graph"]
    assert "homophily" not in graph
    assert "nothing" not in graph
    assert graph["homophily_by_chance"] == 0.5


def test_refused_files_and_copies_are_listed(finished, tmp_path):
    write_files(finished, tmp_path)
    assert lines_of(tmp_path / "refused.csv")[0] == {
        "file": "<script>alert(1)</script>&.png",
        "reason": "not an image",
    }
    assert lines_of(tmp_path / "duplicates.csv") == [
        {"file": "a.png", "copy_of": "page0.png", "note": "exact copy"}
    ]


def test_a_table_without_lines_has_its_header(bare, tmp_path):
    write_files(bare, tmp_path)
    assert (tmp_path / "refused.csv").read_text() == "file,reason\n"
    assert (tmp_path / "duplicates.csv").read_text() == "file,copy_of,note\n"


def test_an_interrupted_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "metrics.json"
    write_beside(path, "old")

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_beside(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_sweep_table_that_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "sweep.csv"
    write_lines(path, [{"job": 0, "seed": "1"}, {"job": 1, "k": None}])
    assert path.read_text() == "job,seed,k\n0,1,\n1,,\n"

    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        write_lines(path, [{"job": 0}])
    assert list(tmp_path.iterdir()) == [path]


def test_a_run_whose_scores_could_not_be_computed_has_a_line_in_the_sweep(finished):
    metrics = without_gaps(finished.metrics)
    metrics["models"]["gcn"]["auroc"] = {}
    row = line(0, ["+model=gcn"], metrics)
    assert row["auroc"] is None
    assert row["model"] == "gcn"
    assert row["accuracy"] == metrics["models"]["gcn"]["accuracy"]["value"]


def test_a_file_name_that_is_no_unicode_is_written_with_its_escapes(tmp_path):
    write_beside(tmp_path / "refused.csv", "caf\udce9.png")
    assert (tmp_path / "refused.csv").read_bytes() == b"caf\\udce9.png"


def test_every_row_of_every_split_is_listed_with_its_part(finished, tmp_path):
    write_files(finished, tmp_path)
    lines = lines_of(tmp_path / "splits.csv")
    assert len(lines) == 60
    parts = finished.splits[1].parts
    second = [line for line in lines if line["fold"] == "1"]
    for name in ("train", "validation", "test"):
        listed = [line["record"] for line in second if line["part"] == name]
        assert listed == [f"page{row}.png" for row in getattr(parts, name)]
    assert lines[0] == {
        "repeat": "0", "fold": "0", "part": "train", "record": "page12.png",
        "patient": "patient12", "group": "12", "class": lines[0]["class"], "label": "0",
        "copy": "0", "parent": "", "content_sha256": "12",
    }  # fmt: skip
