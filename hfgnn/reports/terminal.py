"""Tables on the terminal: one run, or the runs of a sweep."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hfgnn.reports.estimates import SCORES, full_text, gains, value_text
from hfgnn.reports.finished import Finished
from hfgnn.reports.sweep_lines import sweep_rows
from hfgnn.reports.words import claim_lines, clinical_gap, model_words, plain_verdict, verdict_tone

GAP = 2
"""Blank columns between two columns of a table."""

TONES = {"helps": "bold green", "hurts": "bold red", "open": "bold", "leaks": "bold yellow"}

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
    ("job", "settings", "auroc", "accuracy", "macro_f1", "no_edges", "verdict"),
    ("job", "settings", "auroc alone", "no_edges", "verdict"),
    ("job", "settings", "auroc alone", "verdict"),
)
SWEEP_TITLES = {
    "job": "job",
    "settings": "settings",
    "auroc": "AUROC",
    "auroc alone": "AUROC",
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "no_edges": "no edges",
    "verdict": "the graph",
}

Row = Mapping[str, str]


def print_run(finished: Finished, folder: Path, console: Console | None = None) -> None:
    """Show the table, the stamps, the verdict and where the report lies."""
    console = console or Console()
    metrics = finished.metrics
    rows = [_run_row(metrics, model) for model in metrics["models"]]
    columns = _fitting(rows, TITLES, layouts=LAYOUTS, width=console.width)
    bold = list(metrics["models"]).index(metrics["network"])
    console.print()
    _say(console, _title(metrics), style="bold")
    say_stamps(console, metrics["stamps"])
    console.print()
    show(console, _table(rows, TITLES, columns=columns, bold=bold))
    console.print()
    for note in _notes(metrics):
        _say(console, note)
    _say(
        console,
        plain_verdict(metrics["verdict"]),
        style=TONES[verdict_tone(metrics["verdict"], metrics["stamps"])],
    )
    if caution := metrics.get("verdict_caution"):
        _say(console, f"({caution})")
    say_path(console, "report", path=folder / "report.html")


def print_sweep(lines: list[dict[str, Any]], path: Path, console: Console | None = None) -> None:
    """Show one line per run of a sweep and where the joint table lies."""
    console = console or Console()
    rows, shared, stamps = sweep_rows(lines)
    columns = _fitting(rows, SWEEP_TITLES, layouts=SWEEP_LAYOUTS, width=console.width)
    console.print()
    number = "1 run" if len(lines) == 1 else f"{len(lines)} runs"
    _say(console, number + (f", all with {shared}" if shared else ""), style="bold")
    say_stamps(console, stamps)
    console.print()
    show(console, _table(rows, SWEEP_TITLES, columns=columns))
    console.print()
    say_path(console, "table", path=path)


def _run_row(metrics: Mapping[str, Any], model: str) -> Row:
    scores = metrics["models"][model]
    gain = gains(metrics).get(model)
    row = {"model": model_words(model, metrics["network"]).short, "name": model}
    for score in ("auroc", "auprc", "accuracy", "macro_f1"):
        row[score] = full_text(scores.get(score))
        row[f"{score} alone"] = value_text(scores.get(score))
    row["gain"] = full_text(gain, name="difference", sign="+")
    row["gain alone"] = value_text(gain, name="difference", sign="+")
    return row


def _fitting(
    rows: Sequence[Row], titles: Row, *, layouts: Sequence[tuple[str, ...]], width: int
) -> tuple[str, ...]:
    """The first layout whose columns stand side by side in ``width``, else the last."""
    for columns in layouts:
        widths = (max(len(text[name]) for text in (titles, *rows)) for name in columns)
        if sum(widths) + GAP * (len(columns) - 1) <= width:
            return columns
    return layouts[-1]


def _table(
    rows: Sequence[Row], titles: Row, *, columns: Sequence[str], bold: int | None = None
) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
    for name in columns:
        # Text, since a name in brackets would be taken for markup.
        table.add_column(Text(titles[name]), no_wrap=name != "settings", overflow="fold")
    for number, row in enumerate(rows):
        cells = (Text(row[name]) for name in columns)
        table.add_row(*cells, style="bold cyan" if number == bold else None)
    return table


def _title(metrics: Mapping[str, Any]) -> str:
    protocol = metrics["protocol"]
    words = [metrics["task"], metrics.get("cohort", {}).get("source", "")]
    words.append(f"{protocol['name']} protocol")
    if folds := protocol.get("folds"):
        words.append("one split" if folds == 1 else f"{folds} folds")
    return ", ".join(word for word in words if word)


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
            yield f"  {name}: {claimed}, here {'-' if measured is None else measured}"
        else:
            yield f"  {SCORES.get(name, name)}: {claimed:.3f}, here {full_text(measured) or '-'}"


def _say(console: Console, text: str, *, style: str = "") -> None:
    show(console, Text(text, style=style))


def show(console: Console, content: RenderableType) -> None:
    """Print without the blanks that fill up lines, which a file would keep."""
    for segments in console.render_lines(content, pad=False):
        line = Text.assemble(*((one.text, one.style or "") for one in segments))
        line.rstrip()
        console.print(line, soft_wrap=True)


def say_stamps(console: Console, stamps: Sequence[str]) -> None:
    """What limits the result, if anything does."""
    if stamps:
        _say(console, f"! {'; '.join(stamps)}", style="bold yellow")


def say_path(console: Console, name: str, *, path: Path) -> None:
    """A path on one line, never broken, so that it can be copied; relative to here if below."""
    if path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    console.print(Text(f"{name}: {path}"), soft_wrap=True)
