"""Columns that are made from the label: declared to be so, or shown to be so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hfgnn.audits.outcome import what_it_adds
from hfgnn.audits.probe import CHANCE, Probe, ProbeResult
from hfgnn.audits.ranking import Columns, permuted_rows
from hfgnn.audits.table import Table
from hfgnn.types import Estimate, Evidence, Finding, Rows, Severity

DECLARED = "columns declared to be made from the label"
FOLLOWS_LABEL = "columns that follow a permuted label"

PERMUTED = "the permuted label"
ADVICE = "leave the columns out, or take measured ones"


def find_declared(
    table: Table, block: Rows, *, declared: str | None, probe: Probe
) -> tuple[Finding, ...]:
    """What a block of columns gives away that is declared to be made from the label.

    Args:
        table: all columns, the block among them.
        block: column numbers of the block.
        declared: what is said of it, such as "clinical features synthesized from the label"; None
            where nothing is, and then there is no finding.
        probe: measures the block alone, and all columns with it and without it.
    """
    if declared is None or not len(block):
        return ()
    part = table.take(block)
    alone = probe.measure(
        part.values, part.label, part.group, name="these columns alone", target="the label"
    )
    told = f" and have AUROC {alone.auroc} alone" if alone else ""
    added, _ = what_it_adds(table, block, probe=probe, name="these columns")
    return (
        Finding(
            DECLARED,
            Severity.leak,
            f"{len(block)} columns are declared as {declared}{told}",
            where=part.columns,
            evidence=(*((alone.evidence(),) if alone else ()), *added),
            advice=ADVICE,
        ),
    )


@dataclass(frozen=True)
class Following:
    """How well columns remade for permuted labels tell those labels.

    Attributes:
        result: mean over the permutations.
        findings: a leak where that is above chance.
    """

    result: ProbeResult | None
    findings: tuple[Finding, ...]


def follow_label(
    make: Callable[[Rows], Columns],
    label: Rows,
    group: Rows,
    *,
    columns: tuple[str, ...],
    permutations: int,
    probe: Probe,
) -> Following:
    """Permute the labels, make the columns again, and see whether they tell the permuted labels.

    Columns that are measured stay what they are, and cannot; columns that are made from the label
    follow it wherever it goes.

    Args:
        make: the columns, (rows, columns), that belong to these labels.
        label: of each row, 1 for disease.
        group: rows of one patient share a number; their labels stay together.
        columns: names of what ``make`` gives.
        permutations: of the labels.
        probe: measures each of them.
    """
    results = []
    for order in permuted_rows(group, times=permutations, seed=probe.seed):
        permuted = label[order]
        result = probe.measure(
            make(permuted), permuted, group, name="the columns made for it", target=PERMUTED
        )
        if result is not None:
            results.append(result)
    if not results:
        return Following(None, ())
    result = _mean(results)
    return Following(result, (_following(result, columns),) if result.is_above_chance else ())


def _following(result: ProbeResult, columns: tuple[str, ...]) -> Finding:
    evidence = Evidence(
        f"AUROC of {result.name} for {PERMUTED}", result.auroc, result.chance, CHANCE
    )
    return Finding(
        FOLLOWS_LABEL,
        Severity.leak,
        f"made again for permuted labels, {len(columns)} columns tell those with AUROC "
        f"{result.auroc}, so they are made from the label",
        where=columns,
        evidence=(evidence,),
        advice=ADVICE,
    )


def _mean(results: list[ProbeResult]) -> ProbeResult:
    first = results[0]
    return ProbeResult(
        first.name,
        first.target,
        _mean_estimate([one.auroc for one in results]),
        _mean_estimate([one.chance for one in results]),
        float(np.mean([one.deviations for one in results])),
        first.num_rows,
        first.num_columns,
    )


def _mean_estimate(estimates: list[Estimate]) -> Estimate:
    values = np.mean([(one.value, one.low, one.high) for one in estimates], axis=0)
    return Estimate(*map(float, values))
