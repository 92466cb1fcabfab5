"""Many cohorts in several processes, each noted as soon as it is done, and none done twice."""

import csv
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from omegaconf import OmegaConf
from sklearn.utils.parallel import Parallel, delayed

from hfgnn.config.config import Config
from hfgnn.data.simulated_nodes import STAMP, cohort_of
from hfgnn.reports.cohort_lines import Line
from hfgnn.reports.files import csv_text, write_beside
from hfgnn.reports.progress import progress
from hfgnn.reports.provenance import provenance
from hfgnn.types import DataError

Key = tuple[str, ...]

STAMPS = (STAMP,)
TABLE = "cohorts.csv"
OF_NO_CONSEQUENCE = (
    "workers", "resume", "cohorts", "kinds", "sizes", "neutral_sizes", "gains", "private_shares",
    "goal_gain", "goal_cohorts", "large", "strengths", "only", "repeats", "shown",
)  # fmt: skip
"""Settings of a study that decide which cohorts there are, and not what becomes of one."""


def gather(
    jobs: Sequence[Line], work: Callable[[Line], Line], *, folder: Path, settings: Config
) -> list[Line]:
    """Work on each job that no earlier run has done; give the lines of all, in the jobs' order.

    The table is written anew with every line, so that a run that was stopped can be taken up:
    by ``study.resume=FOLDER``, or by the same command with the same ``hydra.run.dir``.

    Args:
        jobs: what tells one cohort from the others; text and numbers.
        work: one cohort; gives what is measured.
        folder: of the run.
        settings: of the run.

    Raises:
        DataError: an earlier table was made with other settings.
    """
    study: Any = settings.study
    mark = fingerprint(settings)
    done = {
        key_of(line, jobs): line
        for earlier in (study.resume, folder)
        if earlier is not None
        for line in read_table(Path(earlier) / TABLE, mark)
    }
    left = [job for job in jobs if key_of(job, jobs) not in done]
    parallel = Parallel(
        n_jobs=min(study.workers, max(len(left), 1)), return_as="generator_unordered"
    )
    found: Iterable[Line] = parallel(delayed(_tagged)(work, job, mark) for job in left)
    for line in progress(found, total=len(left), description="judging cohorts"):
        done[key_of(line, jobs)] = line
        write_table(folder / TABLE, done.values())
    wanted = [done[key_of(job, jobs)] for job in jobs]
    write_table(folder / TABLE, wanted)
    return wanted


def _tagged(work: Callable[[Line], Line], job: Line, mark: str) -> Line:
    return job | {"settings": mark} | work(job)


def key_of(line: Line, jobs: Sequence[Line]) -> Key:
    """What names a cohort, as text, so that a line that was read again has the same."""
    return tuple(str(line[name]) for name in jobs[0])


def fingerprint(settings: Config) -> str:
    """Twelve letters that change with every setting on which a cohort's line depends."""
    relevant: Any = asdict(settings)
    for name in OF_NO_CONSEQUENCE:
        relevant["study"].pop(name, None)
    text = json.dumps(relevant, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_table(path: Path, mark: str) -> list[Line]:
    """The lines of an earlier run, as text; none where there is no table.

    Raises:
        DataError: a line was made with other settings.
    """
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        texts = list(csv.DictReader(file))
    for line in texts:
        if line["settings"] != mark:
            raise DataError(
                f"{path} was made with other settings ({line['settings']}, now {mark}), so its "
                "cohorts cannot be taken over; give the settings it was made with, or a new folder"
            )
    return [
        # The mark may look like a number, such as 123e45.
        {name: number_or_text(value) for name, value in line.items()} | {"settings": mark}
        for line in texts
    ]


def number_or_text(value: str) -> Any:
    """What a cell of the table meant."""
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value


def write_table(path: Path, lines: Iterable[Line]) -> None:
    """Write the table as a whole or not at all; a column that a line lacks stays empty."""
    rows = list(lines)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    write_beside(path, csv_text(columns, ([row.get(name) for name in columns] for row in rows)))


def said_of(settings: Config) -> Line:
    """How metrics.json of a study begins."""
    protocol: Any = settings.protocol
    return {
        "task": settings.task,
        "protocol": {
            "name": protocol.name,
            "graph": protocol.graph.value,
            "folds": protocol.folds,
        },
        "stamps": list(STAMPS),
    }


def made_with(settings: Config, settings_text: str) -> dict[str, Any]:
    """The content of run.json; the cohorts are drawn anew from the seed, so none is hashed."""
    nobody = cohort_of(np.zeros(0, dtype=np.int64), "nobody").records
    return provenance(
        nobody,
        clinical=np.empty((0, 0)),
        seed=settings.seed,
        command=" ".join(["python -m hfgnn", *sys.argv[1:]]),
        settings=OmegaConf.to_container(OmegaConf.create(settings_text)),
    )
