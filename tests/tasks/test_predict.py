"""New patients, predicted from a finished run, as a user does it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hfgnn.types import CLINICAL_COLUMNS

GOOD = dict(zip(CLINICAL_COLUMNS, (0.32, 850, 3, 104, 71), strict=True))
SMALL = (
    "training=quick",
    "training.max_epochs=3",
    "backbone.weights=random",
    "backbone.precision=float32",
    "backbone.batch_size=8",
    "evaluation.resamples=100",
    "controls.boosting_trees=5",
)
SAME = 1e-5  # the run embedded eight pages at once, a prediction one


@pytest.fixture
def predict(tmp_path, monkeypatch):
    """Runs task=predict; gives back the folders that hold a prediction.json now."""

    def command(*arguments: str) -> Path:
        from hfgnn.__main__ import main

        work = tmp_path / "new"
        work.mkdir(exist_ok=True)
        monkeypatch.chdir(work)
        before = set(work.rglob("prediction.json"))
        monkeypatch.setattr(sys, "argv", ["hfgnn", *arguments, "task=predict"])
        main()
        made = sorted(set(work.rglob("prediction.json")) - before)
        return made[0].parent

    return command


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Runs on one image folder, each made once: with synthesized numbers, or with none."""
    work = tmp_path_factory.mktemp("finished")
    root = work / "pages"
    for number in range(12):
        draw_page(root / "normal" / f"n{number}.png", number)
    for number in range(9):
        draw_page(root / "mi" / f"m{number}.png", 100 + number, ill=True)
    images = ("data=ecg_images", f"data.root={root}", "data.positive=[mi]", "graph.k=2")

    def make(clinical):
        from hfgnn.__main__ import main

        folder = work / clinical
        if not folder.exists():
            arguments = [*images, "protocol.folds=3", f"clinical={clinical}", *SMALL]
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("HFGNN_CACHE", str(work / "cache"))
                patch.setattr(sys, "argv", ["hfgnn", *arguments, f"hydra.run.dir={folder}"])
                main()
        return folder, root

    return make


