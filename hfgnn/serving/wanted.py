"""Which clinical numbers a run must have of a new patient, and which it can do without."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hfgnn.serving.stored import Numbers
from hfgnn.types import RECORDED_FEATURES, ClinicalFeature, DataError

NAMES = ("patient_id", "patient", "file")
"""What may stand beside the clinical columns: who it is."""


@dataclass(frozen=True)
class Wanted:
    """What a run must know of a new patient.

    Attributes:
        columns: clinical numbers that its networks take.
        may_lack: those that some of its training patients lacked, so that it learned to do without.
        may_lack_all: whether some training patient had none at all.
        patient_column: the column of patient ids in a CSV.
    """

    columns: tuple[str, ...]
    may_lack: frozenset[str]
    may_lack_all: bool
    patient_column: str

    @property
    def features(self) -> tuple[ClinicalFeature, ...]:
        """The columns with their ranges."""
        known = {feature.name: feature for feature in RECORDED_FEATURES}
        return tuple(known[name] for name in self.columns)

    def refuse_any(self, source: str) -> None:
        """Raise where clinical numbers come and the run takes none.

        Raises:
            DataError: it takes none.
        """
        if not self.columns:
            raise DataError(
                f"{source} gives clinical numbers, but the run was trained with clinical=none and "
                "has no use for them; leave them out"
            )

    def nothing(self, patient: str) -> Numbers:
        """The numbers of a patient of whom only the image is known.

        Raises:
            DataError: every training patient had numbers.
        """
        if self.columns and not self.may_lack_all:
            raise DataError(
                f"there are no clinical numbers of {patient}, but this run needs "
                f"{', '.join(self.columns)}, since every patient it learned from had some"
            )
        return np.full(len(self.columns), np.nan)

    def checked(self, values: Numbers, source: str) -> Numbers:
        """The values, if those that are missing may be.

        Raises:
            DataError: one is missing that every training patient had.
        """
        missing = [name for name, gap in zip(self.columns, np.isnan(values), strict=True) if gap]
        if len(missing) == len(self.columns):
            return self.nothing(source)
        if needed := [name for name in missing if name not in self.may_lack]:
            raise DataError(
                f"{source} has no {' and no '.join(needed)}, but this run needs a number, since "
                "every patient it learned from had one"
            )
        return values
