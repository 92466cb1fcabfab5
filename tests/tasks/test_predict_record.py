"""The command that tells the beats of one recording: what it writes, says and refuses."""

import csv
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import wfdb
from PIL import Image

from hfgnn.data.recordings.simulated_records import SimulatedRecords

SETTINGS = (
    "task=beats", "data=simulated_records", "data.patients=10", "data.minutes=1.5", "data.paced=1",
    "model.trees.trees=4", "model.trees.threads=1", "protocol.validation_folds=2",
    "evaluation.resamples=100", "hydra.run.dir=run",
)  # fmt: skip
CLASSES = ["N", "S", "V"]


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    """The folder of a small run."""
    from hfgnn.__main__ import main

    work = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HFGNN_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        patch.chdir(work)
        patch.setattr(sys, "argv", ["hfgnn", *SETTINGS])
        main()
    return work / "run"


@pytest.fixture
def predict(finished, hfgnn_real, tmp_path, monkeypatch):
    """Asks the run; gives back the folder of the prediction."""

    def ask(*arguments: str, run: Path = finished) -> Path:
        from hfgnn.__main__ import main

        work = tmp_path / "asked"
        work.mkdir(exist_ok=True)
        monkeypatch.chdir(work)
        before = set(work.rglob("prediction.json"))
        monkeypatch.setattr(sys, "argv", ["hfgnn", "task=predict", f"run={run}", *arguments])
        main()
        (file,) = set(work.rglob("prediction.json")) - before
        return file.parent

    return ask


@pytest.fixture
def refusal(predict, tmp_path):
    """What is said; that it is one sentence and nothing is left is held here."""

    def sentence(*arguments: str, **run: Path) -> str:
        with pytest.raises(SystemExit) as ended:
            predict(*arguments, **run)
        assert list((tmp_path / "asked").iterdir()) == []
        assert "\n" not in str(ended.value)
        return str(ended.value)

    return sentence


@pytest.fixture
def recording():
    """One that the run has not seen."""
    records = SimulatedRecords(
        patients=6, minutes=0.5, paced=0, sampling_hz=360, num_leads=1, cohort_seed=5
    )
    return records.read(lambda items, **_: items).recordings[1]


@pytest.fixture
def record(recording, tmp_path) -> Path:
    """The same, written as a WFDB record."""
    wfdb.wrsamp(
        "new", recording.sampling_hz, ["mV"], list(recording.leads),
        p_signal=recording.signal.astype(float), fmt=["16"], adc_gain=[2000.0], baseline=[0],
        write_dir=str(tmp_path),
    )  # fmt: skip
    symbol = recording.symbol.tolist()
    wfdb.wrann("new", "atr", recording.sample, symbol, write_dir=str(tmp_path))
    return tmp_path / "new"


@pytest.fixture
def table(recording, tmp_path) -> Path:
    """The same as a CSV file without times."""
    lines = ["MLII", *map(str, recording.signal[:, 0].tolist())]
    (tmp_path / "table.csv").write_text("\n".join(lines))
    return tmp_path / "table.csv"


def read(folder: Path) -> tuple[dict, list[dict[str, str]]]:
    content = json.loads((folder / "prediction.json").read_text())
    with (folder / "beats.csv").open(newline="") as file:
        return content, list(csv.DictReader(file))


def test_a_record_gets_a_class_for_every_mark(predict, record, recording, capsys):
    folder = predict(f"record={record}", "annotator=atr")
    content, lines = read(folder)
    assert content["task"] == "predict"
    assert content["beats"] == len(lines) == sum(content["classes"].values())
    assert list(content["classes"]) == CLASSES
    assert content["leads"] == ["MLII"]
    assert content["seconds"] == pytest.approx(30)
    assert content["stamps"] == ["simulated records"]
    assert content["milliseconds_per_beat"] > 0
    for name in CLASSES:
        assert content["classes"][name] == sum(line["predicted"] == name for line in lines)
    said = np.array([[float(line[f"probability_{name}"]) for name in CLASSES] for line in lines])
    np.testing.assert_allclose(said.sum(axis=1), 1, atol=1e-5)
    assert [CLASSES[one] for one in said.argmax(axis=1)] == [line["predicted"] for line in lines]
    marks = dict(zip(recording.sample.tolist(), recording.symbol.tolist(), strict=True))
    for line in lines:
        assert marks[int(line["sample"])] == line["marked"]
        assert float(line["time_s"]) == pytest.approx(int(line["sample"]) / 360, abs=5e-4)
    assert len(marks) - 4 <= len(lines) <= len(marks)
    class_of = {"N": "N", "A": "S", "V": "V", "F": "V"}
    right = [class_of[line["marked"]] == line["predicted"] for line in lines]
    assert content["marked_beats"] == len(lines)
    assert content["called_as_marked"] == pytest.approx(np.mean(right))
    with Image.open(folder / "figures" / "strip.png") as picture:
        assert min(picture.size) > 100
    printed = " ".join(capsys.readouterr().out.split())
    assert f"{len(lines)} beats in 30 s: N {content['classes']['N']}" in printed
    assert "simulated records" in printed


