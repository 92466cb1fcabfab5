"""The main job as a user runs it, on small cohorts."""

import csv
import json

import numpy as np
import pytest
import torch
from PIL import Image
from sklearn.metrics import accuracy_score, roc_auc_score

COHORT = ("data.patients=40", "protocol.folds=3")
CONTROLS = [
    "no_edges",
    "rewired",
    "logistic_all",
    "logistic_image",
    "logistic_clinical",
    "boosting",
    "label_propagation",
    "majority",
]


@pytest.fixture
def usual(small_once):
    """The folder of a run on the small cohort, and what it showed."""
    return small_once(*COHORT)


@pytest.fixture
def images(pages):
    return ("data=ecg_images", f"data.root={pages()}", "data.positive=[mi]", "graph.k=2")


def rows_of(folder, model):
    with (folder / "predictions.csv").open(newline="") as file:
        return [row for row in csv.DictReader(file) if row["model"] == model]


def test_a_run_leaves_every_file_and_says_what_it_is(usual, metrics_of):
    folder, shown = usual
    assert {file.name for file in folder.iterdir()} >= {
        "metrics.json",
        "predictions.csv",
        "refused.csv",
        "report.html",
        "figures",
        "run.json",
        "checkpoints",
        ".hydra",
    }
    metrics = metrics_of(folder)
    assert metrics["task"] == "patients"
    assert metrics["stamps"] == [
        "simulated cohort",
        "clinical features synthesized from the label",
        "random backbone",
    ]
    assert metrics["protocol"] == {
        "name": "honest",
        "graph": "inductive",
        "folds": 3,
        "repeats": 1,
        "seeds": 1,
        "threshold": "balanced",
        "direction": "to_query",
        "recalibration": "platt",
    }
    assert metrics["cohort"]["classes"] == {"heart_failure": 14, "normal": 26}
    assert list(metrics["models"]) == ["gcn", *CONTROLS]
    assert metrics["ceiling"]["auroc"] > 0.99
    assert metrics["graph"]["clinical_share_of_distance"] == pytest.approx(0.5)
    assert metrics["verdict"].split(":")[0] in " ".join(shown.split())
    assert "simulated cohort" in shown
    facts = json.loads((folder / "run.json").read_text())
    assert facts["seed"] == 0
    assert facts["packages"]["torch"]
    assert len(facts["data_sha256"]) == 64
    assert facts["settings"]["data"]["patients"] == 40


def test_the_scores_come_out_of_the_predictions_again(usual, metrics_of):
    folder, _ = usual
    for model, scores in metrics_of(folder)["models"].items():
        rows = rows_of(folder, model)
        assert len(rows) == 40
        assert len({row["patient"] for row in rows}) == 40
        label = np.array([int(row["label"]) for row in rows])
        probability = np.array([float(row["probability"]) for row in rows])
        called = probability >= [float(row["threshold"]) for row in rows]
        assert accuracy_score(label, called) == pytest.approx(scores["accuracy"]["value"])
        fold = np.array([row["fold"] for row in rows])
        pairs = {
            one: label[fold == one].sum() * (1 - label[fold == one]).sum() for one in set(fold)
        }
        auroc = sum(
            pairs[one] * roc_auc_score(label[fold == one], probability[fold == one])
            for one in pairs
        ) / sum(pairs.values())
        assert auroc == pytest.approx(scores["auroc"]["value"])


def test_the_same_seed_gives_the_same_numbers_and_another_others(usual, hfgnn, metrics_of):
    runs = [usual[0], *(hfgnn(*COHORT, f"seed={seed}")[0] for seed in (0, 1))]
    first, again, other = ((run / "predictions.csv").read_bytes() for run in runs)
    assert first == again
    assert first != other
    assert metrics_of(runs[1])["timing"]["embedded_images"] == 0


def test_image_folders_go_through_with_copies_listed_and_not_counted(
    hfgnn, metrics_of, images, tmp_path
):
    root = tmp_path / "pages"
    (root / "mi" / "again.png").write_bytes((root / "mi" / "m0.png").read_bytes())
    (folder,) = hfgnn(*images, "clinical=none")
    metrics = metrics_of(folder)
    assert metrics["cohort"]["records"] == 22
    assert metrics["cohort"]["duplicates"] == 1
    assert metrics["cohort"]["used"] == 21
    assert metrics["stamps"] == ["patients unknown for 22 of 22 pages", "random backbone"]
    assert "logistic_clinical" not in metrics["models"]
    assert "ceiling" not in metrics
    assert len(rows_of(folder, "gcn")) == 21
    assert "again.png" in (folder / "duplicates.csv").read_text()


