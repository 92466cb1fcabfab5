"""Rows chosen, and divided into folds, by whole groups."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows


def usable_rows(kind: NDArray[Any], group: Rows) -> Rows:
    """Rows of the classes that at least two groups have; none where fewer than two classes do."""
    kept = [value for value in np.unique(kind) if len(np.unique(group[kind == value])) > 1]
    return np.flatnonzero(np.isin(kind, kept)) if len(kept) > 1 else np.empty(0, dtype=np.int64)


def stratified_folds(code: Rows, group: Rows, *, most: int, seed: int) -> Rows:
    """Number of the fold of each row; no group is in two, and the classes are spread evenly.

    Args:
        code: number of the class of each row.
        group: rows that share a number stay together.
        most: folds; fewer, but at least two, where a class has fewer groups.
        seed: of the folds.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    fewest = min(len(np.unique(group[code == kind])) for kind in np.unique(code))
    splits = StratifiedGroupKFold(max(2, min(most, fewest)), shuffle=True, random_state=seed)
    fold = np.zeros(len(code), dtype=np.int64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a class with fewer rows than folds
        for at, (_, test) in enumerate(splits.split(code, code, group)):
            fold[test] = at
    return fold
