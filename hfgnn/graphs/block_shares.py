"""By which columns the distance between two patients is decided."""

import numpy as np

from hfgnn.config.graph import Metric
from hfgnn.graphs.neighbours import prepared
from hfgnn.graphs.placement import Views
from hfgnn.types import Nodes, Rows

IMAGE = "image"
TOGETHER = ("recording", "further")
"""Blocks of which no column is told apart."""


def column_shares(nodes: Nodes, views: Views, rows: Rows, metric: Metric) -> dict[str, float]:
    """Share in the expected squared distance: of each clinical column, and of each other block.

    The expected squared distance between two rows drawn at random is twice the sum of the
    columns' variances, so a column's share is its share of that sum. For the cosine distance the
    rows are first brought to length 1, where half the squared distance is one minus the cosine.
    A share is NaN where all rows are equal.

    Args:
        nodes: whose columns.
        views: where they stand.
        rows: between which the distance is expected.
        metric: of the distance.

    Returns:
        ``image`` first, then the clinical columns by name, then ``recording`` and ``further``, each
        where there is such a block; they add up to 1.
    """
    if not views.placement.keeps_columns:
        return {}  # a coordinate is made of several columns
    points = prepared(views.points[rows].astype(np.float64), np.arange(len(rows)), metric)
    variance = points.var(axis=0)
    with np.errstate(invalid="ignore"):
        share = variance / variance.sum()
    images = nodes.block(IMAGE)
    shares = {IMAGE: float(share[images].sum())} if len(images) else {}
    shares |= {nodes.columns[column]: float(share[column]) for column in nodes.block("clinical")}
    for block in TOGETHER:
        if len(columns := nodes.block(block)):
            shares[block] = float(share[columns].sum())
    return shares
