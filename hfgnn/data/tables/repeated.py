"""Whether equal lines are copies of each other, or bound to occur."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows

TOO_OFTEN = 10
"""Equal lines are copies where they are this many times as many as independent columns give."""


def are_copies(columns: Sequence[NDArray[Any]] | NDArray[Any]) -> bool:
    """Whether there are more pairs of equal lines than chance explains.

    In a few columns of yes and no, different patients are bound to be equal.

    Args:
        columns: the values of each column; missing ones are equal.

    Shapes:
        columns: (lines,) each.
    """
    if not len(columns) or not len(columns[0]):
        return False
    sizes = np.bincount(line_codes(columns))
    pairs = float((sizes * (sizes - 1) / 2).sum())
    return pairs > TOO_OFTEN * _pairs_by_chance(columns)


def line_codes(columns: Sequence[NDArray[Any]] | NDArray[Any]) -> Rows:
    """Number of the different line that each line is.

    Shapes:
        columns: (lines,) each.
        returns: (lines,), int64.
    """
    codes = np.stack([np.unique(one, return_inverse=True)[1].ravel() for one in columns], axis=1)
    return np.unique(codes, axis=0, return_inverse=True)[1].ravel().astype(np.int64)


def _pairs_by_chance(columns: Sequence[NDArray[Any]] | NDArray[Any]) -> float:
    """Pairs of equal lines expected if the columns were independent."""
    lines = len(columns[0])
    log_equal = 0.0
    for values in columns:
        share = np.unique(values, return_counts=True)[1] / lines
        # A column without a repeated value leaves 1 / lines.
        log_equal += float(np.log((share**2).sum()))
    return lines * (lines - 1) / 2 * float(np.exp(log_equal))
