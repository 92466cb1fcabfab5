"""The networks that benchmarks train, with the widths of the main job."""

from __future__ import annotations

from experiments.benchmark.cohort_on_disk import COLUMNS
from hfgnn.models.gat import GAT
from hfgnn.models.gcn import GCN

WIDTH, HEADS, CLASSES, DROPOUT = 128, 4, 2, 0.5


def a_gcn() -> GCN:
    """517-128-128-2."""
    return GCN(
        in_width=COLUMNS,
        hidden_width=WIDTH,
        num_classes=CLASSES,
        dropout=DROPOUT,
        residual=False,
        jumping_knowledge=False,
    )


def a_gat() -> GAT:
    """517-128-128-2, 4 heads of 32."""
    return GAT(
        in_width=COLUMNS,
        hidden_width=WIDTH // HEADS,
        num_classes=CLASSES,
        heads=HEADS,
        dropout=DROPOUT,
        residual=False,
        jumping_knowledge=False,
    )
