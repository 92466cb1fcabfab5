"""A table of numbers to be audited, and how well one column alone ranks the label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hfgnn.audits.ranking import Columns, auroc_in_folds
from hfgnn.types import Rows


@dataclass(frozen=True)
class Table:
    """Numbers per row, as a model would get them, before any scaling.

    Attributes:
        values: float64 (rows, columns); NaN is missing.
        columns: name of each column.
        label: int64 (rows,), 1 for disease.
        group: int64 (rows,), rows of one patient share a number.

    Raises:
        ValueError: the sizes disagree, or a label is neither 0 nor 1.
    """

    values: Columns
    columns: tuple[str, ...]
    label: Rows
    group: Rows

    def __post_init__(self) -> None:
        expected = len(self.label), len(self.columns)
        if self.values.shape != expected or self.group.shape != self.label.shape:
            raise ValueError(
                f"values are {self.values.shape}, but there are {expected[0]} labels, "
                f"{len(self.group)} groups and {expected[1]} column names"
            )
        if not np.isin(self.label, (0, 1)).all():
            raise ValueError(f"labels are {np.unique(self.label).tolist()}, but must be 0 and 1")

    def take(self, columns: Rows) -> Table:
        """The same rows with these columns only."""
        names = tuple(self.columns[column] for column in columns.tolist())
        return Table(self.values[:, columns], names, self.label, self.group)

    def without(self, columns: Rows) -> Table:
        """The same rows without these columns."""
        return self.take(np.setdiff1d(np.arange(len(self.columns)), columns))


def ranks_label(column: Columns, label: Rows, weights: Columns) -> Columns:
    """AUROC of one column, whichever way it points, for each row of ``weights``.

    Shapes:
        weights: (draws, rows), the first all ones, which decides the way.
        returns: (draws,); NaN where a draw has one class only.
    """
    fold = np.zeros(len(label), dtype=np.int64)
    values = auroc_in_folds(column, label == 1, fold, weights)
    return np.asarray(1 - values if values[0] < 0.5 else values)
