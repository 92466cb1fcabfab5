"""The audit of a run of the patient pipeline: its pages, its columns, its splits, its steps."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.audits.audited import Audited, make_probe
from hfgnn.audits.columns import find_columns
from hfgnn.audits.copies import find_copies
from hfgnn.audits.derived import find_declared, follow_label
from hfgnn.audits.fitted import find_fitted_on_test_rows, find_told_labels
from hfgnn.audits.looks import VERSION
from hfgnn.audits.probe import Probe
from hfgnn.audits.shortcuts import find_shortcuts
from hfgnn.audits.splits import FoldTable, find_across_splits
from hfgnn.audits.table import Table
from hfgnn.data.reading import Progress
from hfgnn.data.remembered import remembered
from hfgnn.evaluation.subgroups import take
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.tasks.connected import connected
from hfgnn.tasks.fold import nodes_of
from hfgnn.tasks.prepared import Prepared, clinical_source
from hfgnn.types import Cohort, Finding, Graph, Nodes, Predictions, Records, Rows, block_of

SHORTCUTS = "1"  # raise when the same pages give other findings than before

LABEL_PERMUTATIONS = 3
"""Of the labels for which clinical numbers are made again; each has a chance level of its own."""


@dataclass(frozen=True)
class RunAudit:
    """One run under suspicion.

    Attributes:
        prepared: what it works on.
        progress: shows what is read.
    """

    prepared: Prepared
    progress: Progress

    def audit(self, network: Predictions) -> Audited:
        """Everything that can be found.

        Args:
            network: its answers for the test rows.
        """
        run = self.prepared
        pages = audit_pages(run.cohort, run.near, probe=self._probe, progress=self.progress)
        return pages + self._clinical() + Audited(self._splits(network)) + Audited(self._fitted())

    @property
    def _probe(self) -> Probe:
        return make_probe(self.prepared.settings.probe, self.prepared.settings.seed)

    def _clinical(self) -> Audited:
        """Whether the clinical numbers are made from the label, as declared or as shown."""
        if not self.prepared.clinical.columns:
            return Audited()
        records = self.prepared.arrangement.records
        rows = np.flatnonzero(records.copy == 0)
        kept = records.take(rows)
        table = Table(
            self.prepared.clinical.values[rows],
            self.prepared.clinical.columns,
            kept.label,
            kept.group,
        )
        following = follow_label(
            lambda label: self._made_again(kept, label, rows),
            kept.label,
            kept.group,
            columns=self.prepared.clinical.columns,
            permutations=LABEL_PERMUTATIONS,
            probe=self._probe,
        )
        findings = find_columns(
            table, limit=self.prepared.settings.probe.column_auroc, probe=self._probe
        )
        probes = () if following.result is None else (following.result,)
        return Audited(findings + self._declared(kept, rows) + following.findings, probes)

    def _made_again(self, records: Records, label: Rows, rows: Rows) -> NDArray[np.float64]:
        """The clinical numbers that the settings give to pages with these labels; a recording
        stays what it is.
        """
        source = clinical_source(self.prepared.settings.clinical, self.prepared.cohort)
        again: ClinicalNumbers = source.numbers(
            records.change(label=label),
            seed=self.prepared.settings.seed,
            per_row=self.prepared.arrangement.per_row,
        )
        measured = self.prepared.clinical.values[rows, len(again.columns) :]
        return np.concatenate([again.values, measured], axis=1)

    def _declared(self, kept: Records, rows: Rows) -> tuple[Finding, ...]:
        """What the stamps of the clinical numbers admit, with what they add to the images."""
        told = [stamp for stamp in self.prepared.clinical.stamps if "from the label" in stamp]
        values = np.concatenate(
            [self.prepared.embedded.rows[rows], self.prepared.clinical.values[rows]], axis=1
        )
        names = (
            *(f"image_{number:03d}" for number in range(self.prepared.embedded.rows.shape[1])),
        )
        table = Table(values, names + self.prepared.clinical.columns, kept.label, kept.group)
        block = np.flatnonzero([block_of(name) == "clinical" for name in table.columns])
        return find_declared(table, block, declared=told[0] if told else None, probe=self._probe)

    def _splits(self, network: Predictions) -> tuple[Finding, ...]:
        """Copies and patients on two sides, in the first division into folds."""
        arrangement = self.prepared.arrangement
        first = [split.parts for split in arrangement.splits if split.repeat == 0]
        rows = np.flatnonzero((network.repeat == 0) & (network.seed == 0))
        return find_across_splits(
            FoldTable.of(arrangement.records, first),
            pairs=pairs_of(arrangement.records, self.prepared.cohort.records, self.prepared.near),
            predictions=take(network, rows),
            probe=self._probe,
        )

    def _fitted(self) -> tuple[Finding, ...]:
        """Whether training rows notice other numbers, or other labels, in the test rows."""
        settings, arrangement = self.prepared.settings, self.prepared.arrangement
        images, clinical = self.prepared.embedded.rows, self.prepared.clinical
        split = arrangement.splits[0]

        def joined(
            records: Records, images: NDArray[np.floating], values: NDArray[np.floating]
        ) -> tuple[Nodes, Graph]:
            given = replace(clinical, values=values.astype(np.float64))
            nodes = nodes_of(
                settings, replace(arrangement, records=records), images, given, split.parts
            )
            return nodes, connected(settings, nodes, split).graph

        def changed(
            images: NDArray[np.floating], values: NDArray[np.floating]
        ) -> tuple[Nodes, Graph]:
            return joined(arrangement.records, images, values)

        def relabelled(label: Rows) -> tuple[Nodes, Graph]:
            return joined(arrangement.records.change(label=label), images, clinical.values)

        before = changed(images, clinical.values)
        return (
            *find_fitted_on_test_rows(changed, before, images, clinical.values, parts=split.parts),
            *find_told_labels(relabelled, before, arrangement.records.label, parts=split.parts),
        )


def audit_pages(
    cohort: Cohort, near: Sequence[tuple[int, int]], *, probe: Probe, progress: Progress
) -> Audited:
    """Copies among the pages of a cohort, and what tells their classes beside the trace."""

    copies = Audited(find_copies(cohort.records, pairs=near))
    if not (cohort.records.perceptual_hash != "").any():
        return copies  # there are no pictures

    def look() -> dict[str, Any]:
        pages = cohort.records.take(np.flatnonzero(cohort.records.path != ""))
        found = find_shortcuts(pages, crop=cohort.crop, probe=probe, progress=progress)
        return Audited(found.findings, found.results).as_json()

    key = json.dumps([VERSION, SHORTCUTS, cohort.crop, asdict(probe), _told_apart(cohort.records)])
    shortcuts = Audited.from_json(remembered("shortcuts", key, look))
    return copies + shortcuts


def _told_apart(records: Records) -> list[list[Any]]:
    """What the probes of a cohort depend on: each page's content, and what it is told apart by."""
    columns = (records.content_hash, records.class_name, records.label, records.group)
    return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def pairs_of(
    records: Records, readable: Records, near: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Pairs of rows of ``readable`` as rows of ``records``, where both are there."""
    row_of = {name: row for row, name in enumerate(records.record_id.tolist())}
    names = readable.record_id.tolist()
    found = ((row_of.get(names[one]), row_of.get(names[other])) for one, other in near)
    return [(one, other) for one, other in found if one is not None and other is not None]
