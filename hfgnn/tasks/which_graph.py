"""Which graph and which network is worth having, on real and on simulated patients."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hfgnn.config.config import Config
from hfgnn.config.which_graph import WhichGraph
from hfgnn.reports.cohort_lines import Line, mean_of
from hfgnn.reports.study_files import Studied, write_study
from hfgnn.reports.which_graph import Compared, compare
from hfgnn.reports.which_graph_figure import draw_gains
from hfgnn.reports.which_graph_tables import conclusions, gain_tables
from hfgnn.tasks.cohorts import gather, made_with, said_of
from hfgnn.tasks.study_sets import StudySets, drawn_facts, missing, world_of_verdicts
from hfgnn.tasks.tried_graphs import FoldTrials, Trials
from hfgnn.types import DataError


@dataclass(frozen=True)
class Work:
    """What is done with a fold, in whichever process.

    Attributes:
        sets: where it comes from.
        trials: what is tried on it.
    """

    sets: StudySets
    trials: Trials

    def __call__(self, job: Line) -> Line:
        """One fold of one data set."""
        return FoldTrials(self.sets.fold(job), self.trials).line()


def run(settings: Config, folder: Path, settings_text: str) -> float:
    """Prepare every data set, try everything on every fold, compare.

    Args:
        settings: checked.
        folder: of the run.
        settings_text: the settings as yaml.

    Returns:
        Mean AUROC on validation rows of the network and space that is shown first, for a sweeper.

    Raises:
        DataError: there is no data set, one cannot be used, or an earlier table of folds was made
            with other settings.
    """
    study: Any = settings.study
    begin = time.perf_counter()
    why = why_not(study)
    names = [name for name in study.names() if name not in why]
    left_out = [f"{name} is left out: {reason}" for name, reason in why.items()]
    if not names:
        raise DataError(f"no data set is left: {'; '.join(left_out)}")
    with TemporaryDirectory() as kept:
        sets = StudySets(settings, Path(kept), world_of_verdicts())
        facts = {
            name: drawn_facts(study, name) if name in study.simulated else sets.keep(name)
            for name in names
        }
        work = Work(sets, Trials.of(study))
        jobs = jobs_of(study, names, settings.protocol)
        lines = gather(jobs, work, folder=folder, settings=settings)
    compared = [
        compare(
            name,
            [line for line in lines if line["set"] == name],
            facts[name],
            confidence=settings.evaluation.confidence,
        )
        for name in names
    ]
    told = {"left_out": left_out, "timing": {"total_seconds": time.perf_counter() - begin}}
    write_study(
        Studied(
            metrics=said_of(settings)
            | {"stamps": stamps_of(compared), "sets": [one.as_json() for one in compared]}
            | told,
            tables=gain_tables(compared, study.shown),
            figures={"which_graph": draw_gains(compared, study.shown, stamps=stamps_of(compared))},
            conclusions=[*conclusions(compared, study.shown), *left_out],
            provenance=made_with(settings, settings_text)
            | {"sets": {name: facts[name] for name in names}},
        ),
        folder,
    )
    return mean_of(lines, f"validation {study.shown[0]}") if study.shown else float("nan")


def why_not(study: WhichGraph) -> dict[str, str]:
    """Which of the wanted sets of real data are not there, and why."""
    reasons = {
        name: missing(study.sets[name], study.root) for name in study.names() if name in study.sets
    }
    return {name: reason for name, reason in reasons.items() if reason}


def jobs_of(study: WhichGraph, names: Sequence[str], protocol: Any) -> list[Line]:
    """One per fold of each division of each set, or of each cohort of each simulated kind."""
    times = {name: study.cohorts if name in study.simulated else study.repeats for name in names}
    return [
        {"set": name, "repeat": repeat, "fold": fold}
        for name in names
        for repeat in range(times[name])
        for fold in range(protocol.folds)
    ]


def stamps_of(compared: Sequence[Compared]) -> list[str]:
    """Of all sets, each with the names of the real ones that bear it."""
    stamps = dict.fromkeys(stamp for one in compared for stamp in one.facts["stamps"])
    return [_borne(stamp, compared) for stamp in stamps]


def _borne(stamp: str, compared: Sequence[Compared]) -> str:
    by = [one for one in compared if stamp in one.facts["stamps"]]
    if len(by) == len(compared):
        return stamp
    if all(one.is_simulated for one in by):
        return f"{stamp} where a row says so"
    return f"{', '.join(one.title for one in by)}: {stamp}"
