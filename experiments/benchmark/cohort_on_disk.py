"""A simulated cohort of any size in files: columns, a neighbour table, labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

COLUMNS = 517
NEIGHBOURS = 10
ROWS_AT_A_TIME = 10_000
CLOUD = 6
"""Dimensions in which patients are alike; the 517 columns are linear in them, with noise."""


def write_cohort(folder: Path, size: int) -> None:
    """Write x.npy, table.npy and label.npy.

    Patients are points in a cloud, and each hears the ten nearest to it, as a tree finds them.
    They stand in random order, so the rows of a batch lie anywhere in the file.

    Args:
        folder: where the files go.
        size: patients.
    """
    generator = np.random.default_rng(0)
    cloud = generator.standard_normal((size, CLOUD), dtype=np.float32)
    tree = cKDTree(cloud)
    table = np.empty((size, NEIGHBOURS), np.int32)
    # Asked in the order of the tree, which keeps what it walks through at hand.
    table[tree.indices] = tree.query(cloud[tree.indices], NEIGHBOURS + 1, workers=-1)[1][:, 1:]
    np.save(folder / "table.npy", table)
    is_ill = cloud[:, 0] + generator.normal(size=size) > 0
    np.save(folder / "label.npy", is_ill.astype(np.int64))
    shape = (size, COLUMNS)
    x = np.lib.format.open_memmap(folder / "x.npy", "w+", dtype=np.float32, shape=shape)
    to_columns = generator.standard_normal((CLOUD, COLUMNS), dtype=np.float32)
    noise = generator.standard_normal((ROWS_AT_A_TIME, COLUMNS), dtype=np.float32)
    for begin in range(0, size, ROWS_AT_A_TIME):
        x[begin : begin + ROWS_AT_A_TIME] = cloud[begin : begin + ROWS_AT_A_TIME] @ to_columns
        # The same noise in other columns each time, since drawing it anew takes minutes.
        shifted = np.roll(noise, int(generator.integers(COLUMNS)), axis=1)
        x[begin : begin + ROWS_AT_A_TIME] += shifted[: size - begin]
    x.flush()
