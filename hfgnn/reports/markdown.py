"""Text and tables that Markdown shows as they are meant, whatever names the data have."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hfgnn.reports.units import in_units, unit_of
from hfgnn.reports.words import stamp_meaning

SPECIAL = re.compile(r"[\\|`*<>#~]|&(?=[#\w])|(?<!\w)_|_(?!\w)|\](?=[(\[])")
"""What Markdown reads as more than a letter; an underscore inside a word is only that."""


def plain(text: object) -> str:
    """Any text on one line, as it is: nothing in it is read as Markdown or HTML."""
    return SPECIAL.sub(r"\\\g<0>", " ".join(str(text).split()))


def code(text: object) -> str:
    """Any text on one line in the letters of a program, also inside a table."""
    return f"`{' '.join(str(text).split()).replace('`', chr(39)).replace('|', chr(92) + '|')}`"


def table(titles: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table; the cells are Markdown already."""
    rows = [titles, ["---"] * len(titles), *lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def stamp_lines(metrics: Mapping[str, Any]) -> str:
    """Every stamp of a run and every leak that its audit found, as the head of a file."""
    unit = unit_of(metrics)
    marks = [(stamp, in_units(stamp_meaning(stamp), unit)) for stamp in metrics.get("stamps", ())]
    marks += [
        (f"leak: {finding['name']}", plain(in_units(finding["what"], unit)))
        for finding in metrics.get("audit", {}).get("findings", ())
        if finding.get("severity") == "leak"
    ]
    lines = [f"> **! {plain(mark)}.** {meaning}".rstrip() for mark, meaning in marks]
    return "\n>\n".join(lines) or "> This run has no stamps."


def leak_mark(metrics: Mapping[str, Any]) -> str:
    """What stands beside every score of a protocol that leaks, "" where none does."""
    leaks = any(stamp.startswith("leaking") for stamp in metrics.get("stamps", ()))
    return " (leaking protocol)" if leaks else ""