def test_without_an_annotator_beats_are_found(predict, record, recording):
    content, lines = read(predict(f"record={record}"))
    assert "the beats were found, not marked by a person" in content["warnings"]
    assert "called_as_marked" not in content
    assert {line["marked"] for line in lines} == {""}
    at = np.array([int(line["sample"]) for line in lines])
    assert np.median(np.abs(at[:, None] - recording.sample).min(axis=1)) < 20


def test_a_table_gives_the_same_beats_as_the_record(predict, record, table):
    _, of_table = read(predict(f"record={table}", "sampling_hz=360"))
    _, of_record = read(predict(f"record={record}"))
    for name in ("time_s", "sample", "predicted"):
        assert [line[name] for line in of_table] == [line[name] for line in of_record]


def test_two_predictions_are_equal(predict, record):
    one, two = (predict(f"record={record}", "annotator=atr") for _ in range(2))
    for name in ("beats.csv", "figures/strip.png"):
        assert (one / name).read_bytes() == (two / name).read_bytes()
    contents = [read(folder)[0] for folder in (one, two)]
    for content in contents:
        del content["milliseconds_per_beat"]
    assert contents[0] == contents[1]


def test_a_record_that_trained_is_warned_of(predict, finished, record):
    with (finished / "splits.csv").open(newline="") as file:
        known = next(line["record"] for line in csv.DictReader(file) if line["part"] == "train")
    for ending in (".dat", ".atr"):
        shutil.copy(record.with_suffix(ending), record.with_name(f"{known}{ending}"))
    header = record.with_suffix(".hea").read_text()
    record.with_name(f"{known}.hea").write_text(header.replace("new", known))
    content, _ = read(predict(f"record={record.with_name(known)}", "annotator=atr"))
    assert "a recording of this name trained the run, which may know it" in content["warnings"]
    assert "a recording of this name" not in " ".join(
        read(predict(f"record={record}"))[0]["warnings"]
    )


def test_what_cannot_be_told_is_refused_and_nothing_is_left(refusal, record, table, tmp_path):
    (tmp_path / "page.jpg").touch()
    for arguments, said in {
        (f"record={tmp_path / 'none'}",): "/none', but it must be a WFDB record or a .csv",
        (f"record={record}", "annotator=qrs"): "/new', but it has no annotation file new.qrs",
        (f"record={record}", "sampling_hz=360"): "sampling_hz is 360.0, but it must be left out",
        (f"record={table}",): "table.csv has no column time_s, so its rate must be given",
        (f"record={table}", "sampling_hz=5"): "has 5 samples per second, but a rate must be in",
        (f"record={table}", "annotator=atr"): "annotator is 'atr', but it must be left out",
        ("annotator=atr", f"image={tmp_path / 'page.jpg'}"): "annotator is 'atr', but it must be",
        (f"record={record}", f"image={tmp_path / 'page.jpg'}"): "left out beside record",
    }.items():
        assert said in refusal(*arguments)
    data = record.with_suffix(".dat")
    data.write_bytes(data.read_bytes()[:1000])
    assert "new.dat has 1,000 bytes, but its header asks for" in refusal(f"record={record}")


def test_a_run_that_cannot_tell_beats_is_refused(refusal, finished, record, tmp_path):
    asked = f"record={record}"
    run = tmp_path / "copy"
    (run / "checkpoints").mkdir(parents=True)
    assert "holds no checkpoints/*.pt" in refusal(asked, run=run)
    (run / "checkpoints" / "broken.pt").write_bytes(b"broken")
    assert "broken.pt is no checkpoint of hfgnn" in refusal(asked, run=run)
    import torch

    torch.save({"weights": {}, "settings": "seed: 0"}, run / "checkpoints" / "broken.pt")
    assert "is of a run that tells no heartbeats; take one of task=beats" in refusal(asked, run=run)


def test_a_run_on_heartbeats_asked_about_a_page_is_refused(refusal, draw, tmp_path):
    draw(tmp_path / "page.png", 1)
    assert "is a run of task=beats, which knows no pages; ask it about heartbeats" in refusal(
        f"image={tmp_path / 'page.png'}"
    )
