"""Explained patients of all folds, side by side although their folds have other columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.ensembles.explained import Explained
from hfgnn.ensembles.whole_columns import Measured
from hfgnn.types import Rows

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Patients:
    """Test rows of the folds of one division, each row once.

    Attributes:
        folds: explained rows of each fold.
        measured: what was measured of them.
        names: of the measurements, in the order of the folds' columns.
        fold: int64 (patients,), number of the fold among ``folds``.
        row: int64 (patients,), number of the row in its fold.
    """

    folds: tuple[Explained, ...]
    measured: tuple[Measured, ...]
    names: tuple[str, ...]
    fold: Rows
    row: Rows

    @staticmethod
    def of(folds: Sequence[Explained]) -> Patients:
        """Those of these folds.

        Args:
            folds: explained test rows of each.

        Raises:
            ValueError: there are none.
        """
        if not folds:
            raise ValueError("no fold explains its test rows, so there is nothing to show")
        measured = tuple(Measured(one) for one in folds)
        names = dict.fromkeys(name for one in measured for name in one.whole.names)
        sizes = [len(one.record_id) for one in folds]
        row = np.concatenate([np.arange(size) for size in sizes])
        fold = np.repeat(np.arange(len(folds)), sizes)
        return Patients(tuple(folds), measured, tuple(names), fold, row)

    @property
    def record_id(self) -> NDArray[np.str_]:
        """(patients,)."""
        return np.concatenate([one.record_id for one in self.folds])

    @property
    def label(self) -> Rows:
        """(patients,), 1 for disease."""
        return np.concatenate([one.label for one in self.folds])

    @property
    def probability(self) -> Floats:
        """(patients,), by the stack."""
        return np.concatenate([one.probability for one in self.folds])

    @property
    def surrogate(self) -> Floats:
        """(patients,), by the small tree of each fold."""
        return np.concatenate([one.surrogate for one in self.folds])

    def contributions(self, member: str) -> Floats:
        """What each measurement adds to the answer of one member; 0 where a fold lacks it.

        Shapes:
            returns: (patients, names).
        """
        table = np.zeros((len(self.row), len(self.names)))
        for number, one in enumerate(self.folds):
            whole = self.measured[number].whole
            place = [self.names.index(name) for name in whole.names]
            own = whole.sums(one.contributions[member].values)
            table[np.ix_(self.fold == number, place)] = own
        return table

    def numbers(self) -> Floats:
        """What was measured where it is a number, NaN elsewhere; in units, or scaled as it is.

        Shapes:
            returns: (patients, names).
        """
        table = np.full((len(self.row), len(self.names)), np.nan)
        for number, one in enumerate(self.folds):
            for place, name in enumerate(self.names):
                column = self.measured[number].place.get(name)
                if column is not None:
                    table[self.fold == number, place] = one.value[:, column]
        return table

    def value(self, patient: int, name: str) -> str:
        """What was measured of a patient, in words; "" where the fold has no such column."""
        fold = self.measured[int(self.fold[patient])]
        return fold.words(int(self.row[patient]), name)

    def base(self, patient: int, member: str) -> float:
        """What a member would answer without knowing anything of the patient."""
        return float(self.folds[self.fold[patient]].contributions[member].base)
