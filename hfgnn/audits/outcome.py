"""Columns that are known only after the outcome, and what the score owes to them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hfgnn.audits.outcome_names import outcome_reason
from hfgnn.audits.probe import Probe
from hfgnn.audits.ranking import Columns
from hfgnn.audits.table import Table
from hfgnn.types import Estimate, Evidence, Finding, Rows, Severity

OUTCOME_COLUMN = "column that depends on the outcome"


def find_outcome_columns(table: Table, *, probe: Probe) -> tuple[Finding, ...]:
    """Columns whose name speaks of the outcome: a leak where the score falls without them.

    Args:
        table: the columns.
        probe: measures the AUROC with all columns and without each of these.
    """
    return tuple(_findings(table, probe))


def _findings(table: Table, probe: Probe) -> Iterator[Finding]:
    for column, name in enumerate(table.columns):
        reason = outcome_reason(name)
        if reason is None:
            continue
        evidence, fall = what_it_adds(table, np.array([column]), probe=probe, name=name)
        falls = fall is not None and fall.low > 0
        told = f": without it the AUROC of all columns falls by {fall}" if falls else ""
        yield Finding(
            OUTCOME_COLUMN,
            Severity.leak if falls else Severity.warning,
            f"{name} may be known only after the outcome, since {reason}{told}",
            where=(name,),
            evidence=evidence,
            advice="leave the column out of the features",
        )


def what_it_adds(
    table: Table, columns: Rows, *, probe: Probe, name: str
) -> tuple[tuple[Evidence, ...], Estimate | None]:
    """AUROC of the probe with some columns and without them, and the difference on equal draws.

    Args:
        table: all columns.
        columns: numbers of those in question.
        probe: the same folds and draws serve both.
        name: of those columns.

    Returns:
        No evidence and None where nothing can be measured or no column is left.
    """
    rest = table.without(columns)
    if not rest.columns:
        return (), None
    with_it, without = auroc_draws(table, probe), auroc_draws(rest, probe)
    if with_it is None or without is None:
        return (), None
    evidence = Evidence(
        "AUROC of a ridge regression",
        probe.estimate(with_it),
        probe.estimate(without),
        f"without {name}",
    )
    return (evidence,), probe.estimate(with_it - without)


def auroc_draws(table: Table, probe: Probe) -> Columns | None:
    """AUROC of all columns for each bootstrap draw; None where nothing can be told."""
    result = probe.out_of_fold(table.values, table.label, table.group)
    draws = None if result is None else result.auroc(probe.draws(table.group))
    return None if draws is None or np.isnan(draws[0]) else draws
