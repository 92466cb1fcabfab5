"""A decision tree as arrays, and the way of one row through it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.ensembles.units import Units
from hfgnn.types import Rows

Floats = NDArray[np.float64]
LEAF = -1


@dataclass(frozen=True)
class Step:
    """One question that a row was asked, and what the tree said before it.

    Attributes:
        column: that was asked about.
        threshold: in its unit where it has one, else scaled.
        in_unit: whether it is in its unit.
        is_level: whether the question is if the row has a level of a category.
        above: whether the row's value is above the threshold.
        rows: training rows that came to this question.
        share: what the tree would answer of all of them.
    """

    column: str
    threshold: float
    in_unit: bool
    is_level: bool
    above: bool
    rows: int
    share: float


@dataclass(frozen=True)
class Tree:
    """Questions by number, the first is 0.

    Attributes:
        columns: names of the columns that are asked about.
        feature: int64 (nodes,), number of the column, -1 at an end.
        threshold: float64 (nodes,), scaled as the columns are; a row goes right if it is above.
        left: int64 (nodes,), the next node of the others.
        right: int64 (nodes,), the next node of rows above.
        share: float64 (nodes,), what the tree answers of the rows that come to a node.
        rows: int64 (nodes,), training rows that come to it.
        units: of the columns.
    """

    columns: tuple[str, ...]
    feature: Rows
    threshold: Floats
    left: Rows
    right: Rows
    share: Floats
    rows: Rows
    units: Units

    @staticmethod
    def of(fitted: Any, columns: tuple[str, ...], *, is_classifier: bool) -> Tree:
        """The same as scikit-learn grew it.

        Args:
            fitted: a DecisionTreeClassifier of the classes 0 and 1, or a DecisionTreeRegressor.
            columns: names of the columns it was fitted on.
            is_classifier: which of both.
        """
        grown = fitted.tree_
        value = np.asarray(grown.value, dtype=np.float64)[:, 0]
        share = value[:, -1] / value.sum(axis=1) if is_classifier else value[:, 0]
        feature = np.asarray(grown.feature, dtype=np.int64)
        return Tree(
            columns=columns,
            feature=np.where(feature < 0, LEAF, feature),
            threshold=np.asarray(grown.threshold, dtype=np.float64),
            left=np.asarray(grown.children_left, dtype=np.int64),
            right=np.asarray(grown.children_right, dtype=np.int64),
            share=share,
            rows=np.asarray(grown.n_node_samples, dtype=np.int64),
            units=Units(),
        )

    def with_units(self, units: Units) -> Tree:
        """The same tree, whose steps are told in these units."""
        return replace(self, units=units)

    def path(self, row: Floats) -> tuple[tuple[Step, ...], int]:
        """The questions that a row is asked, and the node at which it ends.

        Args:
            row: (columns,), scaled as the tree's thresholds are.
        """
        mean, scale = self.units.mean_and_scale(self.columns)
        known = self.units.known(self.columns)
        steps: list[Step] = []
        node = 0
        while (feature := int(self.feature[node])) != LEAF:
            # scikit-learn compares in single precision.
            above = bool(np.float32(row[feature]) > self.threshold[node])
            threshold = float(self.threshold[node] * scale[feature] + mean[feature])
            steps.append(
                Step(
                    column=self.columns[feature],
                    threshold=threshold,
                    in_unit=bool(known[feature]),
                    is_level=self.columns[feature] in self.units.levels,
                    above=above,
                    rows=int(self.rows[node]),
                    share=float(self.share[node]),
                )
            )
            node = int(self.right[node] if above else self.left[node])
        return tuple(steps), node
