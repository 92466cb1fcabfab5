"""What every table on the terminal shares: columns that fit, stamps, paths."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

GAP = 2
"""Blank columns between two columns of a table."""

TONES = {"helps": "bold green", "hurts": "bold red", "open": "bold", "leaks": "bold yellow"}
"""Colour of a verdict by its tone."""

Row = Mapping[str, str]


def fitting(
    rows: Sequence[Row], titles: Row, *, layouts: Sequence[tuple[str, ...]], width: int
) -> tuple[str, ...]:
    """The first layout whose columns stand side by side in ``width``, else the last."""
    for columns in layouts:
        widths = (max(len(text[name]) for text in (titles, *rows)) for name in columns)
        if sum(widths) + GAP * (len(columns) - 1) <= width:
            return columns
    return layouts[-1]


def side_by_side(
    rows: Sequence[Row], titles: Row, *, columns: Sequence[str], bold: int | None = None
) -> Table:
    """Rows as a table without lines; one of them may stand out."""
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
    for name in columns:
        # Text, since a name in brackets would be taken for markup.
        table.add_column(Text(titles[name]), no_wrap=name != "settings", overflow="fold")
    for number, row in enumerate(rows):
        cells = (Text(row[name]) for name in columns)
        table.add_row(*cells, style="bold cyan" if number == bold else None)
    return table


def say(console: Console, text: str, *, style: str = "") -> None:
    """A text, broken where the terminal ends."""
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
        say(console, f"! {'; '.join(stamps)}", style="bold yellow")


def say_path(console: Console, name: str, *, path: Path) -> None:
    """A path on one line, never broken, so that it can be copied; relative to here if below."""
    if path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    console.print(Text(f"{name}: {path}"), soft_wrap=True)


def title_line(metrics: Mapping[str, Any]) -> str:
    """Task, data and protocol of a run, above its table."""
    protocol = metrics["protocol"]
    words = [metrics["task"], metrics.get("cohort", {}).get("source", "")]
    words.append(f"{protocol['name'].replace('_', ' ')} protocol")
    if folds := protocol.get("folds"):
        words.append("one split" if folds == 1 else f"{folds} folds")
    return ", ".join(word for word in words if word)
