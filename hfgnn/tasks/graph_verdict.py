"""How often the verdict on the graph is right, in cohorts whose truth is known."""

import time
from functools import partial
from pathlib import Path
from typing import Any

from hfgnn.config.config import Config
from hfgnn.config.study import NEUTRAL, GraphVerdict, Kind
from hfgnn.data.simulated_nodes import draw_nodes
from hfgnn.reports.cohort_lines import Line, line_of
from hfgnn.reports.study_files import Studied, write_study
from hfgnn.reports.verdict_figures import draw_power, draw_verdicts
from hfgnn.reports.verdict_rates import VerdictRates
from hfgnn.reports.verdict_tables import conclusions, verdict_tables
from hfgnn.reports.words import verdict_tone
from hfgnn.tasks.cohorts import STAMPS, gather, made_with, said_of
from hfgnn.tasks.judged import (
    arranged,
    heard_labels,
    join,
    judge,
    nodes_from,
    share_of_mates,
    with_seed,
)


def run(settings: Config, folder: Path, settings_text: str) -> float:
    """Draw, judge, count.

    Args:
        settings: checked.
        folder: of the run.
        settings_text: the settings as yaml.

    Returns:
        Share of cohorts in which the verdict names what is true, for a sweeper.

    Raises:
        DataError: an earlier table of cohorts was made with other settings.
    """
    study: Any = settings.study
    begin = time.perf_counter()
    work = partial(judge_cohort, settings)
    lines = gather(cells(study), work, folder=folder, settings=settings)
    rates = VerdictRates(lines, study)
    told = rates.as_json() | {"timing": {"total_seconds": time.perf_counter() - begin}}
    figures = {
        "power": draw_power(rates.cells(), stamps=STAMPS),
        "verdicts": draw_verdicts(rates.cells(), stamps=STAMPS),
    }
    studied = Studied(
        metrics=said_of(settings) | told,
        tables=verdict_tables(rates),
        figures=figures if Kind.helps in study.kinds else {"verdicts": figures["verdicts"]},
        conclusions=conclusions(rates),
        provenance=made_with(settings, settings_text),
    )
    write_study(studied, folder)
    return rates.right


def cells(study: GraphVerdict) -> list[Line]:
    """One line per cohort: kind, level, patients, number."""
    result: list[Line] = []
    for kind in study.kinds:
        for level in levels(study, kind):
            sizes = sorted({*study.sizes, *(study.neutral_sizes if kind in NEUTRAL else ())})
            for patients in sizes:
                result += _cell(kind, level, patients, cohorts_of(study, kind, level, patients))
            if study.large is not None:
                result += _cell(kind, level, study.large, 1)
    return result


def levels(study: GraphVerdict, kind: Kind) -> list[float]:
    """How strong the kind is to be drawn: gains, or private shares; 0 where there is no such."""
    return {Kind.helps: study.gains, Kind.hurts: study.private_shares}.get(kind, [0.0])


def cohorts_of(study: GraphVerdict, kind: Kind, level: float, patients: int) -> int:
    """More of them where the power is to be known well."""
    is_goal = kind is Kind.helps and level == study.goal_gain and patients == max(study.sizes)
    return study.goal_cohorts if is_goal else study.cohorts


def _cell(kind: Kind, level: float, patients: int, cohorts: int) -> list[Line]:
    return [
        {"kind": kind.value, "level": float(level), "patients": patients, "cohort": number}
        for number in range(cohorts)
    ]


def judge_cohort(settings: Config, job: Line) -> Line:
    """One cohort, from its columns to its verdict."""
    study: Any = settings.study
    graph: Any = settings.graph  # of check_study a Knn
    begin = time.perf_counter()
    own = with_seed(settings, list(job.values()))
    drawn = draw_nodes(
        study.world,
        Kind(job["kind"]),
        level=job["level"],
        patients=job["patients"],
        neighbours=graph.k,
        seed=own.seed,
    )
    arrangement = arranged(own, drawn.cohort)
    nodes = nodes_from(arrangement, drawn.x, drawn.columns)
    graphs = join(own, arrangement, lambda _: nodes)
    evaluated = judge(own, arrangement, graphs)
    told = {"said": verdict_tone(evaluated.verdict), **heard_labels(graphs)}
    told["share of mates"] = share_of_mates(graphs, drawn.circle)
    return told | line_of(evaluated) | {"seconds": time.perf_counter() - begin}
