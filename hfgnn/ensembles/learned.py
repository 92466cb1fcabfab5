"""Rows that are learned, and their grouped folds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from hfgnn.types import DataError, Nodes, Rows

Columns = NDArray[np.float32]


@dataclass(frozen=True)
class Learned:
    """Training rows, and nothing else.

    Attributes:
        x: float32 (rows, columns).
        label: int64 (rows,), 1 for disease.
        group: int64 (rows,), rows of one patient share a number.
        original: bool (rows,), False for augmented copies.
    """

    x: Columns
    label: Rows
    group: Rows
    original: NDArray[np.bool_]

    @staticmethod
    def of(nodes: Nodes, rows: Rows, original: NDArray[np.bool_]) -> Learned:
        """These rows of the nodes; others are never seen.

        Args:
            nodes: of a fold.
            rows: the training rows.
            original: of all rows of the nodes.
        """
        return Learned(nodes.x[rows], nodes.label[rows], nodes.group[rows], original[rows])

    def take(self, rows: Rows) -> Learned:
        """Some of them."""
        return Learned(self.x[rows], self.label[rows], self.group[rows], self.original[rows])

    def originals(self) -> Learned:
        """Those that are no copies."""
        return self.take(np.flatnonzero(self.original))

    def folds(self, folds: int, *, seed: int) -> list[tuple[Rows, Rows]]:
        """Rows that learn and rows that are answered, patients apart and classes alike.

        Args:
            folds: at most; fewer where a class has fewer patients.
            seed: of who stands together.

        Raises:
            DataError: a class has fewer than two patients.
        """
        patients = [len(np.unique(self.group[self.label == one])) for one in (0, 1)]
        if min(patients) < 2:
            raise DataError(
                f"the training rows have {patients[1]} patients with the disease and "
                f"{patients[0]} without, but ensembles need at least 2 of each"
            )
        parted = StratifiedGroupKFold(min(folds, *patients), shuffle=True, random_state=seed)
        pairs = parted.split(self.x, self.label, self.group)
        return [(learn, answer) for learn, answer in pairs if len(set(self.label[learn])) == 2]
