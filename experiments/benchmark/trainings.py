"""Many small trainings: 5 folds x 10 seeds of a GCN on 1,000 patients whose nodes are cached."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from experiments.benchmark.cohort_on_disk import COLUMNS
from experiments.benchmark.floors import measure
from experiments.benchmark.neighbours import nearest
from experiments.benchmark.networks import WIDTH, a_gcn
from experiments.benchmark.rounds import Line, Paired, seconds_of
from hfgnn.config.protocol import Edges
from hfgnn.config.training import Accelerator, Training
from hfgnn.training.fit import fit
from hfgnn.training.fit_seeds import fit_seeds
from hfgnn.types import CLINICAL_COLUMNS, IMAGE_COLUMNS, Graph, Nodes, Parts

PATIENTS, FOLDS, SEEDS, K = 1000, 5, 10, 5
SETTINGS = Training(50, None, 5e-3, 5e-4, Accelerator.cpu)
"""Fifty epochs, so that both sides take equally many steps."""

EPOCHS_COMPARED = 10

PROCESSES = 2
"""Of a fold's ten runs in processes of their own; their time counts five times."""


def lines(rounds: int) -> Iterator[Line]:
    """Each round is one fold with ten seeds; over five rounds all fifty trainings are done."""
    folds = list(cohort())
    size = f"{PATIENTS:,} patients, a fold x {SEEDS} seeds, {SETTINGS.max_epochs} epochs"
    floor = SEEDS * SETTINGS.max_epochs * operations(folds[0])
    with tempfile.TemporaryDirectory() as folder:
        files = stored(folds, Path(folder))
        taken: dict[str, list[float]] = {"ours": [], "each": [], "processes": []}
        for number in range(rounds):
            fold, file = folds[number % FOLDS], files[number % FOLDS]
            work: dict[str, Callable[[], object]] = {
                "ours": partial(stacked, fold),
                "each": partial(one_by_one, file),
                "processes": partial(in_processes, file),
            }
            if number == 0:
                work["ours"](), work["each"]()  # warm up; processes begin cold in any case
            for side in list(work) if number % 2 else reversed(work):
                taken[side].append(seconds_of(work[side]))
    ours = tuple(taken["ours"])
    processes = tuple(SEEDS / PROCESSES * seconds for seconds in taken["processes"])
    product = f"{floor / 1e9:.0f} billion operations in float32 products"
    bound = measure().product_s(floor)
    yield Line(
        topic="trainings",
        size=size,
        name="GCN, stacked seeds, against one after another in one process (Lightning, GCNConv)",
        paired=Paired(tuple(taken["each"]), ours),
        goal=3,
        floor_s=bound,
        floor=product,
        notes=("rounds are folds: five rounds are all 5 folds x 10 seeds", *equal(folds[0])),
    )
    yield Line(
        topic="trainings",
        size=size,
        name="GCN, stacked seeds, against a process per run (Lightning, GCNConv)",
        paired=Paired(processes, ours),
        goal=5,
        floor_s=bound,
        floor=product,
        notes=(
            f"{PROCESSES} of each fold's {SEEDS} processes were run and their time multiplied by "
            f"{SEEDS // PROCESSES:d}",
        ),
    )


def cohort() -> Iterator[tuple[Nodes, Graph, Parts]]:
    """Simulated patients with a weak signal, and the inductive graph of each fold."""
    generator = np.random.default_rng(0)
    label = (generator.random(PATIENTS) < 0.4).astype(np.int64)
    x = generator.normal(size=(PATIENTS, COLUMNS)).astype(np.float32)
    x[:, :20] += 0.35 * label[:, None]
    each = np.arange(PATIENTS)
    names = (*IMAGE_COLUMNS, *CLINICAL_COLUMNS)
    nodes = Nodes(x, names, label, each, each.astype(str))
    knn = nearest(K)
    pieces = np.array_split(generator.permutation(PATIENTS), FOLDS)
    for number in range(FOLDS):
        test, validation, *train = (pieces[(number + step) % FOLDS] for step in range(FOLDS))
        parts = Parts(*(np.sort(rows) for rows in (np.concatenate(train), validation, test)))
        yield nodes, knn.connect(nodes, parts, Edges.inductive), parts


def stacked(fold: tuple[Nodes, Graph, Parts], settings: Training = SETTINGS) -> list[float]:
    """Ten seeds by this package; their losses."""
    fitted = fit_seeds(
        a_gcn,
        *fold,
        settings=settings,
        loggers=[None] * SEEDS,
        seeds=range(SEEDS),
    )
    return [one.validation_loss for one in fitted]


def one_by_one(file: Path) -> list[float]:
    """Ten seeds, one after the other, as a user would write it."""
    from experiments.benchmark.plain_training import Fold, fit

    fold = Fold.read(str(file))
    return [fit(fold, SETTINGS, seed) for seed in range(SEEDS)]


def in_processes(file: Path) -> None:
    """Some seeds, each in a process of its own."""
    for seed in range(PROCESSES):
        command = [sys.executable, "-m", "experiments.benchmark.plain_training"]
        subprocess.run([*command, str(file), str(seed)], check=True, capture_output=True)


def stored(folds: list[tuple[Nodes, Graph, Parts]], folder: Path) -> list[Path]:
    """The folds as files for processes."""
    files = []
    for number, (nodes, graph, parts) in enumerate(folds):
        files.append(folder / f"fold{number}.npz")
        np.savez(
            files[-1],
            x=nodes.x,
            label=nodes.label,
            edges=graph.edges,
            train=parts.train,
            validation=parts.validation,
        )
    return files


def equal(fold: tuple[Nodes, Graph, Parts]) -> tuple[str]:
    """How far the losses of stacked networks are from those of the same fits one by one.

    After few epochs: rounding is then not yet blown up by what training makes of it.
    """
    short = replace(SETTINGS, max_epochs=EPOCHS_COMPARED)
    alone = [
        fit(a_gcn, *fold, settings=short, logger=None, seed=seed).validation_loss
        for seed in range(SEEDS)
    ]
    apart = np.abs(np.array(stacked(fold, short)) - alone).max()
    return (
        f"validation losses after {EPOCHS_COMPARED} epochs in float32 differ from those of fits "
        f"one by one by at most {apart:.1e}",
    )


def operations(fold: tuple[Nodes, Graph, Parts]) -> float:
    """Multiplications and additions of one epoch's dense products that cannot be left out.

    Forward and the weights' gradient in the first layer, forward and both gradients in the
    second, and a forward pass for validation, whose first layer all rows but the test rows need.
    """
    parts = fold[2]
    first, second = 2 * COLUMNS * WIDTH, 2 * WIDTH * WIDTH
    learned, judged = len(parts.train), len(parts.validation)
    return float(learned * (2 * first + 3 * second) + (learned + judged) * first + judged * second)
