"""Whole runs on heat maps: what they write, what they promise, what they refuse."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

SMALL = (
    "task=heatmaps",
    "evaluation.resamples=100",
    "model.widths=[4,6]",
    "training.max_epochs=1",
    "training.threads=1",
    "training.batch_size=64",
    "looking.checked=30",
    "looking.shifts=2",
)
SCALOGRAM = ("heatmap.rows=8", "heatmap.columns=32")
BEATS = (
    "protocol.validation_folds=2",
    "data=simulated_records",
    "data.patients=10",
    "data.minutes=1.5",
    "data.paced=1",
)


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_on_beats_tells_scores_time_maps_and_digits_and_predicts(
    hfgnn_real, metrics_of, tmp_path
):
    (folder,) = hfgnn_real(
        *SMALL, *BEATS, *SCALOGRAM, "digits.max_epochs=1", "digits.required_accuracy=0.999",
        "evaluation.multipliers=false",
    )  # fmt: skip
    metrics = metrics_of(folder)
    assert metrics["task"] == "heatmaps"
    assert metrics["audit"]["findings"] == []
    assert list(metrics["models"]) == ["heatmap_cnn", "logistic_rhythm", "majority"]
    assert metrics["heatmap"]["name"] == "scalogram"
    assert (metrics["heatmap"]["rows"], metrics["heatmap"]["columns"]) == (8, 32)
    assert metrics["heatmap"]["weights"] < 100_000
    times = metrics["real_time"]
    assert times["fits"] == 2
    assert 300 < times["beat_ms"] < 2000
    assert 0 < times["batch_1"]["heatmap_ms"]["median"] < times["batch_1"]["all_ms"]["median"]
    assert 0 <= metrics["looking"]["empty"] <= 1
    assert set(metrics["looking"]["passed"]) == {"randomised weights", "deletion"}
    # After one epoch it cannot read, and every table says so.
    assert metrics["digits"]["passed"] is False
    assert [one.partition(":")[0] for one in metrics["stamps"]] == [
        "simulated records", "digits check failed"
    ]  # fmt: skip
    page = (folder / "report.html").read_text()
    parts = "The heat map, and its time", "Where the network looked", "this check has failed"
    for words in parts:
        assert words in page
    assert (folder / "figures" / "looked_N.png").is_file()
    reads = json.loads((folder / "run.json").read_text())["test_reads"]
    assert set(reads["reads_per_model_and_seed"].values()) == {1}
    told_as_the_run_has_told(folder)


def told_as_the_run_has_told(folder: Path) -> None:
    """The stored fits give a tested recording the probabilities that the run gave it."""
    from hfgnn.config.build import build
    from hfgnn.reports.progress import progress
    from hfgnn.serving.beat_predictor import BeatPredictor
    from hfgnn.serving.stored_settings import schema

    predictor = BeatPredictor(folder)
    rows = [line for line in lines(folder / "predictions.csv") if line["model"] == "heatmap_cnn"]
    name = rows[0]["record"]
    data = build(schema("data", predictor.settings.data))
    (recording,) = [one for one in data.read(progress).recordings if one.record_id == name]
    told = predictor.tell(recording)
    own = [one for one in rows if one["record"] == name]
    known = {int(one["sample"]): float(one["probability_N"]) for one in own}
    said = dict(zip(told.beats.sample.tolist(), told.probability[:, 0].tolist(), strict=True))
    assert known
    np.testing.assert_allclose([said[at] for at in known], list(known.values()), atol=1e-5)


def test_records_are_one_row_each_with_a_channel_per_lead(
    hfgnn_real, metrics_of, ptbxl_folder, twelve_leads
):
    severe = [{"scp_codes": "{'IMI': 100.0}"} if number % 2 else {} for number in range(16)]
    signals = {
        number: twelve_leads(number, severity=0.9 if one else 0.1)
        for number, one in enumerate(severe, start=1)
    }
    root = ptbxl_folder(severe, signals=signals)
    (folder,) = hfgnn_real(
        *SMALL, "data=twelve_leads", f"data.root={root}", "heatmap=recurrence",
        "protocol=cross_validated", "protocol.folds=2", "protocol.validation_parts=2",
        "heatmap.size=12", "digits.check=false", "training.batch_size=4",
    )  # fmt: skip
    metrics = metrics_of(folder)
    assert metrics["cohort"]["beats"] == metrics["cohort"]["records"] == 16
    assert metrics["protocol"]["classes"] == ["normal", "infarction"]
    assert metrics["heatmap"]["channels"] == 12
    assert "auroc" in metrics["classes"]["heatmap_cnn"]["infarction"]
    assert "digits" not in metrics
    assert "beat_ms" not in metrics["real_time"]
    assert metrics["audit"]["findings"] == []
    assert "has never seen" in metrics["verdict"] + metrics.get("verdict_caution", "")
    said = [one for one in lines(folder / "predictions.csv") if one["model"] == "heatmap_cnn"]
    assert sorted(one["record"] for one in said) == sorted({one["record"] for one in said})
    assert len(said) == 16
    for fold in ("0", "1"):
        sides: dict[str, set[str]] = {}
        for line in lines(folder / "splits.csv"):
            if line["fold"] == fold:
                sides.setdefault(line["part"], set()).add(line["patient"])
        assert not sides["test"] & (sides["train"] | sides["validation"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("task=heatmaps",), "give a value for data.root"),
        (("task=heatmaps", "data.root=nowhere"), "data.root is 'nowhere', but it must be a folder"),
        ((*SMALL, *BEATS, "model=gcn"), "model is 'gcn', but"),
        ((*SMALL, *BEATS, "heatmap=spiral"), "heatmap is 'spiral', but it must be one of"),
        ((*SMALL, *BEATS, "digits.root=nowhere"), "digits.root is 'nowhere', but nowhere/"),
        ((*SMALL, *BEATS, "heatmap.sampling_hz=250"), "heatmap.sampling_hz is 250, but the beats"),
        ((*SMALL, *BEATS, "heatmap.wavelet=haar"), "heatmap.wavelet"),
        ((*SMALL, *BEATS, "heatmap.rows=2"), "heatmap.rows is 2, but it must be in [8, 256]"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(hfgnn_real, arguments, said):
    with pytest.raises(SystemExit) as ended:
        hfgnn_real(*arguments)
    assert said in str(ended.value)
    assert "\n" not in str(ended.value)
