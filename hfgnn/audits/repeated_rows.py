"""Rows of a table that are there more than once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hfgnn.audits.table import Table
from hfgnn.types import Finding, Rows, Severity, Strings

REPEATED_ROWS = "exact duplicate rows"
CONTRADICTING_ROWS = "duplicate rows with different labels"

TOO_OFTEN = 10
"""Equal rows are copies where they are this many times as many as independent columns give."""


def find_repeated_rows(table: Table, *, row_id: Strings) -> tuple[Finding, ...]:
    """Rows with equal values in all columns, where that is no chance.

    In a few columns of yes and no, different patients are bound to be equal; that is no finding.

    Args:
        table: the columns.
        row_id: name of each row.
    """
    return tuple(_findings(table, row_id))


def _findings(table: Table, row_id: Strings) -> Iterator[Finding]:
    if not table.values.size:
        return
    code = _codes(table)
    sizes = np.bincount(code)
    pairs = float((sizes * (sizes - 1) / 2).sum())
    if pairs <= TOO_OFTEN * _pairs_by_chance(table):
        return
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


def _codes(table: Table) -> Rows:
    """Number of the different row that each row is; a missing value equals a missing one."""
    columns = [np.unique(values, return_inverse=True)[1].ravel() for values in table.values.T]
    codes = np.stack(columns, axis=1)
    return np.unique(codes, axis=0, return_inverse=True)[1].ravel().astype(np.int64)


def _pairs_by_chance(table: Table) -> float:
    """Pairs of equal rows expected if the columns were independent."""
    rows = len(table.label)
    log_equal = 0.0
    for values in table.values.T:
        share = np.unique(values, return_counts=True)[1] / max(rows, 1)
        log_equal += float(np.log((share**2).sum()))
    # Columns without a repeated value leave 1 / rows each.
    return rows * (rows - 1) / 2 * float(np.exp(log_equal))


def _names(row_id: Strings, rows: Rows) -> tuple[str, ...]:
    return tuple(row_id[rows].tolist())
