"""By how much missing blocks of numbers widen what a run says of its test rows."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from hfgnn.config.config import Config
from hfgnn.config.model import name_of
from hfgnn.config.protocol import Edges
from hfgnn.serving.completed import WithoutBlock, completed, without_block
from hfgnn.serving.fold_predictor import FoldPredictor
from hfgnn.serving.stored import read_fold
from hfgnn.serving.variants import Variants
from hfgnn.tasks.fold import FoldGraph
from hfgnn.types import DataError, Nodes

MOST_ROWS = 100
"""Test rows of a fold that are asked about for each block, of more an even choice."""

Widened = dict[str, dict[str, float]]


def widened(settings: Config, graphs: Sequence[FoldGraph], folder: Path) -> Widened:
    """For each missing block, how many test rows were asked, and what donors made of them.

    The first network of each fold is asked, as a prediction for a new patient asks it
    (hfgnn.serving.completed).

    Args:
        settings: of the run.
        graphs: of its folds.
        folder: of the run, with its checkpoints.

    Returns:
        ``rows``; ``span``, the mean width of the interval over donors; ``widened_by``, by how much
        the interval of the prediction is wider than it would be with the block known, the mean.
        Nothing where no test row lacks a block, or where the graph is not inductive.
    """
    found: dict[str, list[WithoutBlock]] = {}
    if settings.protocol.graph is not Edges.inductive:
        return {}
    for graph in graphs:
        if graph.nodes.lacks is None:
            continue
        path = folder / "checkpoints" / f"{graph.split.name}_{name_of(settings.model)}.pt"
        fold = FoldPredictor(read_fold(path))
        for block, said in _asked(fold, graph, settings.evaluation.confidence):
            found.setdefault(block, []).append(said)
    return {
        block: {
            "rows": len(each),
            "span": float(np.mean([one.high - one.low for one in each])),
            "widened_by": float(np.mean([one.widened_by for one in each])),
        }
        for block, each in found.items()
    }


def _asked(
    fold: FoldPredictor, graph: FoldGraph, confidence: float
) -> Iterator[tuple[str, WithoutBlock]]:
    nodes, test = graph.nodes, graph.parts.test
    for block, without in (nodes.lacks or {}).items():
        rows = test[without[test]]
        for row in rows[:: max(1, -(-len(rows) // MOST_ROWS))].tolist():
            with suppress(DataError):  # nobody has what it lacks
                yield block, _said(fold, nodes, row, block, confidence)


def _said(
    fold: FoldPredictor, nodes: Nodes, row: int, block: str, confidence: float
) -> WithoutBlock:
    nobody = np.empty(0, dtype=np.int64)
    lacks = frozenset(name for name, rows in (nodes.lacks or {}).items() if rows[row])
    x = nodes.x[row]
    found, distance = fold.neighbourhood.nearest(fold.stored.placement.of(x[None]), nobody, lacks)
    itself = Variants(x[None], [found[0]], [distance[0]], {})
    return without_block([completed(fold, itself, nobody, lacks, block)], confidence)