def answers_of(folder, model="gcn"):
    with (folder / "predictions.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["model"] == model]
    return {row["record"]: row for row in rows}


def draw_page(path, number, *, ill=False):
    """A trace whose height tells the class, and a block that tells pages apart."""
    generator = np.random.default_rng(number)
    page = Image.new("RGB", (150, 120), "white")
    pen = ImageDraw.Draw(page)
    height = generator.normal(30 if ill else 15, 8, 150)
    pen.line([(x, 60 + y) for x, y in enumerate(height)], fill="black", width=2)
    pen.rectangle([5, 5, 5 + number % 60, 15 + number % 7], fill="gray")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.save(path)


def test_a_test_page_of_the_run_gets_the_answer_of_its_fold_again(finished, predict, capsys):
    run, root = finished("none")
    said = answers_of(run)
    for record in ("mi/m3.png", "normal/n5.png"):
        folder = predict(f"run={run}", f"image={root / record}")
        content = json.loads((folder / "prediction.json").read_text())
        fold = int(said[record]["fold"])
        raw = content["folds"][fold]["raw"]
        assert raw == pytest.approx(float(said[record]["probability"]), abs=SAME)
        assert content["known_to"] < 3
        moved = sum(content["contributions"].values())
        assert content["baseline"] + moved == pytest.approx(content["probability"]["value"])
    assert content["task"] == "predict"
    assert content["stamps"] == ["patients unknown for 21 of 21 pages", "random backbone"]
    shown = capsys.readouterr().out
    assert "patients unknown for 21 of 21 pages" in shown
    assert content["untested"].startswith("the mean of the 3 networks was not tested itself; ")
    assert content["decision"].startswith(
        "abstains, "
    )  # three validation pages of a class rule none out
    assert " ".join(content["untested"].split()) in " ".join(shown.split())
    assert "prediction.json" in shown
    assert {file.name for file in folder.iterdir()} >= {"prediction.json", ".hydra"}


def test_a_folder_gives_the_same_as_each_alone_and_refuses_one_by_one(
    finished, predict, tmp_path, capsys
):
    run, _ = finished("synthesized")
    patients = tmp_path / "patients"
    for number in range(3):
        draw_page(patients / f"p{number}.png", 500 + number)
    (patients / "p3.png").write_text("not an image")
    draw_page(patients / "p4.png", 504)
    draw_page(patients / "p5.png", 505)
    lines = [f"p{number},0.4,{500 + number},2,110,65" for number in range(4)]
    header = "patient_id," + ",".join(CLINICAL_COLUMNS)
    table = patients / "clinical.csv"
    table.write_text("\n".join([header, *lines, "p4,60,500,2,110,65"]))
    folder = predict(f"run={run}", f"folder={patients}")
    content = json.loads((folder / "prediction.json").read_text())["patients"]
    assert [one["patient"] for one in content] == ["p0", "p1", "p2", "p5"]
    assert [list(one["missing"]) for one in content] == [[], [], [], ["clinical"]]
    with (folder / "refused.csv").open(newline="") as file:
        refused = {row["file"]: row["reason"] for row in csv.DictReader(file)}
    assert refused.keys() == {"p3.png", "p4.png"}
    assert "not an image" in refused["p3.png"]
    assert "60 per cent is written 0.60" in refused["p4.png"]
    with (folder / "predictions.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["probability"]) for row in rows] == [
        one["probability"]["value"] for one in content
    ]
    assert "synthesized from the label" in rows[0]["stamps"]
    assert "4 patients predicted, 2 refused" in capsys.readouterr().out
    alone = predict(f"run={run}", f"image={patients / 'p1.png'}", f"clinical={table}", "patient=p1")
    one = json.loads((alone / "prediction.json").read_text())
    assert one["probability"] == content[1]["probability"]
    assert one["neighbours"] == content[1]["neighbours"]


def test_what_is_refused_is_one_sentence_and_leaves_nothing(finished, predict, tmp_path):
    run, root = finished("synthesized")
    image, clinical = root / "mi" / "m0.png", tmp_path / "clinical.json"
    empty = tmp_path / "empty"
    empty.mkdir()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("x")

    def refusal(*arguments, **changed):
        clinical.write_text(json.dumps(GOOD | changed))
        with pytest.raises(SystemExit) as end:
            predict(f"run={run}", *arguments)
        assert "\n" not in end.value.code
        assert list((tmp_path / "new").rglob("*")) == []
        return end.value.code

    numbers = f"clinical={clinical}"
    assert refusal(f"image={image}", numbers, ef_fraction=60) == (
        "ef_fraction is 60, but it must be a number in [0.05, 0.9]; 60 per cent is written 0.60"
    )
    nothing = dict.fromkeys(GOOD)
    assert refusal(numbers, **nothing).startswith("the patient has no image and no clinical num")
    text = tmp_path / "text.jpg"
    text.write_text("x")
    said = refusal(f"image={text}", numbers)
    assert said.startswith("image text.jpg cannot be used: not an image")
    assert refusal(f"folder={empty}") == f"folder is {str(empty)!r}, but it holds no files"
    assert refusal(f"folder={tmp_path / 'texts'}").startswith("none of the 1 files can be predic")
    assert refusal(f"imag={image}") == "there is no setting imag; did you mean image?"
    assert refusal("image=HB(1).jpg").startswith("'image=HB(1).jpg' cannot be read as a setting")


@pytest.mark.parametrize(("given", "missing"), [("image", "clinical"), ("clinical", "image")])
def test_half_of_a_patient_is_answered_and_said_to_be_half(
    finished, predict, tmp_path, capsys, given, missing
):
    run, root = finished("synthesized")
    clinical = tmp_path / "clinical.json"
    clinical.write_text(json.dumps(GOOD))
    path = {"image": root / "mi" / "m0.png", "clinical": clinical}[given]
    folder = predict(f"run={run}", f"{given}={path}")
    content = json.loads((folder / "prediction.json").read_text())
    said = content["missing"][missing]
    assert list(content["missing"]) == [missing]
    assert 0 <= said["low"] <= said["high"] <= 1
    assert 1 < said["donors"] <= 14  # two thirds of 21 pages train, less those that choose
    name = "image" if missing == "image" else "clinical numbers"
    line = f"without the {name}: {said['mean']:.2f}, between {said['low']:.2f} and "
    assert line in " ".join(capsys.readouterr().out.split())


def test_a_run_of_pages_alone_cannot_do_without_one(finished, predict, tmp_path):
    run, _ = finished("none")
    (tmp_path / "clinical.json").write_text(json.dumps(GOOD))
    with pytest.raises(SystemExit, match=r"takes pages; give one, as image=ECG\.jpg"):
        predict(f"run={run}", f"clinical={tmp_path / 'clinical.json'}")


def test_several_patients_in_one_sweep(finished, predict, tmp_path):
    run, root = finished("none")
    two = f"image={root / 'mi' / 'm0.png'},{root / 'mi' / 'm1.png'}"
    predict("-m", f"run={run}", two)
    assert len(list((tmp_path / "new").rglob("prediction.json"))) == 2


def test_a_finished_prediction_is_never_written_over(finished, predict):
    run, root = finished("none")
    image = f"image={root / 'mi' / 'm0.png'}"
    folder = predict(f"run={run}", image, "hydra.run.dir=one")
    before = (folder / "prediction.json").read_bytes()
    with pytest.raises(SystemExit, match=r"hydra\.run\.dir is 'one', but a finished run is there"):
        predict(f"run={run}", image, "hydra.run.dir=one")
    assert (folder / "prediction.json").read_bytes() == before


def test_nothing_that_trains_is_imported(finished, tmp_path):
    run, root = finished("none")
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        "from hfgnn.__main__ import main\n"
        "main()\n"
        "print('IMPORTED', [name for name in ('pytorch_lightning', 'lightning', 'sklearn',"
        " 'matplotlib', 'scipy.stats', 'wandb') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), "task=predict", f"run={run}", f"image={root}/mi/m0.png"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    assert done.stdout.splitlines()[-1] == "IMPORTED []", done.stderr


def test_the_score_of_a_sweep_is_the_probability(finished, tmp_path):
    from hfgnn.config.predict import Predict
    from hfgnn.tasks.predict import run as task

    run, root = finished("none")
    image = str(root / "mi" / "m0.png")
    nothing = dict.fromkeys(
        ("clinical", "patient", "folder", "weights", "record", "sampling_hz", "annotator", "sound")
    )
    settings = Predict("predict", str(run), image, out_of_range_percentile=99.0, **nothing)
    score = task(settings, tmp_path / "out", "")
    content = json.loads((tmp_path / "out" / "prediction.json").read_text())
    assert score == content["probability"]["value"]
    assert np.isfinite(score)
