import csv
import json
import os

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, roc_auc_score

from hfgnn.reports.files import write_beside, write_files


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
        "patient", "record", "fold", "model", "label", "probability", "threshold", "predicted",
    ]  # fmt: skip
    majority = columns_of(lines, "majority")
    assert (majority["probability"] == 1 / 3).all()
    assert (majority["threshold"][:12] == 1 / 3 + 0.1).all()


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


def test_a_file_name_that_is_no_unicode_is_written_with_its_escapes(tmp_path):
    write_beside(tmp_path / "refused.csv", "caf\udce9.png")
    assert (tmp_path / "refused.csv").read_bytes() == b"caf\\udce9.png"
