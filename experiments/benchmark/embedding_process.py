"""Pages embedded in a process of its own, for its memory; benchmark/embedding.py starts it."""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hfgnn.augment.none import Unbalanced
from hfgnn.config.backbone import Decoding, Engine, Output, Precision
from hfgnn.features.embedding import embed
from hfgnn.features.resnet18 import ResNet18
from hfgnn.types import Records

ROOT = Path(__file__).parents[2]


def peak_mb(
    pages: Sequence[Path], number: int, *, weights: str, output: Output, how: Sequence[Any]
) -> float:
    """The most memory that a process had which embedded so many pages, imports included.

    Args:
        pages: JPEG files, which come again and again, each time as another patient's.
        number: how many are embedded.
        weights: as backbone.weights names them.
        output: what these weights reach.
        how: engine, precision and decoding.
    """
    engine, precision, decoding = (str(one) for one in how)
    asked = {
        "pages": [str(page) for page in pages], "number": number, "weights": weights,
        "output": str(output), "engine": engine, "precision": precision, "decoding": decoding,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "experiments.benchmark.embedding_process"],
        input=json.dumps(asked), cwd=ROOT, text=True, capture_output=True, check=True,
    )  # fmt: skip
    return float(done.stdout.split()[-1])


def records_of(pages: Sequence[Path]) -> Records:
    """Each page as another patient's, whatever it holds."""
    names = np.array([f"page{number}" for number in range(len(pages))])
    hashes = [hashlib.sha256(name.encode()).hexdigest() for name in names]
    zeros = np.zeros(len(pages), dtype=np.int64)
    return Records(
        record_id=names, patient_id=names, group=np.arange(len(pages)), class_name=names,
        label=zeros, path=np.array([str(page) for page in pages]), content_hash=np.array(hashes),
        perceptual_hash=names, copy=zeros, parent=np.full(len(pages), ""),
    )  # fmt: skip


def main() -> None:
    """Embed what the standard input asks for, and print the peak in MB."""
    asked = json.load(sys.stdin)
    pages = [Path(page) for page in asked["pages"]]
    backbone = ResNet18(
        weights=asked["weights"],
        output=Output(asked["output"]),
        precision=Precision(asked["precision"]),
        engine=Engine(asked["engine"]),
        decoding=Decoding(asked["decoding"]),
        batch_size=32,
        random_seed=0,
    )
    with tempfile.TemporaryDirectory() as folder:
        rows = embed(
            records_of([pages[number % len(pages)] for number in range(asked["number"])]),
            backbone,
            Path(folder) / "rows.sqlite",
            crop=None,
            distortion=Unbalanced(),
            progress=lambda batches, **_: batches,
        )
    assert rows.computed == asked["number"]
    print(peak())


def peak() -> float:
    """The most MB that this process has had since it began."""
    status = Path("/proc/self/status")
    if status.is_file():  # what ``resource`` says begins with the process that started this one
        lines = dict(one.partition(":")[::2] for one in status.read_text().splitlines())
        return float(lines["VmHWM"].split()[0]) * 1.024e-3
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1.024e-3


if __name__ == "__main__":
    main()
