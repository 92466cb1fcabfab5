"""What a finished run hands to its report."""

from dataclasses import dataclass
from typing import Any

from hfgnn.types import Cohort, Duplicate, Graph, Nodes, Parts, Predictions, Records, Split


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
        records: every page and every augmented copy that a split uses.
        splits: which of these rows train, choose and test.
        drawn: the first fold's graph.
        settings: the run's settings as yaml text.
        command: what the user typed.
    """

    metrics: dict[str, Any]
    network: Predictions
    controls: tuple[Predictions, ...]
    cohort: Cohort
    duplicates: tuple[Duplicate, ...]
    records: Records
    splits: tuple[Split, ...]
    drawn: DrawnGraph
    settings: str
    command: str
