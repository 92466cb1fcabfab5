"""How long a user waits: for help, for a refusal, and for the first epoch of a run.

There is nothing to compare these with, but floors: a Python that imports Hydra and nothing else,
and one that imports torch. The first epoch is over when the first line of its losses is written;
the run is the command as a user types it, and is ended there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from experiments.benchmark.rounds import Line, seconds_of

ROOT = Path(__file__).parents[2]

ANSWERS = ("--help", "model.dropout=1.5", "model.head=2", "data=nonsense")
"""What is answered before anything is read: the options, and three kinds of wrong settings."""

ANSWER_S, EPOCH_S = 0.7, 6.0
"""Most seconds that an answer, and that a run on cached data before its first epoch, may take."""

LOOK_S = 0.005
"""How often it is looked whether an epoch has been written."""


def lines(rounds: int) -> Iterator[Line]:
    """Answers first, then runs; each is timed as a whole process."""
    bare = {name: whole(("-c", f"import {name}"), rounds) for name in ("hydra", "torch")}
    for argument in ANSWERS:
        taken = whole(("-m", "hfgnn", argument), rounds)
        yield Line(
            topic="start",
            name=f"python -m hfgnn {argument}",
            size="one process",
            measured=(("takes", told(taken)), ("import hydra alone", told(bare["hydra"]))),
            reached=median(taken) < ANSWER_S,
            notes=(f"goal: less than {ANSWER_S:g} s",),
        )
    for size, settings in cohorts():
        yield first_epoch(size, settings, bare["torch"], rounds)


def cohorts() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The default one, and real pages where there are any."""
    yield "400 simulated patients, the default settings", ()
    if real := os.environ.get("HFGNN_REAL_DATA"):
        root = Path(real) / "ecg_images"
        pages = sum(1 for _ in root.rglob("*.jpg"))
        settings = ("data=ecg_images", f"data.root={root}", "data.positive=[mi]")
        yield f"{pages} real pages, copies among them", settings


def first_epoch(
    size: str, settings: Sequence[str], torch_alone: Sequence[float], rounds: int
) -> Line:
    """Runs up to their first epoch: one with an empty cache, then some that find all in it."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        first = to_first_epoch(settings, Path(folder) / "first", cache)
        taken = [
            to_first_epoch(settings, Path(folder) / str(number), cache) for number in range(rounds)
        ]
    return Line(
        topic="start",
        name="first epoch of a run on cached data",
        size=size,
        measured=(
            ("after", told(taken)),
            ("with an empty cache", f"{first:.1f} s"),
            ("import torch alone", told(torch_alone)),
        ),
        reached=median(taken) < EPOCH_S,
        notes=(f"goal: less than {EPOCH_S:g} s",),
    )


def to_first_epoch(settings: Sequence[str], run: Path, cache: Path) -> float:
    """Seconds from the start of the command until the losses of an epoch are written.

    Raises:
        RuntimeError: the command ended before.
    """
    command = [sys.executable, "-m", "hfgnn", *settings, f"hydra.run.dir={run}"]
    begin = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=run.parent,
        env=os.environ | {"HFGNN_CACHE": str(cache), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            while not any((run / "logs").rglob("*.csv")):
                if process.poll() is not None:
                    raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
                time.sleep(LOOK_S)
            return time.perf_counter() - begin
        finally:
            process.kill()


def whole(arguments: Sequence[str], rounds: int) -> list[float]:
    """Seconds of each of some processes, after one that is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        ask = answered(arguments, Path(folder))
        ask()
        return [seconds_of(ask) for _ in range(rounds)]


def answered(arguments: Sequence[str], folder: Path) -> Callable[[], object]:
    """A Python process from its start to its end."""
    return lambda: subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def told(taken: Sequence[float]) -> str:
    """Median and ends."""
    return f"{median(taken):.2f} s [{min(taken):.2f}, {max(taken):.2f}]"
