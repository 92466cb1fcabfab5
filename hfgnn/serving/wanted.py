"""Which columns a run must have of a new patient, and which it can do without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from hfgnn.serving.measured_value import Category
from hfgnn.serving.stored import Numbers
from hfgnn.types import RECORDED_FEATURES, ClinicalFeature, DataError, block_of

NAMES = ("patient_id", "patient", "file")
"""What may stand beside the clinical columns: who it is."""


@dataclass(frozen=True)
class Wanted:
    """What a run must know of a new patient.

    Attributes:
        columns: clinical numbers that its networks take, and what else was measured.
        may_lack: those that some of its training patients lacked, so that it learned to do without.
        may_lack_all: whether a patient may have none of them at all, since it has an image, or
            since some training patient had none.
        patient_column: the column of patient ids in a CSV.
        categories: those of the columns that hold words, by name.
    """

    columns: tuple[str, ...]
    may_lack: frozenset[str]
    may_lack_all: bool
    patient_column: str
    categories: Mapping[str, Category] = field(default_factory=dict)

    @property
    def ranges(self) -> dict[str, ClinicalFeature]:
        """Of the columns that have a plausible one."""
        return {one.name: one for one in RECORDED_FEATURES if one.name in self.columns}

    @property
    def rules(self) -> str:
        """Every column, with what a category may be."""
        words = (
            f"{name} ({self.categories[name].rule})" if name in self.categories else name
            for name in self.columns
        )
        return ", ".join(words)

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
                f"{self.rules}, since every patient it learned from had some"
            )
        return np.full(len(self.columns), np.nan)

    def checked(self, values: Numbers, source: str) -> Numbers:
        """The values, if those that are missing may be.

        A block may be missing as a whole beside another, since others can then give theirs.

        Raises:
            DataError: one is missing that every training patient had, and others of its block are
                there.
        """
        missing = [name for name, gap in zip(self.columns, np.isnan(values), strict=True) if gap]
        if len(missing) == len(self.columns):
            return self.nothing(source)
        begun = {block_of(name) for name in set(self.columns) - set(missing)}
        needed = [
            name for name in missing if block_of(name) in begun and not self.can_stand_for(name)
        ]
        if needed:
            what = "one" if needed[0] in self.categories else "a number"
            raise DataError(
                f"{source} has no {' and no '.join(needed)}, but this run needs {what}, since "
                "every patient it learned from had one"
            )
        return values

    def can_stand_for(self, name: str) -> bool:
        """Whether something can take the place of a missing value.

        Where training knew of gaps, it has learned what they mean. Of other columns the median of
        training is as good a guess as any, but for the five clinical numbers, which a hospital can
        measure, and for categories, which have no middle.

        Args:
            name: of a column.
        """
        return name in self.may_lack or not (name in self.ranges or name in self.categories)

    def guessed(self, values: Numbers) -> tuple[str, ...]:
        """Columns whose missing values stand for something that training never met.

        Shapes:
            values: (columns,).
        """
        return tuple(
            name
            for name, gap in zip(self.columns, np.isnan(values), strict=True)
            if gap and name not in self.may_lack
        )
