"""What a study leaves: metrics.json, run.json, figures, tables, and a table on the terminal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hfgnn.reports.canvas import png_bytes
from hfgnn.reports.estimates import without_gaps
from hfgnn.reports.files import write_beside


@dataclass(frozen=True)
class Written:
    """A table of text.

    Attributes:
        title: what it shows.
        columns: their headings.
        rows: cells.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_markdown(self) -> str:
        """The table as it stands in a RESULTS.md."""
        lines = [self.columns, ("---",) * len(self.columns), *self.rows]
        body = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
        return f"### {self.title}\n\n{body}\n"


@dataclass(frozen=True)
class Studied:
    """What a study found.

    Attributes:
        metrics: the content of metrics.json; its ``stamps`` go everywhere.
        tables: the first is shown on the terminal, all are in tables.md.
        figures: by the name of their file.
        conclusions: sentences that end the terminal's output.
        provenance: the content of run.json.
    """

    metrics: Mapping[str, Any]
    tables: Sequence[Written]
    figures: Mapping[str, Figure]
    conclusions: Sequence[str]
    provenance: Mapping[str, Any]


def write_study(studied: Studied, folder: Path, console: Console | None = None) -> None:
    """Write every file into ``folder``, then show the first table."""
    for name, figure in studied.figures.items():
        write_beside(folder / "figures" / f"{name}.png", png_bytes(figure))
    said = "; ".join(studied.metrics["stamps"])
    stamps = f"**{said}**\n\n" if said else ""
    tables = "\n".join(table.as_markdown() for table in studied.tables)
    write_beside(folder / "tables.md", stamps + tables)
    write_beside(folder / "run.json", json.dumps(studied.provenance, indent=2))
    metrics = without_gaps(studied.metrics)
    # Last, since a folder that has it is a finished run.
    write_beside(folder / "metrics.json", json.dumps(metrics, indent=2, allow_nan=False) + "\n")
    _show(studied, folder, console or Console())


def _show(studied: Studied, folder: Path, console: Console) -> None:
    first = studied.tables[0]
    console.print()
    console.print(Text(first.title, style="bold"))
    if stamps := "; ".join(studied.metrics["stamps"]):
        console.print(Text(f"! {stamps}", style="bold yellow"))
    console.print()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in first.columns:
        table.add_column(Text(name), no_wrap=True)
    for row in first.rows:
        table.add_row(*map(Text, row))
    console.print(table)
    console.print()
    for sentence in studied.conclusions:
        console.print(Text(sentence))
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    console.print(Text(f"tables and figures: {shown}"), soft_wrap=True)
