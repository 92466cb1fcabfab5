"""The lines of sweep.csv as rows for the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hfgnn.reports.estimates import full_text, value_text
from hfgnn.reports.sweep import is_result, is_score
from hfgnn.reports.words import verdict_tone

CONTROLS = {
    "no_edges": "auroc_no_edges",
    "majority": "macro_f1_majority",
    "scratch": "auroc_scratch",
    "validation": "auroc_validation",
}
"""What stands beside the score of the run, and the columns of sweep.csv that hold it."""

SHORT = {"helps": "helps", "hurts": "hurts", "open": "no evidence", "leaks": "no verdict"}

ALONE = {"helps": "beats all", "hurts": "is worse"}
"""The same of a network that has no graph."""

Line = Mapping[str, Any]


def sweep_rows(lines: Sequence[Line]) -> tuple[list[dict[str, str]], str, list[str]]:
    """What the joint table shows.

    Returns:
        One row per run; the settings that all runs share; every stamp, with its jobs where only
        some runs carry it.
    """
    overrides = [_overrides(line) for line in lines]
    shared = [
        text
        for text in (overrides[0] if overrides else [])
        if all(text in other for other in overrides)
    ]
    if len(lines) == 1:
        shared = []
    rows = [
        _row(line, " ".join(text for text in own if text not in shared))
        for line, own in zip(lines, overrides, strict=True)
    ]
    # Runs may tell different classes apart; what one lacks stays empty.
    blank = dict.fromkeys((name for row in rows for name in row), "")
    return [blank | row for row in rows], " ".join(shared), list(_stamps(lines))


def _overrides(line: Line) -> list[str]:
    """The settings that the user gave this run: every column that is no result."""
    return [f"{name}={value}" for name, value in line.items() if not is_result(name)]


def _row(line: Line, settings: str) -> dict[str, str]:
    scores = [name for name in line if is_score(name)]
    row = {"job": str(line["job"]), "settings": settings}
    for score in scores:
        estimate = {
            "value": line[score],
            "low": line.get(f"{score}_low", float("nan")),
            "high": line.get(f"{score}_high", float("nan")),
        }
        row[score] = full_text(estimate)
        row[f"{score} alone"] = value_text(estimate)
    for control, column in CONTROLS.items():
        row[control] = value_text({"value": line.get(column, float("nan"))})
    tone = verdict_tone(line["verdict"], line["stamps"].split("; "))
    words = SHORT if row["no_edges"] else SHORT | ALONE
    return row | {"verdict": words[tone]}


def _stamps(lines: Sequence[Line]) -> Iterable[str]:
    by_job = {str(line["job"]): line["stamps"].split("; ") for line in lines}
    for stamp in dict.fromkeys(one for stamps in by_job.values() for one in stamps if one):
        jobs = [job for job, stamps in by_job.items() if stamp in stamps]
        yield stamp if len(jobs) == len(by_job) else f"{stamp} (job {', '.join(jobs)})"
