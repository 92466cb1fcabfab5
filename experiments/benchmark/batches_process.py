"""One training in a process of its own, for its seconds per epoch and its memory.

python -m experiments.benchmark.batches_process FOLDER GCN batches 1024 5
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from experiments.benchmark.cohort_on_disk import COLUMNS
from experiments.benchmark.networks import a_gat, a_gcn
from hfgnn.config.training import Accelerator, Training
from hfgnn.models.layers import TwoRounds
from hfgnn.training.fit import fit
from hfgnn.training.fit_in_batches import fit_in_batches
from hfgnn.training.neighbour_lists import NeighbourLists
from hfgnn.training.reach import Reach
from hfgnn.training.rounds import Rounds
from hfgnn.types import Graph, Nodes, Parts, Rows

MOST_TRAINING_ROWS = {"GCN": 50 * 1024, "GAT": 10 * 1024}
"""In batches an epoch is timed on no more; a whole graph has no part that could be timed alone."""
TRAINING_SHARE, VALIDATION_SHARE = 0.8, 0.1
MODELS: dict[str, Callable[[], TwoRounds]] = {"GCN": a_gcn, "GAT": a_gat}


class Clock:
    """Stands in the place of a fit's log and notes when an epoch ends."""

    def __init__(self) -> None:
        self.times = [time.perf_counter()]

    def note(self, epoch: int, losses: dict[str, float]) -> None:
        """An epoch has ended."""
        self.times.append(time.perf_counter())


class Memory(threading.Thread):
    """Looks every few milliseconds how much this process has in memory, and keeps the most."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.imports_mb, self.peak_file_mb = resident()
        self.peak_mb = self.imports_mb
        self.start()

    def run(self) -> None:
        while True:
            now, of_files = resident()
            self.peak_mb = max(self.peak_mb, now)
            self.peak_file_mb = max(self.peak_file_mb, of_files)
            time.sleep(0.02)


def resident() -> tuple[float, float]:
    """MB that are this process's own, and MB of files that it has mapped."""
    status = Path("/proc/self/status")
    if not status.is_file():  # only Linux tells the two apart
        return float("nan"), float("nan")
    lines = dict(line.partition(":")[::2] for line in status.read_text().splitlines())
    own, of_files = (float(lines[name].split()[0]) / 1000 for name in ("RssAnon", "RssFile"))
    return own, of_files


def read(folder: Path, way: str) -> tuple[Nodes, Graph | NeighbourLists]:
    """The cohort of a folder: mapped for batches, else in memory."""
    mapped = "r" if way == "batches" else None
    x = np.load(folder / "x.npy", mmap_mode=mapped)  # type: ignore[arg-type]
    label = np.load(folder / "label.npy")
    rows = np.arange(len(x))
    names = tuple(f"column_{number}" for number in range(COLUMNS))
    nodes = Nodes(x, names, label, group=rows, record_id=np.broadcast_to("", len(x)))
    table = np.load(folder / "table.npy")
    if way == "batches":
        return nodes, NeighbourLists.of_table(table)
    receivers = np.repeat(rows, table.shape[1])
    return nodes, Graph(np.stack([table.reshape(-1).astype(np.int64), receivers]), None, len(x))


def parts_of(size: int, model: str, way: str) -> tuple[Parts, float]:
    """Rows that train, validate and test, and how much of the whole they are."""
    order = np.random.default_rng(1).permutation(size)
    train = int(TRAINING_SHARE * size)
    share = min(1.0, MOST_TRAINING_ROWS[model] / train) if way == "batches" else 1.0
    bounds = np.cumsum([share * train, share * VALIDATION_SHARE * size, 1]).astype(int)
    return Parts(*(np.sort(part) for part in np.split(order[: bounds[-1]], bounds[:-1]))), share


def rows_read(lists: NeighbourLists, model: str, asked: Rows) -> int:
    """How many rows of columns one batch takes."""
    num_steps = Rounds(MODELS[model]()).num_steps
    return Reach(lists, num_steps=num_steps).around(asked).num_rows[-1]


def main(folder: str, model: str, way: str, batch_size: str, rounds: str) -> None:
    """Train for one epoch more than there are rounds, since the first has work of its own."""
    memory = Memory()
    nodes, graph = read(Path(folder), way)
    parts, share = parts_of(len(nodes.label), model, way)
    size = int(batch_size) if way == "batches" else None
    settings = Training(1 + int(rounds), None, 5e-3, 5e-4, Accelerator.cpu, size)
    clock = Clock()
    rows_per_batch = 0
    if isinstance(graph, NeighbourLists):
        asked = np.random.default_rng(2).choice(parts.train, int(batch_size), replace=False)
        rows_per_batch = rows_read(graph, model, asked)
        fit_in_batches(MODELS[model], nodes, graph, parts, settings=settings, logger=clock, seed=0)
    else:
        fit(MODELS[model], nodes, graph, parts, settings=settings, logger=clock, seed=0)
    taken = np.diff(clock.times)
    print(
        json.dumps(
            {
                "epochs_s": (taken[1:] / share).tolist(),
                "before_s": max(0.0, float(taken[0] - np.median(taken[1:]))),
                "share_of_epoch": share,
                "rows_per_batch": rows_per_batch,
                "imports_mb": memory.imports_mb,
                "peak_mb": memory.peak_mb,
                "peak_file_mb": memory.peak_file_mb,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