def test_the_thesis_protocol_is_stamped_and_counts_every_copy(hfgnn, metrics_of, images, tmp_path):
    root = tmp_path / "pages"
    for number in range(3):
        (root / "mi" / f"again{number}.png").write_bytes((root / "mi" / "m0.png").read_bytes())
    (folder,) = hfgnn(*images, "protocol=thesis")
    metrics = metrics_of(folder)
    assert metrics["stamps"] == [
        "patients unknown for 24 of 24 pages",
        "clinical features synthesized from the label",
        "leaking protocol",
        "random backbone",
    ]
    assert metrics["cohort"]["used"] == 24
    assert metrics["protocol"]["name"] == "thesis"


@pytest.mark.parametrize("graph", ["transductive", "per_part"])
def test_other_graphs_run_too(hfgnn, metrics_of, graph):
    (folder,) = hfgnn(
        *COHORT,
        f"protocol.graph={graph}",
        "graph.k=2",
        "graph.symmetric=true",
        "graph.weights=gaussian",
        "graph.metric=cosine",
    )
    assert metrics_of(folder)["protocol"]["graph"] == graph


def test_measured_clinical_numbers_from_a_table(hfgnn, metrics_of, images, tmp_path):
    root = tmp_path / "pages"
    names = [
        f"{kind}/{kind[0]}{number}.png"
        for kind, count in (("normal", 12), ("mi", 9))
        for number in range(count)
    ]
    (root / "manifest.csv").write_text(
        "file,patient_id\n" + "".join(f"{name},p{row}\n" for row, name in enumerate(names))
    )
    table = tmp_path / "clinic.csv"
    table.write_text(
        "patient_id,ef_fraction,bnp_pg_per_ml,nyha_class,sbp_mmhg,age_years\n"
        + "".join(
            f"p{row},{0.4 + row / 100},{50 + row},{row % 4 + 1},{100 + row},{age}\n"
            for row, age in enumerate([60, 61, 62, "", *range(63, 79)])
        )
    )
    (folder,) = hfgnn(*images, "clinical=table", f"clinical.path={table}")
    metrics = metrics_of(folder)
    assert metrics["stamps"] == ["random backbone"]
    assert metrics["patients_without_clinical_numbers"] == 1
    assert "logistic_clinical" in metrics["models"]
    assert {row["patient"] for row in rows_of(folder, "gcn")} == {f"p{row}" for row in range(21)}


def test_no_weight_and_no_other_answer_moves_when_a_test_page_changes(
    hfgnn, images, tmp_path, draw
):
    (before,) = hfgnn(*images, "clinical=none")
    (page,) = [row for row in rows_of(before, "gcn") if row["record"] == "mi/m3.png"]
    fold = page["fold"]
    draw(tmp_path / "pages/mi/m3.png", 999)
    (after,) = hfgnn(*images, "clinical=none")

    def weights(folder):
        file = folder / "checkpoints" / f"fold{fold}_gcn.pt"
        return torch.load(file, weights_only=True)["weights"]

    def answers(folder, model):
        return {
            row["record"]: (row["probability"], row["threshold"])
            for row in rows_of(folder, model)
            if row["fold"] == fold
        }

    first, second = weights(before), weights(after)
    assert all(torch.equal(first[name], second[name]) for name in first)
    # Not rewired: there, by its making, test rows exchange senders with each other.
    for model in ("gcn", "no_edges", "logistic_all", "boosting", "majority"):
        one, other = answers(before, model), answers(after, model)
        changed = {name for name in one if one[name] != other[name]}
        assert changed <= {"mi/m3.png"}
        if model in ("gcn", "logistic_all"):
            assert changed == {"mi/m3.png"}


def test_checkpoints_hold_weights_and_plain_settings(usual):
    folder, _ = usual
    files = sorted((folder / "checkpoints").iterdir())
    assert [file.name for file in files] == [f"fold{fold}_gcn.pt" for fold in range(3)]
    content = torch.load(files[0], weights_only=True)
    assert "patients: 40" in content["settings"]
    assert content["weights"]["first.lin.weight"].shape == (128, 517)


def test_what_the_crop_cuts_away_is_not_seen(hfgnn, images, tmp_path):
    settings = ("clinical=none", "augment=none", "data.near_duplicate_bits=0")
    crop = "data.crop=[0,0.25,1,1]"
    (before,) = hfgnn(*images, *settings, crop)
    for number, page in enumerate(sorted((tmp_path / "pages").glob("*/*.png"))):
        picture = Image.open(page).convert("RGB")
        picture.paste((9 * number, 0, 0), (0, 0, picture.width, 25))
        picture.save(page)
    (after,) = hfgnn(*images, *settings, crop)
    first, second = rows_of(before, "gcn"), rows_of(after, "gcn")
    for one, other in zip(first, second, strict=True):
        # A page of unknown patient is named after its content.
        assert one | {"patient": ""} == other | {"patient": ""}
