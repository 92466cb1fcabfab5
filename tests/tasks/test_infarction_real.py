"""Real records: how many show what, and that a second of lead II tells more than age."""

import json
import os
from pathlib import Path

import pytest

ROOT = os.environ.get("HFGNN_REAL_DATA", "")
pytestmark = pytest.mark.skipif(not ROOT, reason="HFGNN_REAL_DATA names no folder of real data")


@pytest.fixture(scope="module")
def metrics(tmp_path_factory):
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("infarction")
    settings = [
        f"source.root={ROOT}/mitdb",
        f"data.root={ROOT}/ptbxl",
        f"hydra.run.dir={folder}/run",
        "protocol.seeds=2",
        "transfer.shares=[1]",
        "transfer.beats_per_class=500",
    ]
    command = [sys.executable, "-m", "hfgnn", "task=infarction", *settings]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return json.loads(Path(folder, "run/metrics.json").read_text())


def test_infarction_and_normal_records_of_ptb_xl_are_counted(metrics):
    classes = metrics["cohort"]["classes"]
    assert 0.1 < classes["infarction"] / classes["normal"] < 0.6
    assert metrics["cohort"]["refused"] <= 0.01 * metrics["cohort"]["records"]


def test_a_second_of_one_lead_ranks_better_than_age(metrics):
    models = metrics["models"]
    assert models["transferred"]["auroc"]["value"] > 0.85
    assert models["age"]["auroc"]["value"] < models["transferred"]["auroc"]["value"]
