"""The files and the terminal text of an audit that stands alone."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from hfgnn.audits.audited import Audited
from hfgnn.reports.console import say_path, say_stamps, show
from hfgnn.reports.estimates import with_minus, without_gaps
from hfgnn.reports.evidence_tables import NOT_SOUGHT, FindingRow, finding_rows, probe_rows
from hfgnn.reports.files import csv_text, write_beside
from hfgnn.reports.template import render
from hfgnn.reports.words import stamp_meaning

TEMPLATE = "audit_report.html.jinja"
COLUMNS = ("severity", "finding", "what", "where", "advice")
TONES = {"leak": "bold red", "warning": "bold yellow", "note": "bold"}
INDENT = 2


@dataclass(frozen=True)
class AuditReport:
    """One audit.

    Attributes:
        source: one phrase that says what was audited.
        stamps: what limits it.
        audited: what came out.
    """

    source: str
    stamps: tuple[str, ...]
    audited: Audited

    def metrics(self) -> dict[str, Any]:
        """The content of metrics.json."""
        return {
            "task": "audit",
            "source": self.source,
            "stamps": list(self.stamps),
            "audit": self.audited.as_json(),
        }


def write_audit(report: AuditReport, folder: Path, settings: str) -> None:
    """Write findings.csv, report.html and, at last, metrics.json.

    Args:
        report: the audit.
        folder: of the audit.
        settings: as yaml text.
    """
    metrics = without_gaps(report.metrics())
    lines = [
        (one.severity.value, one.name, one.what, place, one.advice)
        for one in report.audited.findings
        for place in one.where or ("",)
    ]
    write_beside(folder / "findings.csv", csv_text(COLUMNS, lines))
    content = {
        "title": f"What leaks in {report.source}?",
        "stamps": [(with_minus(stamp), stamp_meaning(stamp)) for stamp in report.stamps],
        "is_audited": True,
        "not_sought": NOT_SOUGHT,
        "findings": finding_rows(metrics["audit"]),
        "probes": probe_rows(metrics["audit"]),
        "settings": settings,
    }
    write_beside(folder / "report.html", render(TEMPLATE, content))
    write_beside(folder / "metrics.json", json.dumps(metrics, indent=2, allow_nan=False) + "\n")


def print_audit(report: AuditReport, folder: Path, console: Console | None = None) -> None:
    """Show each finding: what, how bad, where, and what to do."""
    console = console or Console()
    console.print()
    show(console, Text(f"audit of {report.source}", style="bold"))
    say_stamps(console, report.stamps)
    rows = finding_rows(report.audited.as_json())
    for row in rows:
        _print_finding(console, row)
    if not rows:
        console.print(Text("nothing was found", style="bold green"))
    console.print()
    say_path(console, "report", path=folder / "report.html")


def _print_finding(console: Console, row: FindingRow) -> None:
    console.print()
    console.print(Text(f"{row.severity}: {row.name}", style=TONES[row.severity]))
    lines = [row.what]
    for score, leaking, clean, meaning in row.evidence:
        lines.append(f"{score}: {leaking}" + (f"; {meaning}: {clean}" if clean else ""))
    if row.where:
        more = f" and {row.more} more" if row.more else ""
        lines.append(f"where: {', '.join(row.where)}{more}")
    lines.append(f"what to do: {row.advice[:1].lower()}{row.advice[1:]}")
    for line in lines:
        show(console, Padding(Text(line), (0, 0, 0, INDENT)))
