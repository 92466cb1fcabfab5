"""Tables on the terminal: one run, or the runs of a sweep."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from hfgnn.reports.console import (
    TONES,
    Row,
    fitting,
    say,
    say_path,
    say_stamps,
    show,
    side_by_side,
    title_line,
)
from hfgnn.reports.estimates import SCORES, full_text, gains, value_text
from hfgnn.reports.finished import Finished
from hfgnn.reports.sweep_lines import sweep_rows
from hfgnn.reports.units import in_units, unit_of
from hfgnn.reports.words import claim_lines, clinical_gap, model_words, plain_verdict, verdict_tone

LAYOUTS = (
    ("model", "name", "auroc", "auprc", "accuracy", "macro_f1", "gain"),
    ("model", "name", "auroc", "accuracy", "macro_f1", "gain"),
    ("model", "auroc", "accuracy", "macro_f1", "gain"),
    ("model", "auroc", "accuracy alone", "macro_f1 alone", "gain"),
    ("model", "auroc", "accuracy alone", "gain"),
    ("model", "auroc alone", "accuracy alone", "gain alone"),
)
"""Columns of a run's table, the richest first; the first that fits the terminal is taken."""

TITLES = {"model": "", "name": "name", "gain": "AUROC gain over it"} | {
    name: SCORES[score]
    for score in ("auroc", "auprc", "accuracy", "macro_f1")
    for name in (score, f"{score} alone")
}
TITLES["gain alone"] = "gain"

SWEEP_LAYOUTS = (
    ("job", "settings", "auroc", "accuracy alone", "macro_f1 alone", "no_edges", "verdict"),
    ("job", "settings", "auroc alone", "no_edges", "verdict"),
    ("job", "settings", "auroc alone", "verdict"),
)
SWEEP_TITLES = {
    "job": "job",
    "settings": "settings",
    "no_edges": "no edges",
    "majority": "majority",
    "scratch": "from scratch",
    "validation": "validation",
    "verdict": "the graph",
} | {
    name: SCORES[score]
    for score in ("auroc", "accuracy", "macro_f1")
    for name in (score, f"{score} alone")
}


def print_run(finished: Finished, folder: Path, console: Console | None = None) -> None:
    """Show the table, the stamps, the verdict and where the report lies."""
    console = console or Console()
    metrics = finished.metrics
    rows = [_run_row(metrics, model) for model in metrics["models"]]
    columns = fitting(rows, TITLES, layouts=LAYOUTS, width=console.width)
    bold = list(metrics["models"]).index(metrics["network"])
    console.print()
    say(console, title_line(metrics), style="bold")
    say_stamps(console, metrics["stamps"])
    console.print()
    show(console, side_by_side(rows, TITLES, columns=columns, bold=bold))
    console.print()
    for note in _notes(metrics):
        say(console, note)
    say(
        console,
        plain_verdict(metrics["verdict"]),
        style=TONES[verdict_tone(metrics["verdict"], metrics["stamps"])],
    )
    if caution := metrics.get("verdict_caution"):
        say(console, f"({caution})")
    say_path(console, "report", path=folder / "report.html")


def print_sweep(lines: list[dict[str, Any]], path: Path, console: Console | None = None) -> None:
    """Show one line per run of a sweep and where the joint table lies."""
    console = console or Console()
    rows, shared, stamps = sweep_rows(lines)
    titles, layouts = _sweep_layouts(rows)
    columns = fitting(rows, titles, layouts=layouts, width=console.width)
    console.print()
    number = "1 run" if len(lines) == 1 else f"{len(lines)} runs"
    say(console, number + (f", all with {shared}" if shared else ""), style="bold")
    say_stamps(console, stamps)
    console.print()
    show(console, side_by_side(rows, titles, columns=columns))
    console.print()
    say_path(console, "table", path=path)


def _sweep_layouts(rows: Sequence[Row]) -> tuple[Row, Sequence[tuple[str, ...]]]:
    """Titles and columns; of several classes the F1 of each takes the place of the graph."""
    if any(row["validation"] for row in rows):
        chosen = ("job", "settings", "validation", "auroc alone", "scratch")
        return SWEEP_TITLES, (chosen, chosen[:-1], chosen[:3])
    classes = [name for name in rows[0] if name.startswith("f1_") and name.endswith(" alone")]
    if not classes and any(row["no_edges"] for row in rows):
        return SWEEP_TITLES, SWEEP_LAYOUTS
    if not classes:
        alone = [tuple(name for name in one if name != "no_edges") for one in SWEEP_LAYOUTS]
        return SWEEP_TITLES | {"verdict": "the network"}, alone
    start = ("job", "settings")
    layouts = (
        (*start, "macro_f1", "accuracy alone", *classes, "majority"),
        (*start, "macro_f1 alone", *classes, "majority"),
        (*start, "macro_f1 alone", *classes),
        (*start, "macro_f1 alone"),
    )
    f1 = {name: f"F1 {name.removeprefix('f1_').removesuffix(' alone')}" for name in classes}
    return SWEEP_TITLES | f1, layouts


def _run_row(metrics: Mapping[str, Any], model: str) -> Row:
    scores = metrics["models"][model]
    gain = gains(metrics).get(model)
    words = model_words(model, metrics["network"], metrics["protocol"])
    row = {"model": words.short, "name": model}
    for score in ("auroc", "auprc", "accuracy", "macro_f1"):
        row[score] = full_text(scores.get(score))
        row[f"{score} alone"] = value_text(scores.get(score))
    row["gain"] = full_text(gain, name="difference", sign="+")
    row["gain alone"] = value_text(gain, name="difference", sign="+")
    return row


def _notes(metrics: Mapping[str, Any]) -> Iterator[str]:
    if gap := clinical_gap(metrics):
        yield gap
    if ceiling := metrics.get("ceiling"):
        scores = (f"{SCORES[name]} {ceiling[name]:.3f}" for name in SCORES if name in ceiling)
        yield f"the five clinical numbers alone allow {', '.join(scores)}"
    lines = claim_lines(metrics)
    if lines:
        yield f"claimed by {metrics['claim'].get('source', 'the publication')}, and measured here:"
    for name, claimed, measured in lines:
        if name == "tested pages":
            words = in_units(name, unit_of(metrics))
            yield f"  {words}: {claimed}, here {'-' if measured is None else measured}"
        else:
            yield f"  {SCORES.get(name, name)}: {claimed:.3f}, here {full_text(measured) or '-'}"
