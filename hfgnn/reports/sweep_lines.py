"""The lines of sweep.csv as rows for the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hfgnn.reports.estimates import full_text, value_text
from hfgnn.reports.sweep import SCORES
from hfgnn.reports.words import verdict_tone

SHORT = {"helps": "helps", "hurts": "hurts", "open": "no evidence", "leaks": "no verdict"}

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
    return rows, " ".join(shared), list(_stamps(lines))


def _overrides(line: Line) -> list[str]:
    """The settings that the user gave this run: every column that is no result."""
    results = {"job", "verdict", "stamps", *SCORES}
    results |= {f"{score}_{end}" for score in SCORES for end in ("low", "high")}
    return [
        f"{name}={value}"
        for name, value in line.items()
        if name not in results and not name.startswith("auroc_")
    ]


def _row(line: Line, settings: str) -> dict[str, str]:
    estimates = {
        score: {
            "value": line[score],
            "low": line.get(f"{score}_low", float("nan")),
            "high": line.get(f"{score}_high", float("nan")),
        }
        for score in SCORES
    }
    return {
        "job": str(line["job"]),
        "settings": settings,
        "auroc": full_text(estimates["auroc"]),
        **{f"{score} alone": value_text(estimates[score]) for score in SCORES},
        "accuracy": value_text(estimates["accuracy"]),
        "macro_f1": value_text(estimates["macro_f1"]),
        "no_edges": value_text({"value": line.get("auroc_no_edges", float("nan"))}),
        "verdict": SHORT[verdict_tone(line["verdict"], line["stamps"].split("; "))],
    }


def _stamps(lines: Sequence[Line]) -> Iterable[str]:
    by_job = {str(line["job"]): line["stamps"].split("; ") for line in lines}
    for stamp in dict.fromkeys(one for stamps in by_job.values() for one in stamps if one):
        jobs = [job for job, stamps in by_job.items() if stamp in stamps]
        yield stamp if len(jobs) == len(by_job) else f"{stamp} (job {', '.join(jobs)})"
