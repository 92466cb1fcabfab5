"""New patients of a table, predicted from a finished run, as a user does it."""

import csv
import json
import sys
from pathlib import Path

import numpy as np
import pytest

HEADER = ("age", "cp", "chol")
SMALL = (
    "task=tabular",
    "data.target=ill",
    "data.categories=[cp]",
    "second_model=null",
    "ensemble=none",
    "training=quick",
    "training.max_epochs=2",
    "evaluation.resamples=100",
    "controls.boosting_trees=5",
    "protocol.folds=3",
    "graph.k=2",
)


def lines():
    """Age and chest pain know something of the label; a cholesterol is missing here and there."""
    generator = np.random.default_rng(0)
    for number in range(40):
        ill = number % 2
        age, chol = generator.normal(50 + 8 * ill, 6), generator.normal(210, 20)
        pain = 1 + number // 2 % 3
        yield f"{age:.1f}", str(pain), "" if number % 9 == 0 else f"{chol:.0f}", str(ill)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    from hfgnn.__main__ import main

    work = tmp_path_factory.mktemp("finished")
    table = work / "table.csv"
    table.write_text("\n".join(",".join(line) for line in ((*HEADER, "ill"), *lines())))
    folder = work / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(work)
        patch.setenv("HFGNN_CACHE", str(work / "cache"))
        arguments = [*SMALL, f"data.path={table}", f"hydra.run.dir={folder}"]
        patch.setattr(sys, "argv", ["hfgnn", *arguments])
        main()
    return folder, table


@pytest.fixture
def predict(tmp_path, monkeypatch):
    def command(*arguments: str) -> Path:
        from hfgnn.__main__ import main

        work = tmp_path / "new"
        work.mkdir(exist_ok=True)
        monkeypatch.chdir(work)
        before = set(work.rglob("prediction.json"))
        monkeypatch.setattr(sys, "argv", ["hfgnn", *arguments, "task=predict"])
        main()
        (made,) = set(work.rglob("prediction.json")) - before
        return made.parent

    return command


def content_of(folder):
    return json.loads((folder / "prediction.json").read_text())


def test_every_line_of_the_table_gets_the_answer_of_its_fold_again(finished, predict, capsys):
    run, table = finished
    with (run / "predictions.csv").open(newline="") as file:
        said = [row for row in csv.DictReader(file) if row["model"] == "gcn"]
    folder = predict(f"run={run}", f"clinical={table}")
    found = {one["patient"]: one for one in content_of(folder)["patients"]}
    assert len(found) == len(said) == 40
    for row in said:
        raw = found[row["record"]]["folds"][int(row["fold"])]["raw"]
        assert raw == pytest.approx(float(row["probability"]), abs=1e-6)
    with (folder / "predictions.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 40
    assert "40 patients predicted" in capsys.readouterr().out


def test_one_patient_alone_is_one_of_the_table(finished, predict, tmp_path, capsys):
    run, table = finished
    many = content_of(predict(f"run={run}", f"clinical={table}"))["patients"]
    age, cp, chol, _ = list(lines())[3]
    path = tmp_path / "ann.json"
    path.write_text(json.dumps({"age": float(age), "cp": cp, "chol": float(chol)}))
    one = content_of(predict(f"run={run}", f"clinical={path}"))
    assert one["patient"] == "ann"
    assert one["probability"] == many[3]["probability"]
    assert set(one["contributions"]) == {"clinical", "graph"}
    shown = capsys.readouterr().out
    assert "ann: probability of disease" in shown
    assert "page" not in shown


def test_a_line_that_cannot_be_judged_is_refused_by_itself(finished, predict, tmp_path):
    run, _ = finished
    path = tmp_path / "new.csv"
    rows = [("patient_id", *HEADER), ("a", "60", "1", "200"), ("b", "60", "9", "200")]
    path.write_text("\n".join(",".join(row) for row in rows))
    folder = predict(f"run={run}", f"clinical={path}")
    assert [one["patient"] for one in content_of(folder)["patients"]] == ["a"]
    with (folder / "refused.csv").open(newline="") as file:
        ((name, reason),) = [tuple(row.values()) for row in csv.DictReader(file)]
    assert (name, reason) == ("b", "cp is '9', but it must be one of 1, 2, 3")
    alone = content_of(predict(f"run={run}", f"clinical={path}", "patient=a"))
    assert alone["patient"] == "a"


def test_what_does_not_fit_the_run_is_refused_in_one_sentence(finished, predict, tmp_path):
    run, _ = finished
    page, numbers = tmp_path / "page.png", tmp_path / "one.json"
    page.write_bytes(b"x")
    numbers.write_text('{"age": 60, "cp": "1", "height": 3}')

    def refusal(*arguments):
        with pytest.raises(SystemExit) as end:
            predict(f"run={run}", *arguments)
        assert "\n" not in end.value.code
        return end.value.code

    assert refusal(f"image={page}").endswith(
        "which takes no images; give age, cp (one of 1, 2, 3), chol, as clinical=FILE, and leave "
        "image and folder out"
    )
    assert refusal(f"clinical={numbers}").startswith("one.json has height, which no column of")
    assert refusal().startswith("give a page, as image=ECG.jpg, a folder of them")
    table = tmp_path / "bad.csv"
    table.write_text("age,cp\n60,1")
    assert refusal(f"clinical={table}") == "clinical bad.csv has no column chol; it has age, cp"
    table.write_text("age,cp,chol\nold,1,2")
    assert refusal(f"clinical={table}") == (
        "none of the 1 lines can be predicted; the first, line 2: age is 'old', but it must be a "
        "number, or empty"
    )
