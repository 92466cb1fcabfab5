"""Heat maps of real beats and records, a few of them; only where the data are at hand."""

import json
import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("HFGNN_REAL_DATA", "/nowhere"))
# All of DS1: the tested records of the database are no business of a test.
TRAIN, TEST = ("106", "118", "207", "209", "223"), ("119", "208", "220")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="HFGNN_REAL_DATA is not set")


def test_ventricular_beats_are_told_by_their_heat_maps_and_the_network_reads_digits(
    hfgnn_real, tmp_path
):
    root = tmp_path / "mitdb"
    root.mkdir()
    for name in (*TRAIN, *TEST):
        for ending in ("hea", "dat", "atr"):
            (root / f"{name}.{ending}").symlink_to(DATA / "mitdb" / f"{name}.{ending}")
    (folder,) = hfgnn_real(
        "task=heatmaps", f"data.root={root}", f"protocol.train_records={[*TRAIN]}",
        f"protocol.test_records={[*TEST]}", "protocol.validation_folds=2", "training.max_epochs=3",
        "training.threads=1", "evaluation.resamples=100", "looking.checked=90",
    )  # fmt: skip
    metrics = json.loads((folder / "metrics.json").read_text())
    assert metrics["classes"]["heatmap_cnn"]["V"]["f1"]["value"] > 0.5
    assert metrics["digits"]["accuracy"] >= metrics["digits"]["required"] == 0.98
    assert metrics["stamps"] == []
    assert metrics["looking"]["passed"]["randomised weights"]
    assert metrics["heatmap"]["weights"] < 100_000


def test_records_of_an_infarction_are_told_from_normal_ones(hfgnn_real):
    (folder,) = hfgnn_real(
        "task=heatmaps", "data=twelve_leads", f"data.root={DATA / 'ptbxl'}",
        "protocol=cross_validated", "protocol.folds=2", "protocol.validation_parts=3",
        "training.threads=1", "training.batch_size=32", "evaluation.resamples=100",
        "digits.check=false",
    )  # fmt: skip
    metrics = json.loads((folder / "metrics.json").read_text())
    assert metrics["classes"]["heatmap_cnn"]["infarction"]["auroc"]["value"] > 0.7
    assert metrics["audit"]["findings"] == []
