"""What models without a network make of each patient, as plain numbers for a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.ensembles.tree import Tree
from hfgnn.types import Rows, Strings

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Contributions:
    """What each column adds to one model's answer, row by row (SHAP values).

    Attributes:
        values: float64 (rows, columns), which with ``base`` sum to ``margin``.
        base: the answer where nothing is known of a row.
        margin: float64 (rows,), the model's answer.
        scale: what margin is counted in: "log-odds" or "probability".
    """

    values: Floats
    base: float
    margin: Floats
    scale: str


@dataclass(frozen=True)
class Explained:
    """Some rows of one fold, and why its models answer of them as they do.

    Attributes:
        record_id: name of each row.
        label: int64 (rows,), 1 for disease.
        probability: float64 (rows,), of disease by the stacking.
        columns: names of the columns.
        x: float64 (rows, columns), as the models see them.
        value: float64 (rows, columns), in the units of the names where ``in_unit`` says so, else
            as in ``x``.
        in_unit: bool (columns,).
        levels: columns that say whether a row has a level of a category.
        contributions: of the columns to the answer of each model that is made of trees.
        trees: by name, those that can be read: "surrogate", a small tree that learned what
            the stacking answers, and "forest", the most usual tree of the forest.
        surrogate: float64 (rows,), what the surrogate answers.
        weights: of the members' log-odds in the stack.
    """

    record_id: Strings
    label: Rows
    probability: Floats
    columns: tuple[str, ...]
    x: Floats
    value: Floats
    in_unit: NDArray[np.bool_]
    levels: frozenset[str]
    contributions: Mapping[str, Contributions]
    trees: Mapping[str, Tree]
    surrogate: Floats
    weights: Mapping[str, float]
