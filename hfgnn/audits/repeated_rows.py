"""Rows of a table that are there more than once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hfgnn.audits.table import Table
from hfgnn.data.tables.repeated import are_copies, line_codes
from hfgnn.types import Finding, Rows, Severity, Strings

REPEATED_ROWS = "exact duplicate rows"
CONTRADICTING_ROWS = "duplicate rows with different labels"


def find_repeated_rows(table: Table, *, row_id: Strings) -> tuple[Finding, ...]:
    """Rows with equal values in all columns, where that is no chance.

    In a few columns of yes and no, different patients are bound to be equal; that is no finding.

    Args:
        table: the columns.
        row_id: name of each row.
    """
    return tuple(_findings(table, row_id))


def _findings(table: Table, row_id: Strings) -> Iterator[Finding]:
    if not table.values.size or not are_copies(table.values.T):
        return
    code = line_codes(table.values.T)
    sizes = np.bincount(code)
    _, first = np.unique(code, return_index=True)
    surplus = np.setdiff1d(np.arange(len(code)), first)
    apart = sum(len(np.unique(table.group[code == one])) > 1 for one in np.flatnonzero(sizes > 1))
    yield Finding(
        REPEATED_ROWS,
        Severity.warning if apart else Severity.note,
        f"{len(code)} rows are only {len(sizes)} different ones: {len(surplus)} repeat an earlier "
        f"row, and {apart} of the {(sizes > 1).sum()} repeated rows belong to several patients",
        where=_names(row_id, surplus),
        evidence=(),
        advice="use each row once, before any split",
    )
    mixed = [one for one in np.flatnonzero(sizes > 1) if np.ptp(table.label[code == one])]
    if mixed:
        rows = np.flatnonzero(np.isin(code, mixed))
        yield Finding(
            CONTRADICTING_ROWS,
            Severity.warning,
            f"{len(mixed)} different rows occur with disease and without, {len(rows)} times in all",
            where=_names(row_id, rows),
            evidence=(),
            advice="find out which label is right, and leave the rows out until then",
        )


def _names(row_id: Strings, rows: Rows) -> tuple[str, ...]:
    return tuple(row_id[rows].tolist())
