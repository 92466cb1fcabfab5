"""The learning curve as rows, for the terminal and the page."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from hfgnn.evaluation.learning_curve import SCRATCH, TRANSFERRED, Curve
from hfgnn.reports.console import Row
from hfgnn.reports.estimates import full_text, value_text
from hfgnn.reports.infarction.words import CURVE_SCORES, PROTOCOLS
from hfgnn.reports.sections import Cell, cell
from hfgnn.reports.study_files import Written

TITLES = {
    "share": "labels",
    "labelled": "labelled",
    SCRATCH: "from scratch",
    TRANSFERRED: "transferred",
    "gain": "gain of transfer",
    f"{SCRATCH} alone": "scratch",
    f"{TRANSFERRED} alone": "transferred",
    "gain alone": "gain",
}
LAYOUTS = (
    ("share", "labelled", SCRATCH, TRANSFERRED, "gain"),
    ("share", "labelled", f"{SCRATCH} alone", f"{TRANSFERRED} alone", "gain"),
    ("share", f"{SCRATCH} alone", f"{TRANSFERRED} alone", "gain alone"),
)
"""Columns of the table, the richest first; the first that fits the terminal is taken."""


def curve_rows(curve: Curve, score: str) -> list[Row]:
    """One row per share, as text."""
    rows: list[Row] = []
    for share in curve.shares:
        row = {
            "share": f"{100 * share:g} %",
            "labelled": f"{curve.point(share, SCRATCH).labelled:.0f}",
        }
        for start in (SCRATCH, TRANSFERRED):
            estimate = asdict(curve.estimate(share, start, score))
            row |= {start: full_text(estimate), f"{start} alone": value_text(estimate)}
        gain = asdict(curve.gain(share, score))
        row |= {"gain": full_text(gain, sign="+"), "gain alone": value_text(gain, sign="+")}
        rows.append(row)
    return rows


def written_tables(curve: Curve) -> list[Written]:
    """The learning curve of every score, as it stands in a RESULTS.md."""
    names = ("share", "labelled", SCRATCH, TRANSFERRED, "gain")
    columns = tuple(TITLES[name] for name in names)
    return [
        Written(
            f"{words}, mean of {curve.seeds} seeds",
            columns,
            tuple(tuple(row[name] for name in names) for row in curve_rows(curve, score)),
        )
        for score, words in CURVE_SCORES.items()
    ]


def curve_tables(curve: Curve) -> list[tuple[str, list[tuple[str, str, list[Cell]]]]]:
    """For each score its title and a line per share: share, labelled units, three cells."""
    return [(words, list(_lines(curve, score))) for score, words in CURVE_SCORES.items()]


def _lines(curve: Curve, score: str) -> Iterator[tuple[str, str, list[Cell]]]:
    for share in curve.shares:
        cells = [
            cell(asdict(curve.estimate(share, start, score))) for start in (SCRATCH, TRANSFERRED)
        ]
        cells.append(cell(asdict(curve.gain(share, score)), sign="+"))
        labelled = f"{curve.point(share, SCRATCH).labelled:.0f}"
        yield f"{100 * share:g} %", labelled, cells


def beat_rows(metrics: Mapping[str, Any]) -> list[tuple[str, list[Cell]]]:
    """Scores of single beats with all labels: name, from scratch, transferred."""
    beats = metrics["beats"]
    return [
        (words, [cell(beats[start].get(score)) for start in (SCRATCH, TRANSFERRED)])
        for score, words in CURVE_SCORES.items()
        if score in beats[SCRATCH]
    ]


def paragraphs(metrics: Mapping[str, Any]) -> list[str]:
    """Cohort, then method."""
    return [" ".join(_cohort(metrics)), " ".join(_method(metrics))]


def _cohort(metrics: Mapping[str, Any]) -> Iterator[str]:
    cohort, source = metrics["cohort"], metrics["source"]
    yield f"The data are {cohort['source']}."
    counts = " and ".join(f"{number:,} {name}" for name, number in cohort["classes"].items())
    yield f"There are {counts} {metrics['protocol']['unit']}s."
    if "checkpoint" in source:
        yield f"The network that knew heartbeats was {source['checkpoint']} of an earlier run."
        return
    yield (
        f"The network learned first from {source['beats']:,} beats of {source['source']}, where it "
        f"reaches a macro-recall of {source['macro_recall']:.3f} over the classes on patients "
        "that did not train it."
    )


def _method(metrics: Mapping[str, Any]) -> Iterator[str]:
    protocol = metrics["protocol"]
    yield f"The {protocol['name']} protocol was followed. {PROTOCOLS[protocol['name']]}"
    yield (
        f"Every fit saw {protocol['batches']:,} batches of {protocol['batch_size']:,} beats, "
        "whatever the share of the labels and the way to start."
    )
