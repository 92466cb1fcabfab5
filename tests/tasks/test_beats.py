"""Whole runs on heartbeats: what they write, what they promise, what they refuse."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score

SMALL = (
    "task=beats",
    "data=simulated_records",
    "data.patients=10",
    "data.minutes=1.5",
    "data.paced=1",
    "evaluation.resamples=100",
    "protocol.seeds=1",
)
TREES = ("model=xgb_features", "model.trees.trees=15", "model.trees.threads=1")
NETWORK = ("training.max_epochs=2", "training.threads=1", "training.batch_size=64")
FILES = (
    "metrics.json", "predictions.csv", "records.csv", "splits.csv", "refused.csv", "left_out.csv",
    "run.json", "report.html", "figures/confusion.png",
)  # fmt: skip


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def beats_run(hfgnn_real):
    def run(*arguments: str) -> Path:
        (folder,) = hfgnn_real(*SMALL, *arguments)
        return folder

    return run


@pytest.fixture
def apart(once) -> Path:
    """The folder of a run of trees, patients apart."""
    return once(*SMALL, *TREES)[0]


def test_a_run_on_patients_apart_writes_its_files_and_no_patient_is_on_two_sides(apart, metrics_of):
    folder = apart
    assert [name for name in FILES if not (folder / name).is_file()] == []
    metrics = metrics_of(folder)
    assert metrics["network"] == "xgb_features"
    assert list(metrics["models"]) == ["xgb_features", "logistic_rhythm", "majority"]
    assert metrics["stamps"] == ["simulated records"]
    assert metrics["audit"]["findings"] == []
    sides: dict[str, set[str]] = {}
    for line in lines(folder / "splits.csv"):
        side = "test" if line["part"] == "test" else "fit"
        sides.setdefault(side, set()).add(line["patient"])
    assert sides["test"]
    assert not sides["test"] & sides["fit"]
    assert len(list((folder / "checkpoints").glob("*.pt"))) == metrics["protocol"]["folds"] == 5
    reads = json.loads((folder / "run.json").read_text())["test_reads"]
    assert set(reads["reads_per_model_and_seed"].values()) == {1}


def test_the_scores_are_those_of_the_predictions(apart, metrics_of):
    folder = apart
    metrics = metrics_of(folder)
    for model, scores in metrics["models"].items():
        rows = [line for line in lines(folder / "predictions.csv") if line["model"] == model]
        label = [line["label"] for line in rows]
        called = [line["predicted"] for line in rows]
        names = metrics["protocol"]["classes"]
        macro = f1_score(label, called, labels=names, average="macro", zero_division=0)
        assert scores["macro_f1"]["value"] == pytest.approx(macro)
        assert scores["accuracy"]["value"] == pytest.approx(accuracy_score(label, called))
        counts = confusion_matrix(label, called, labels=names)
        assert metrics["confusion"][model] == counts.tolist()
        said = np.array([[float(row[f"probability_{name}"]) for name in names] for row in rows])
        np.testing.assert_allclose(said.sum(axis=1), 1, atol=1e-5)
        assert [names[one] for one in said.argmax(axis=1)] == called


def test_random_beats_are_stamped_audited_and_shown_beside_patients_apart(beats_run, metrics_of):
    folder = beats_run(*TREES, "protocol=random_beats", "protocol.honest.validation_folds=2")
    metrics = metrics_of(folder)
    assert "leaking protocol" in metrics["stamps"]
    assert metrics["protocol"]["classes"] == ["N", "S", "V", "F", "Q"]
    assert metrics["honest"]["protocol"]["name"] == "inter_patient"
    honest = metrics["honest"]["models"]["xgb_features"]["macro_f1"]["value"]
    assert f"{honest:.3f}" in metrics["verdict"]
    (across,) = [
        one for one in metrics["audit"]["findings"] if one["name"] == "patient across a split"
    ]
    assert across["severity"] == "leak"
    assert across["evidence"][0]["clean"]["value"] == pytest.approx(honest)
    assert "leaking protocol" in (folder / "report.html").read_text()


def test_the_same_seed_gives_the_same_predictions_and_another_gives_others(apart, beats_run):
    one, two = apart, beats_run(*TREES)
    assert (one / "predictions.csv").read_bytes() == (two / "predictions.csv").read_bytes()
    other = beats_run(*TREES, "seed=1")
    assert (one / "predictions.csv").read_bytes() != (other / "predictions.csv").read_bytes()


@pytest.mark.parametrize(
    "model",
    [
        (
            *TREES,
            "model.signal=true",
            "model.fusion_apart=false",
            "oversample=smote",
            "oversample.targets={S: 200}",
            "oversample.neighbours=2",
        ),
        ("model=beat_cnn", *NETWORK),
        (
            "model=cnn_mlp",
            "oversample=smote",
            "oversample.targets={S: 200}",
            "oversample.neighbours=2",
            *NETWORK,
        ),
        ("model=conv_xgb", "model.trees.trees=5", "model.trees.threads=1", *NETWORK),
        ("model=beat_transformer", "model.window=9", *NETWORK),
    ],
    ids=lambda model: model[0],
)
def test_every_model_runs_and_tells_a_recording_as_the_run_did(model, beats_run, monkeypatch):
    folder = beats_run(*model, "protocol.validation_folds=2")
    assert (folder / "metrics.json").is_file()
    assert_prediction_equals_run(folder)


def assert_prediction_equals_run(folder: Path) -> None:
    """A tested recording, told anew from the checkpoints, gets the probabilities of the run."""
    from hfgnn.config.build import build
    from hfgnn.reports.progress import progress
    from hfgnn.serving.beat_predictor import BeatPredictor
    from hfgnn.serving.stored_settings import schema

    predictor = BeatPredictor(folder)
    data = build(schema("data", predictor.settings.data))
    network = json.loads((folder / "metrics.json").read_text())["network"]
    rows = [line for line in lines(folder / "predictions.csv") if line["model"] == network]
    name = rows[0]["record"]
    (recording,) = [one for one in data.read(progress).recordings if one.record_id == name]
    told = predictor.tell(recording)
    known = {int(line["sample"]): line for line in rows if line["record"] == name}
    classes = told.beats.classes
    pairs = [
        (said, [float(known[sample][f"probability_{one}"]) for one in classes])
        for sample, said in zip(told.beats.sample.tolist(), told.probability, strict=True)
        if sample in known
    ]
    assert len(pairs) == len(known)
    np.testing.assert_allclose(*(np.array(side) for side in zip(*pairs, strict=True)), atol=1e-5)


def test_a_sweep_ends_in_one_table(hfgnn_real):
    folders = hfgnn_real("-m", *SMALL, *TREES, "model.trees.depth=2,3")
    (table,) = {folder.parent / "sweep.csv" for folder in folders}
    assert [line["model.trees.depth"] for line in lines(table)] == ["2", "3"]


@pytest.fixture
def refusal(hfgnn_real):
    def sentence(*arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            hfgnn_real(*arguments)
        return str(ended.value)

    return sentence


def test_what_cannot_be_used_is_refused_in_one_sentence(refusal, tmp_path):
    (tmp_path / "empty").mkdir()
    table = tmp_path / "beats.csv"
    table.write_text("\n".join(",".join(["0.5"] * 187 + [str(row % 2)]) for row in range(40)))
    for arguments, said in {
        ("task=beats",): "give a value for data.root",
        ("task=beats", "data.root=nowhere"): "data.root is 'nowhere', but it must be a folder",
        ("task=beats", f"data.root={tmp_path / 'empty'}"): "holds no WFDB header",
        ("task=beats", "model=gcn"): "model is 'gcn', but this task takes",
        ("task=beats", "protocol=honest"): "protocol is 'honest', but this task takes",
        (*SMALL, "protocol.seeds=0"): "protocol.seeds is 0, but it must be at least 1",
        (*SMALL, "model.trees.depth=0"): "model.trees.depth is 0, but it must be at least 1",
        ("task=beats", "data=beat_table", f"data.paths=[{table}]"): "nobody knows whose these",
    }.items():
        assert said in refusal(*arguments)


def test_a_table_of_beats_runs_as_published_and_says_that_patients_are_unknown(
    hfgnn_real, tmp_path, metrics_of
):
    generator = np.random.default_rng(0)
    table = tmp_path / "beats.csv"
    with table.open("w") as file:
        for row in range(300):
            beat = np.clip(generator.normal(0.3 + 0.1 * (row % 5), 0.1, 187), 0, 1)
            file.write(",".join([*(f"{one:.4f}" for one in beat), f"{row % 5}.0"]) + "\n")
    (folder,) = hfgnn_real(
        "task=beats", "data=beat_table", f"data.paths=[{table}]", "protocol=random_beats",
        *TREES, "evaluation.resamples=100",
    )  # fmt: skip
    metrics = metrics_of(folder)
    assert metrics["cohort"]["beats"] == 300
    assert {"patients unknown", "leaking protocol"} <= set(metrics["stamps"])
    assert "honest" not in metrics
    assert [one["name"] for one in metrics["audit"]["findings"]] == ["patients unknown"]
