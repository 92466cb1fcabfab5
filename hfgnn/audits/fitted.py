"""Whether anything that training rows see was fitted on test rows: change those, and look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Finding, Graph, Nodes, Parts, Rows, Severity

FITTED_COLUMNS = "columns fitted on test rows"
FITTED_GRAPH = "graph fitted on test rows"
HEARD = "training rows hear test rows"
TOLD_LABELS = "test labels reach the columns or the graph"

Connected = tuple[Nodes, Graph]
Values = NDArray[np.floating[Any]]

FACTOR, OFFSET = 3, 5
"""By which the numbers of test rows are changed, so that every mean, spread and median moves."""


def find_fitted_on_test_rows(
    connect: Callable[[Values, Values], Connected],
    before: Connected,
    images: Values,
    clinical: Values,
    *,
    parts: Parts,
) -> tuple[Finding, ...]:
    """Change the raw numbers of the test rows; training and validation rows may not notice.

    Args:
        connect: nodes and graph of one fold, from raw image columns and clinical values.
        before: what it gives of the values as they are.
        images: of every row.
        clinical: of every row; NaN is missing.
        parts: of the fold.

    Shapes:
        images: (rows, columns).
        clinical: (rows, columns), or (rows, 0).
    """
    after = connect(_changed(images, parts.test), _changed(clinical, parts.test))
    rows = np.concatenate([parts.train, parts.validation])
    return (*_columns(before[0], after[0], rows), *_edges(before, after, rows, parts.test))


def find_told_labels(
    connect: Callable[[Rows], Connected], before: Connected, label: Rows, *, parts: Parts
) -> tuple[Finding, ...]:
    """Turn the labels of the test rows round; no row's columns and no edge may change.

    Args:
        connect: nodes and graph of one fold, from the labels of all rows.
        before: what it gives of the labels as they are.
        label: of every row, 1 for disease.
        parts: of the fold.
    """
    turned = label.copy()
    turned[parts.test] = 1 - turned[parts.test]
    after = connect(turned)
    moved = _moved(before[0], after[0], parts.all)
    edges = _received(before[1], parts.all) != _received(after[1], parts.all)
    if not moved and not edges:
        return ()
    told = [_blocks(before[0], moved)] if moved else []
    told += ["the graph"] if edges else []
    return (
        Finding(
            TOLD_LABELS,
            Severity.leak,
            f"other labels of {len(parts.test)} test rows change {' and '.join(told)}",
            where=moved + (("edges",) if edges else ()),
            evidence=(),
            advice="make columns and graph without the labels of test rows",
        ),
    )


def _changed(values: Values, rows: Rows) -> Values:
    changed = values.copy()
    changed[rows] = changed[rows] * FACTOR + OFFSET
    return changed


def _columns(before: Nodes, after: Nodes, rows: Rows) -> Iterator[Finding]:
    moved = _moved(before, after, rows)
    if moved:
        yield Finding(
            FITTED_COLUMNS,
            Severity.leak,
            f"other numbers in the test rows change {_blocks(before, moved)} of training and "
            "validation rows",
            where=moved,
            evidence=(),
            advice="fit scalers and imputation on training rows only",
        )


def _edges(before: Connected, after: Connected, rows: Rows, test: Rows) -> Iterator[Finding]:
    one, other = before[1], after[1]
    senders, receivers = one.edges[:, np.isin(one.edges[1], rows)]
    heard = np.isin(senders, test)
    if heard.any():
        listeners = np.unique(receivers[heard])
        yield Finding(
            HEARD,
            Severity.warning,
            f"{len(listeners)} of {len(rows)} training and validation rows receive {heard.sum()} "
            f"of their {len(senders)} edges from test rows: the columns of test rows, not their "
            "labels, are known in training",
            where=tuple(before[0].record_id[listeners].tolist()),
            evidence=(),
            advice="use protocol.graph=inductive, and say so where a graph is transductive",
        )
    elif _received(one, rows) != _received(other, rows):
        yield Finding(
            FITTED_GRAPH,
            Severity.leak,
            "other numbers in the test rows change edges or weights that training and validation "
            "rows receive, though none of them comes from a test row",
            where=("edges",),
            evidence=(),
            advice="choose edges and the scale of their weights by training rows only",
        )


def _moved(before: Nodes, after: Nodes, rows: Rows) -> tuple[str, ...]:
    """Columns of which a bit differs in these rows, or that only one of the two has."""
    if before.columns != after.columns:
        return tuple(sorted(set(before.columns) ^ set(after.columns))) or before.columns
    differs = before.x[rows].view(np.uint32) != after.x[rows].view(np.uint32)
    return tuple(before.columns[column] for column in np.flatnonzero(differs.any(axis=0)))


def _blocks(nodes: Nodes, moved: tuple[str, ...]) -> str:
    """How many columns of which block moved."""
    told = []
    for block in ("image", "clinical", "recording"):
        names = {nodes.columns[column] for column in nodes.block(block).tolist()}
        if here := len(names & set(moved)):
            told.append(f"{here} of {len(names)} columns of the {block} block")
    return " and ".join(told) or f"{len(moved)} columns"


def _received(graph: Graph, rows: Rows) -> list[tuple[float, ...]]:
    """Sender, receiver and weight of all edges that end in these rows, sorted."""
    part = graph.received_by(rows)
    weights = np.ones(part.edges.shape[1]) if part.weights is None else part.weights
    return sorted(zip(*part.edges.tolist(), weights.tolist(), strict=True))
