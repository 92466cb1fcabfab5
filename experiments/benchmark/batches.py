"""Training in batches against the whole graph at once: seconds per epoch, and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from experiments.benchmark.batches_process import TRAINING_SHARE, VALIDATION_SHARE
from experiments.benchmark.cohort_on_disk import CLOUD, COLUMNS, NEIGHBOURS, write_cohort
from experiments.benchmark.floors import measure
from experiments.benchmark.networks import WIDTH
from experiments.benchmark.rounds import Line

BATCH_SIZE = 1024
SIZES = (10_000, 100_000, 1_000_000)
SIDES = {  # which networks are trained, how, and to which size
    ("GCN", "batches"): 1_000_000,
    ("GAT", "batches"): 1_000_000,
    ("GCN", "whole graph"): 100_000,
    ("GAT", "whole graph"): 100_000,
}
BYTES_OF_A_ROW = 4 * COLUMNS


def lines(rounds: int) -> Iterator[Line]:
    """Every network, way and size, each in a process of its own, and the growth."""
    measured: dict[tuple[str, str], dict[int, dict[str, Any]]] = {side: {} for side in SIDES}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            write_cohort(Path(folder), size)
            for (model, way), largest in SIDES.items():
                if size <= largest:
                    done = in_a_process(folder, model, way, rounds)
                    measured[model, way][size] = done
                    yield line(model, way, size, done)
    for (model, way), by_size in measured.items():
        yield growth(model, way, by_size)


def in_a_process(folder: str, model: str, way: str, rounds: int) -> dict[str, Any]:
    """What experiments/benchmark/batches_process.py measures."""
    command = [sys.executable, "-m", "experiments.benchmark.batches_process"]
    asked = [folder, model, way, str(BATCH_SIZE), str(rounds)]
    root = Path(__file__).parents[2]
    done = subprocess.run([*command, *asked], cwd=root, check=True, stdout=subprocess.PIPE)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def line(model: str, way: str, size: int, done: dict[str, Any]) -> Line:
    """One network at one size."""
    epochs, share, rows = done["epochs_s"], done["share_of_epoch"], done["rows_per_batch"]
    measured = [
        ("epoch", f"{median(epochs):.3g} s [{min(epochs):.3g}, {max(epochs):.3g}]"),
        ("per patient", f"{1e6 * median(epochs) / size:.0f} µs"),
        ("memory", f"{done['peak_mb'] - done['imports_mb']:.0f} MB beyond imports"),
        ("files in memory, which the system may take back", f"{done['peak_file_mb']:.0f} MB"),
    ]
    notes = [f"{len(epochs)} epochs, after one that is not counted"]
    if way == "batches":
        products = first_products(size, rows)
        measured.insert(1, ("of it matrix products of the first round", f"{products:.2g} s"))
        notes.append(f"a batch of {BATCH_SIZE:,} patients reads {rows:,} rows of columns")
        if model == "GCN":
            measured.append(("first round mixed ahead, once", f"{done['before_s']:.2g} s"))
    if share < 1:
        notes.append(
            f"timed on {100 * share:.2g} % of the training and validation rows, scaled to all"
        )
    return Line(
        topic="batches",
        name=name(model, way),
        size=f"{size:,} patients x {COLUMNS}",
        measured=tuple(measured),
        notes=tuple(notes),
    )


def name(model: str, way: str) -> str:
    """What was trained, and how."""
    return f"{model} in batches" if way == "batches" else f"{model}, {way} at once"


def first_products(size: int, rows_per_batch: int) -> float:
    """Seconds that the first round's products take at the rate measured in this run.

    Forward and for the gradient of the weights in training, forward in validation.
    """
    passes = 2 * TRAINING_SHARE + VALIDATION_SHARE
    rows = passes * size * rows_per_batch / BATCH_SIZE
    return measure().product_s(2 * rows * COLUMNS * WIDTH)


def growth(model: str, way: str, by_size: dict[int, dict[str, Any]]) -> Line:
    """Seconds over all sizes; memory between the two largest, as a small graph fills one batch."""
    *_, fewer, most = sorted(by_size)
    least = min(by_size)
    more = 1e6 * (by_size[most]["peak_mb"] - by_size[fewer]["peak_mb"]) / (most - fewer)
    slower = median(by_size[most]["epochs_s"]) / median(by_size[least]["epochs_s"])
    notes = [
        f"memory from {fewer:,} patients on; columns are {BYTES_OF_A_ROW} bytes per patient and "
        f"neighbours {4 * NEIGHBOURS}",
    ]
    if way == "batches":
        notes += [
            "reached where a further patient takes less memory than its columns would",
            f"the cohort: points in a cloud of {CLOUD} dimensions in random order, each hears its "
            f"{NEIGHBOURS} nearest; columns are linear in the cloud, with noise, in a mapped file",
            "torch_geometric's NeighborLoader is no plain side: without a compiled sampler "
            "(pyg-lib or torch-sparse) it refuses to start",
        ]
    return Line(
        topic="batches",
        name=f"{name(model, way)}, growth",
        size=f"{least:,} to {most:,} patients",
        measured=(
            ("seconds", f"{slower:.1f} times for {most / least:.0f} times the patients"),
            ("memory", f"{more:.0f} bytes per further patient"),
        ),
        reached=more < BYTES_OF_A_ROW if way == "batches" else None,
        notes=tuple(notes),
    )
