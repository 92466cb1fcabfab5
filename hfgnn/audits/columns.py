"""Single columns that give the label away, name the row, or say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.audits.outcome import find_outcome_columns, what_it_adds
from hfgnn.audits.outcome_names import words
from hfgnn.audits.probe import Probe
from hfgnn.audits.ranking import Columns
from hfgnn.audits.table import Table, ranks_label
from hfgnn.types import Estimate, Evidence, Finding, Severity

DETERMINED = "column determined by the label"
TELLING = "one column tells the label"
IDENTIFIER = "identifier among the columns"
CONSTANT = "constant columns"

CHANCE_OF_PURE = 1e-6
"""A column determines the label if its values are so pure by chance less often than this."""

FEWEST = 10
"""Rows of each label that a column must have to be ranked."""

FEWEST_NAMED = 30
"""Rows from which whole numbers that never repeat and lie close together are no chance."""


def find_columns(table: Table, *, limit: float, probe: Probe) -> tuple[Finding, ...]:
    """Look at each column of a table on its own.

    Args:
        table: the columns.
        limit: a column whose AUROC alone, whichever way it points, reaches it is suspicious.
        probe: measures what the other columns come to.
    """
    return (
        *find_outcome_columns(table, probe=probe),
        *_telling(table, limit, probe),
        *_identifiers(table, probe),
        *_constant(table),
    )


@dataclass(frozen=True)
class _Seen:
    """A column, or whether it is missing."""

    column: int
    name: str
    values: Columns


def _seen(table: Table) -> Iterator[_Seen]:
    for column, name in enumerate(table.columns):
        values = table.values[:, column]
        yield _Seen(column, name, values)
        missing = np.isnan(values)
        if missing.any() and not missing.all():
            yield _Seen(column, f"whether {name} is missing", missing.astype(np.float64))


def _telling(table: Table, limit: float, probe: Probe) -> Iterator[Finding]:
    for seen in _seen(table):
        if is_identifier(table, seen.column):
            continue
        auroc = _alone(table, seen.values, probe)
        if is_determined(table, seen.values):
            yield _determined(table, seen, auroc, probe)
        elif auroc is not None and auroc.value >= limit:
            yield Finding(
                TELLING,
                Severity.warning,
                f"{seen.name} alone has AUROC {auroc}, at or above {limit:g}",
                where=(table.columns[seen.column],),
                evidence=_evidence(table, seen, auroc, probe),
                advice="find out whether it is measured before the diagnosis and apart from it",
            )


def _determined(table: Table, seen: _Seen, auroc: Estimate | None, probe: Probe) -> Finding:
    return Finding(
        DETERMINED,
        Severity.leak,
        f"each of the {len(np.unique(seen.values))} values of {seen.name} occurs with one label "
        f"only in {len(table.label)} rows",
        where=(table.columns[seen.column],),
        evidence=_evidence(table, seen, auroc, probe),
        advice="leave the column out of the features",
    )


def _evidence(
    table: Table, seen: _Seen, auroc: Estimate | None, probe: Probe
) -> tuple[Evidence, ...]:
    if auroc is None:
        return ()
    number = np.array([seen.column])
    added, _ = what_it_adds(table, number, probe=probe, name=table.columns[seen.column])
    others = added[0].clean if added else None
    return (Evidence(f"AUROC of {seen.name} alone", auroc, others, "all other columns"),)


def _alone(table: Table, values: Columns, probe: Probe) -> Estimate | None:
    """AUROC where there is a value; None with too few rows."""
    rows = np.flatnonzero(~np.isnan(values))
    label = table.label[rows]
    if min((label == 0).sum(), (label == 1).sum()) < FEWEST:
        return None
    draws = probe.draws(table.group[rows])
    return probe.estimate(ranks_label(values[rows], label, draws))


def is_determined(table: Table, values: Columns) -> bool:
    """Whether each value goes with one label, in too many rows for chance.

    Rows without a value do not count, and rows of one patient with one value count once, since
    they are bound to agree.
    """
    known = ~np.isnan(values)
    code = np.unique(values[known], return_inverse=True)[1].ravel()
    rows = np.unique(np.stack([table.group[known], code, table.label[known]], axis=1), axis=0)
    distinct = len(np.unique(code))
    if len(np.unique(rows[:, 1:], axis=0)) > distinct or distinct < 2:
        return False
    share = rows[:, 2].mean()
    repeats = len(rows) - distinct
    return bool(repeats * np.log(share**2 + (1 - share) ** 2) < np.log(CHANCE_OF_PURE))


def _identifiers(table: Table, probe: Probe) -> Iterator[Finding]:
    for column, name in enumerate(table.columns):
        if not is_identifier(table, column):
            continue
        auroc = _alone(table, table.values[:, column], probe)
        seen = _Seen(column, name, table.values[:, column])
        told = "" if auroc is None else f"; its AUROC alone is {auroc}"
        yield Finding(
            IDENTIFIER,
            Severity.warning,
            f"{name} is a whole number, another one in each of {len(table.label)} rows{told}",
            where=(name,),
            evidence=_evidence(table, seen, auroc, probe),
            advice="leave the column out of the features",
        )


_NAMES_A_ROW = re.compile(
    r"\b(?:id|ids|identifier|number|no|nr|code|record|patient|subject|case|index|key|mrn|row|serial|unnamed)\b"
)


def is_identifier(table: Table, column: int) -> bool:
    """Whether a column has another whole number in each row, and either they lie as close together
    as counted ones or the name is that of an identifier; measured numbers too may be whole.
    """
    values = table.values[:, column]
    if len(values) < FEWEST_NAMED or not np.isfinite(values).all():
        return False
    if (values != np.round(values)).any() or len(np.unique(values)) < len(values):
        return False
    counts = np.ptp(values) < 2 * len(values)
    return bool(counts or _NAMES_A_ROW.search(words(table.columns[column])))


def _constant(table: Table) -> Iterator[Finding]:
    names = tuple(
        name
        for name, values in zip(table.columns, table.values.T, strict=True)
        if _is_constant(values)
    )
    if names:
        yield Finding(
            CONSTANT,
            Severity.note,
            f"{len(names)} of {len(table.columns)} columns have one value in all rows",
            where=names,
            evidence=(),
            advice="leave them out",
        )


def _is_constant(values: NDArray[np.float64]) -> bool:
    return len(np.unique(values)) < 2
