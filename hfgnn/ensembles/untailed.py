"""Columns without long tails, by a power that the training rows choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import PowerTransformer

from hfgnn.ensembles.learned import Columns
from hfgnn.types import Rows

Floats = NDArray[np.float64]
MANY = 10
"""A column with at most so many different values is a code or an indicator, and stays."""


@dataclass(frozen=True)
class Untailed:
    """Powers that make columns as normal as powers can, with the mean and spread they had.

    A few patients with a hundredfold enzyme would else be a cluster of their own, and the slope of
    a linear model would be theirs (Yeo and Johnson 2000, https://doi.org/10.1093/biomet/87.4.954).
    Unlike ranks, powers leave gaps between groups of patients.

    Attributes:
        columns: that are changed.
        powers: scikit-learn's own, fitted on them.
        mean: (columns,), of the training rows.
        scale: (columns,), their standard deviations.
    """

    columns: Rows
    powers: Any
    mean: Floats
    scale: Floats

    @staticmethod
    def of(x: Columns) -> Untailed:
        """Powers for these rows.

        Shapes:
            x: (rows, columns).
        """
        columns = np.flatnonzero([len(np.unique(column)) > MANY for column in x.T])
        values = x[:, columns].astype(np.float64)
        powers = PowerTransformer().fit(values) if len(columns) else None
        return Untailed(columns, powers, values.mean(axis=0), values.std(axis=0))

    def apply(self, x: Columns) -> Columns:
        """The columns without their tails.

        Shapes:
            x: (rows, columns).
            returns: (rows, columns).
        """
        if not len(self.columns):
            return x
        changed = x.copy()
        normal = self.powers.transform(x[:, self.columns].astype(np.float64))
        changed[:, self.columns] = normal * self.scale + self.mean
        return changed
