"""What a finished run hands to its report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hfgnn.reports.units import unit_of
from hfgnn.types import Cohort, Duplicate, Graph, Nodes, Parts, Predictions, Records, Split

if TYPE_CHECKING:  # a section holds figures, which the terminal can do without
    from hfgnn.reports.section import Section


@dataclass(frozen=True)
class DrawnGraph:
    """The graph of the first fold, for the picture."""

    nodes: Nodes
    graph: Graph
    parts: Parts


@dataclass(frozen=True)
class Finished:
    """Everything that a table, a figure or the report shows.

    Attributes:
        metrics: the content of metrics.json.
        network: answers of the network.
        controls: answers of every control, in the order of the table.
        cohort: what was read, and what was refused.
        duplicates: exact copies that were listed and not counted.
        records: everything that a split uses, augmented copies too.
        splits: which of these rows train, choose and test.
        drawn: the first fold's graph, None where a run has none.
        settings: the run's settings as yaml text.
        command: what the user typed.
        extra: parts that only this task has, shown below the scores.
    """

    metrics: dict[str, Any]
    network: Predictions
    controls: tuple[Predictions, ...]
    cohort: Cohort
    duplicates: tuple[Duplicate, ...]
    records: Records
    splits: tuple[Split, ...]
    drawn: DrawnGraph | None
    settings: str
    command: str
    extra: tuple[Section, ...] = ()

    @property
    def unit(self) -> str:
        """What a record of this run is, in one word, such as "page" or "patient"."""
        return unit_of(self.metrics)

    @property
    def has_pictures(self) -> bool:
        """Whether there are pages to look at."""
        return any(self.cohort.records.path.tolist())
