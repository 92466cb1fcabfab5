"""A run of patients, some without image, some without clinical numbers, and what it answers."""

import csv
import json
import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hfgnn.types import CLINICAL_COLUMNS

SMALL = (
    "training=quick",
    "training.max_epochs=3",
    "backbone.weights=random",
    "backbone.precision=float32",
    "backbone.batch_size=8",
    "evaluation.resamples=100",
    "controls.boosting_trees=5",
    "protocol.folds=3",
    "graph.k=2",
)
SAME = 1e-5  # the run embedded eight pages at once, a prediction one


def draw_page(path, number, *, ill):
    generator = np.random.default_rng(number)
    page = Image.new("RGB", (150, 120), "white")
    heights = generator.normal(30 if ill else 15, 8, 150)
    trace = [(x, 60 + y) for x, y in enumerate(heights)]
    ImageDraw.Draw(page).line(trace, fill="black", width=2)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.save(path)


def write(path, header, lines):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *lines])


def read(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """24 patients: every sixth without image, every seventh not in the table, two with neither."""
    work = tmp_path_factory.mktemp("work")
    generator = np.random.default_rng(0)
    pages, lines = [], []
    for number in range(24):
        name, ill = f"p{number}", number % 2
        folder = "mi" if ill else "normal"
        has_image, has_line = number % 6 != 5, number % 7 != 3 and number != 23
        pages.append((f"{folder}/{name}.png", name, "") if has_image else ("", name, folder))
        if has_image:
            draw_page(work / "pages" / folder / f"{name}.png", number, ill=ill)
        if has_line:
            shift = np.array([-0.1, 200, 1, 10, 5]) * ill
            spread = generator.normal(size=5) * [0.05, 50, 0, 10, 8]
            values = np.array([0.5, 400, 2, 120, 60]) + shift + spread
            lines.append((name, *values.round(2)))
    write(work / "pages" / "manifest.csv", ("file", "patient", "class"), pages)
    write(work / "table.csv", ("patient_id", *CLINICAL_COLUMNS), lines)
    return work


def command(work, *arguments):
    from hfgnn.__main__ import main

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HFGNN_CACHE", str(work / "cache"))
        patch.setattr(sys, "argv", ["hfgnn", *arguments])
        main()


@pytest.fixture(scope="module")
def run(work):
    folder, table = work / "run", f"clinical.path={work / 'table.csv'}"
    data = ("data=ecg_images", f"data.root={work / 'pages'}", "data.positive=[mi]")
    command(work, *data, "clinical=table", table, *SMALL, f"hydra.run.dir={folder}")
    return folder


def test_everybody_is_tested_but_of_whom_nothing_is_known(run):
    tested = {row["record"] for row in read(run / "predictions.csv") if row["model"] == "gcn"}
    assert {"p5", "p11"} <= tested  # without image
    assert {"normal/p10.png", "mi/p3.png"} <= tested  # without numbers
    refused = {row["file"]: row["reason"] for row in read(run / "refused.csv")}
    unknown = {name for name, reason in refused.items() if reason.startswith("nothing is known")}
    assert unknown == {"p17", "p23"}
    assert len(tested) == 22


def test_the_run_says_how_much_its_missing_blocks_widen(run):
    found = json.loads((run / "metrics.json").read_text())["missing"]
    assert {block: one["rows"] for block, one in found.items()} == {"image": 2, "clinical": 2}
    assert all(one["span"] >= 0 and one["widened_by"] >= 0 for one in found.values())


@pytest.mark.parametrize("name", ["p5", "p11"])
def test_asked_again_without_image_a_test_patient_gets_the_answer_of_its_fold(work, run, name):
    said = {row["record"]: row for row in read(run / "predictions.csv") if row["model"] == "gcn"}
    folder = work / f"again_{name}"
    table = f"clinical={work / 'table.csv'}"
    command(work, "task=predict", f"run={run}", table, f"patient={name}", f"hydra.run.dir={folder}")
    content = json.loads((folder / "prediction.json").read_text())
    raw = content["folds"][int(said[name]["fold"])]["raw"]
    assert raw == pytest.approx(float(said[name]["probability"]), abs=SAME)
    assert list(content["missing"]) == ["image"]
    assert content["missing"]["image"]["widened_by"] >= 0
