"""Runs on a few records of MIT-BIH, some of them spoilt; only where the data are at hand."""

import csv
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import wfdb

ROOT = Path(os.environ.get("HFGNN_REAL_DATA", "/nowhere")) / "mitdb"
TRAIN, TEST = ("106", "118", "207", "209", "223"), ("119", "208", "220")  # all of DS1
SETTINGS = (
    "task=beats", "model.trees.trees=6", "model.trees.threads=1", "segmentation=fixed",
    "protocol.validation_folds=2", "evaluation.resamples=100", "model.trees.learning_rate=0.5",
    f"protocol.train_records={[*TRAIN]}", f"protocol.test_records={[*TEST]}",
)  # fmt: skip
BEATS = {"119": 1987, "208": 2955, "220": 2048}
"""Beats of the tested records, as the database's own table counts them."""

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="HFGNN_REAL_DATA is not set")


@pytest.fixture
def folder(tmp_path) -> Path:
    """Eight records, the lead of some of them in another place."""
    root = tmp_path / "mitdb"
    root.mkdir()
    for name in (*TRAIN, *TEST):
        for ending in ("hea", "dat", "atr"):
            (root / f"{name}.{ending}").symlink_to(ROOT / f"{name}.{ending}")
    return root


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_eight_records_run_apart_by_patient_and_count_as_published(hfgnn_real, folder):
    (done,) = hfgnn_real(*SETTINGS, f"data.root={folder}")
    metrics = json.loads((done / "metrics.json").read_text())
    cohort = metrics["cohort"]
    assert (cohort["records"], cohort["patients"], cohort["refused"]) == (8, 8, 0)
    assert (metrics["stamps"], metrics["audit"]["findings"]) == ([], [])
    parts: dict[bool, set[str]] = {True: set(), False: set()}
    for line in lines(done / "splits.csv"):
        parts[line["part"] == "test"].add(line["patient"])
    assert parts[True] == set(TEST)
    assert parts[False] == set(TRAIN)
    rows = [one for one in lines(done / "predictions.csv") if one["model"] == "majority"]
    left = sum(int(one["marks"]) for one in lines(done / "left_out.csv") if is_beat(one))
    for name, beats in BEATS.items():
        told = sum(one["record"] == name for one in rows)
        assert beats - 5 <= told <= beats  # those at the ends, and what is of no class
    assert cohort["beats"] + left >= sum(BEATS.values())
    counts = np.array(metrics["confusion"]["xgb_features"])
    assert counts.sum() == len(rows) == cohort["tested_beats"]
    assert counts[0, 0] > 0.9 * counts[0].sum()
    assert metrics["models"]["xgb_features"]["macro_f1"]["value"] > 0.5


def is_beat(line: dict[str, str]) -> bool:
    return "no beats" not in line["reason"]


def test_broken_records_are_listed_and_the_others_run(hfgnn_real, folder):
    (folder / "106.atr").unlink()
    (folder / "118.dat").unlink()
    (folder / "118.dat").write_bytes((ROOT / "118.dat").read_bytes()[:-5000])
    (done,) = hfgnn_real(*SETTINGS, f"data.root={folder}")
    refused = {line["file"]: line["reason"] for line in lines(done / "refused.csv")}
    assert set(refused) == {"106", "118"}
    assert refused["106"] == "it has no annotation file 106.atr"
    assert refused["118"].startswith("118.dat has 1,945,000 bytes, but its header asks for")
    metrics = json.loads((done / "metrics.json").read_text())
    assert (metrics["cohort"]["records"], metrics["cohort"]["refused"]) == (6, 2)
    used = {line["record"] for line in lines(done / "splits.csv")}
    assert used == {*TRAIN, *TEST} - {"106", "118"}


def test_a_record_of_another_rate_is_resampled_and_that_is_said(hfgnn_real, folder):
    record, marks = wfdb.rdrecord(str(ROOT / "209")), wfdb.rdann(str(ROOT / "209"), "atr")
    for ending in ("hea", "dat", "atr"):
        (folder / f"209.{ending}").unlink()
    wfdb.wrsamp(
        "209", 180, record.units, record.sig_name, p_signal=record.p_signal[::2],
        fmt=["16"] * 2, adc_gain=[200.0] * 2, baseline=[0] * 2, write_dir=str(folder),
    )  # fmt: skip
    keep = np.diff(marks.sample // 2, append=10**9) > 0
    symbol = np.array(marks.symbol)[keep].tolist()
    wfdb.wrann("209", "atr", (marks.sample // 2)[keep], symbol, write_dir=str(folder))
    (done,) = hfgnn_real(*SETTINGS, f"data.root={folder}")
    report = (done / "report.html").read_text().lower()
    assert "beats of 1 records were cut at 360 hz, recorded at 180" in report
    assert {one["record"] for one in lines(done / "splits.csv")} == {*TRAIN, *TEST}


def test_a_tested_record_is_told_by_its_run_as_in_the_run(hfgnn_real, folder, tmp_path):
    from hfgnn.serving.beat_predictor import BeatPredictor

    (done,) = hfgnn_real(*SETTINGS, f"data.root={folder}")
    shutil.copytree(done / "checkpoints", tmp_path / "moved" / "checkpoints")
    predictor = BeatPredictor(tmp_path / "moved")
    told = predictor.tell(predictor.read(folder / "208", sampling_hz=None, annotator="atr"))
    rows = [
        line
        for line in lines(done / "predictions.csv")
        if (line["record"], line["model"]) == ("208", "xgb_features")
    ]
    assert told.beats.sample.tolist() == [int(line["sample"]) for line in rows]
    said = [[float(line[f"probability_{name}"]) for name in "NSV"] for line in rows]
    np.testing.assert_allclose(told.probability, said, atol=1e-5)
    assert [*told.warnings] == []
