import csv
import json

import numpy as np
import pytest
from sklearn.metrics import f1_score

from hfgnn.reports.beats.files import write_beats_files
from hfgnn.reports.beats.run_files import read_class_predictions
from hfgnn.types import DataError


def lines_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def folder(finished, tmp_path):
    write_beats_files(finished, tmp_path / "run")
    return tmp_path / "run"


def test_predictions_give_back_the_scores_of_metrics_json(folder):
    metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    lines = lines_of(folder / "predictions.csv")
    assert len(lines) == 120 * (2 + 1 + 1)
    assert list(lines[0]) == [
        "patient", "record", "sample", "seed", "model", "label", "predicted", "group",
        "probability_N", "probability_S", "probability_V",
    ]  # fmt: skip
    assert list(metrics["models"]) == ["xgb_features", "beat_cnn", "majority"]
    for model, scores in metrics["models"].items():
        own = [line for line in lines if line["model"] == model]
        true, called = ([line[name] for line in own] for name in ("label", "predicted"))
        wanted = f1_score(true, called, average="macro", zero_division=0)
        assert scores["macro_f1"]["value"] == pytest.approx(wanted)


def test_what_is_read_again_is_what_was_said(finished, folder):
    read = read_class_predictions(folder)
    for one, other in zip(read, (finished.network, *finished.controls), strict=True):
        assert (one.model, one.classes) == (other.model, other.classes)
        for name in ("record_id", "patient_id", "group", "sample", "seed", "label", "probability"):
            assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_every_recording_has_a_line_with_its_errors(finished, folder):
    lines = [line for line in lines_of(folder / "records.csv") if line["model"] == "xgb_features"]
    assert [line["record"] for line in lines] == ["103", "104", "<b>105"]
    network = finished.network
    here = (network.record_id == "104") & (network.label == 1) & (network.predicted == 0)
    assert float(lines[1]["S_called_N"]) == here.sum() / 2
    rest = network.record_id != "104"
    without = f1_score(network.label[rest], network.predicted[rest], average="macro")
    assert float(lines[1]["macro_f1_without"]) == pytest.approx(without)
    everything = f1_score(network.label, network.predicted, average="macro")
    assert float(lines[1]["macro_f1_change"]) == pytest.approx(everything - without)


def test_recordings_are_listed_by_part_with_their_beats(finished, folder):
    lines = lines_of(folder / "splits.csv")
    parts = [(line["part"], line["record"]) for line in lines]
    assert parts == [
        ("train", "100"), ("train", "101"), ("validation", "102"),
        ("test", "103"), ("test", "104"), ("test", "<b>105"),
    ]  # fmt: skip
    label = finished.beats.label[finished.beats.record_id == "104"]
    assert [int(lines[4][name]) for name in "NSV"] == np.bincount(label).tolist()
    assert (lines[4]["beats"], lines[4]["patient"], lines[4]["group"]) == ("40", "p104", "4")


def test_what_was_left_out_is_listed_with_its_reason(folder):
    assert lines_of(folder / "refused.csv") == [
        {"file": "<script>.hea", "reason": "there is no such .dat"}
    ]
    assert lines_of(folder / "left_out.csv")[2] == {
        "record": "100", "reason": "marks that are no beats", "marks": "1200",
    }  # fmt: skip


def test_metrics_hold_neither_nan_nor_null(finished, tmp_path):
    finished.metrics["timing"]["nothing"] = float("nan")
    write_beats_files(finished, tmp_path)
    text = (tmp_path / "metrics.json").read_text(encoding="utf-8")
    assert "NaN" not in text
    assert "nothing" not in text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (None, "no readable table"),
        ("patient,record\n1,2\n", "has no column sample, seed, model, label, predicted, group"),
        (
            "patient,record,sample,seed,model,label,predicted,group,probability_N\n",
            r"has no column probability_\* of two classes",
        ),
        (
            "patient,record,sample,seed,model,label,predicted,group,probability_N,probability_S\n"
            "p,r,1,0,cnn,X,N,0,0.5,0.5\n",
            "cannot be used: 'X'",
        ),
        (
            "patient,record,sample,seed,model,label,predicted,group,probability_N,probability_S\n"
            "p,r,1,0,cnn,N,N,0,half,0.5\n",
            "cannot be used",
        ),
    ],
)
def test_a_table_that_is_not_that_of_a_run_is_refused(tmp_path, text, rule):
    if text is not None:
        (tmp_path / "predictions.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=rule):
        read_class_predictions(tmp_path)
