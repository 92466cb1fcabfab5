"""The table of a run on heartbeats on the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from hfgnn.reports.beats.finished import FinishedBeats
from hfgnn.reports.beats.words import beat_model_words, plain_verdict
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
from hfgnn.reports.words import claim_lines, verdict_tone

GAIN = "gain over it"


def print_beats(finished: FinishedBeats, folder: Path, console: Console | None = None) -> None:
    """Show the table, the stamps, the verdict and where the report lies."""
    console = console or Console()
    metrics = finished.metrics
    classes = finished.network.classes
    rows = [_row(metrics, model, classes) for model in metrics["models"]]
    titles = _titles(classes)
    columns = fitting(rows, titles, layouts=_layouts(classes), width=console.width)
    bold = list(metrics["models"]).index(metrics["network"])
    console.print()
    say(console, title_line(metrics), style="bold")
    say_stamps(console, metrics["stamps"])
    console.print()
    show(console, side_by_side(rows, titles, columns=columns, bold=bold))
    console.print()
    for note in _notes(finished):
        say(console, note)
    tone = verdict_tone(metrics["verdict"], metrics["stamps"])
    say(console, plain_verdict(metrics["verdict"]), style=TONES[tone])
    say_path(console, "report", path=folder / "report.html")


def _layouts(classes: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Columns, the richest first; the first that fits the terminal is taken."""
    f1 = tuple(f"f1 {name}" for name in classes)
    return (
        ("model", "name", "macro_f1", "accuracy", *f1, "gain"),
        ("model", "macro_f1", "accuracy alone", *f1, "gain"),
        ("model", "macro_f1", *f1, "gain alone"),
        ("model", "macro_f1 alone", *f1, "gain alone"),
        ("model", "macro_f1 alone", *f1),
        ("model", "macro_f1 alone"),
    )


def _titles(classes: Sequence[str]) -> Row:
    scores = {
        name: SCORES[score]
        for score in ("macro_f1", "accuracy")
        for name in (score, f"{score} alone")
    }
    f1 = {f"f1 {name}": f"F1 {name}" for name in classes}
    return {"model": "", "name": "name", "gain": GAIN, "gain alone": "gain"} | scores | f1


def _row(metrics: Mapping[str, Any], model: str, classes: Sequence[str]) -> Row:
    scores, by_class = metrics["models"][model], metrics["classes"][model]
    gain = gains(metrics, "macro_f1").get(model)
    row = {"model": beat_model_words(model).short, "name": model}
    for score in ("macro_f1", "accuracy"):
        row[score] = full_text(scores.get(score))
        row[f"{score} alone"] = value_text(scores.get(score))
    for name in classes:
        row[f"f1 {name}"] = value_text(by_class.get(name, {}).get("f1"))
    row["gain"] = full_text(gain, name="difference", sign="+")
    row["gain alone"] = value_text(gain, name="difference", sign="+")
    return row


def _notes(finished: FinishedBeats) -> Iterator[str]:
    yield from finished.notes
    lines = claim_lines(finished.metrics)
    if lines:
        source = finished.metrics["claim"].get("source", "the publication")
        yield f"claimed by {source}, and measured here:"
    for name, claimed, measured in lines:
        yield f"  {SCORES.get(name, name)}: {claimed:.3f}, here {full_text(measured) or '-'}"
