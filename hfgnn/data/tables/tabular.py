"""A line per patient or visit, numbers and categories in it, and a column that is the outcome."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hfgnn.data.reading import Progress
from hfgnn.data.rows import Row, records_of_rows
from hfgnn.data.tables.attributes import attributes_of
from hfgnn.data.tables.columns import Cells, Column
from hfgnn.data.tables.content import contents, patients_of
from hfgnn.data.tables.number import canonical
from hfgnn.data.tables.outcome import Outcome
from hfgnn.data.tables.sheet import Sheet
from hfgnn.data.tables.usable import Usable, read_usable
from hfgnn.types import Cohort, DataError, Measurements, block_of


@dataclass(frozen=True, kw_only=True)
class Tabular(ABC):
    """What is read from tables, wherever they come from.

    Attributes:
        target: name of the outcome's column.
        positive: values of the outcome that count as disease.
        negative: values that count as no disease; None where there is only one other.
        categories: columns whose numbers are codes.
        missing: codes that stand for nothing, each after its column: "chol:0".
        missing_words: words that stand for nothing in every column, whatever their case.
        leave_out: columns that are not read.
        follow_up: columns that are known only after the outcome.
        keep_follow_up: reads them all the same, stamped.
        female_codes: values that mean female in a column sex or gender.
        male_codes: values that mean male there.
        most_levels: a column of words with more different ones is a text, not a category.
        max_refused_share: of the lines that may have a word in a column of numbers.
    """

    target: str
    positive: Sequence[str]
    negative: Sequence[str] | None
    categories: Sequence[str]
    missing: Sequence[str]
    missing_words: Sequence[str]
    leave_out: Sequence[str]
    follow_up: Sequence[str]
    keep_follow_up: bool
    female_codes: Sequence[str]
    male_codes: Sequence[str]
    most_levels: int
    max_refused_share: float

    @abstractmethod
    def sheet(self) -> Sheet:
        """The cells, and which columns say whose line it is and where the patient was seen."""

    def read(self, progress: Progress) -> Cohort:
        """The patients, with every column that tells something.

        Args:
            progress: not used, since a table is read at once.

        Raises:
            DataError: the file is no table, lacks a column or a patient, has not two outcomes, or
                a column called as those of a picture.
        """
        cohort = self._cohort(with_constant=False)
        for name in cohort.measured.columns if cohort.measured else ():
            if block_of(name) == "image":
                raise DataError(
                    f"{cohort.source} have a column {name}, but names that begin with image are "
                    "those of the columns of a picture; rename it, or name it in data.leave_out"
                )
        return cohort

    def whole(self) -> Cohort:
        """The same with columns of one value, which an audit names.

        Raises:
            DataError: as ``read``.
        """
        return self._cohort(with_constant=True)

    def _cohort(self, *, with_constant: bool) -> Cohort:
        sheet = self.sheet()
        self._check_names(sheet)
        usable = read_usable(
            sheet,
            self._features(sheet),
            outcome=Outcome(self.target, self.positive, self.negative),
            how=self._how,
            max_refused_share=self.max_refused_share,
        )
        columns = [one for one in usable.columns if with_constant or not one.is_constant]
        if not columns:
            raise DataError(f"{sheet.name} has no column with two different values")
        cells = {name: self._how.known(name, usable.sheet.column(name)) for name in sheet.named}
        apart = (self.target, sheet.whose, sheet.where, *self.leave_out)
        content = contents({name: cells[name] for name in sheet.named if name not in apart})
        names = [line.name for line in usable.sheet.lines]
        patients = patients_of(sheet.whose, cells, names)
        classes = [f"{self.target}={canonical(value)}" for value in cells[self.target]]
        told = zip(names, patients, classes, usable.label, content.bytes_of, strict=True)
        rows = [Row(*one) for one in told]
        return Cohort(
            records=records_of_rows(rows),
            refused=usable.refused,
            stamps=tuple(f"follow-up column {name} used as feature" for name in self._kept_later),
            positive=tuple(sorted({row.class_name for row in rows if row.label == 1})),
            source=f"{len(rows)} lines of {sheet.told}, {sum(usable.label)} of them with disease",
            crop=None,
            attributes=attributes_of(cells, names, site=sheet.where, sexes=self._sexes),
            measured=_measurements(names, columns),
            unit="patient" if len(set(patients)) == len(rows) else "row",
            notes=(*self._left_out(sheet, usable), *content.notes),
        )

    @property
    def _how(self) -> Cells:
        return Cells(self.categories, self._codes, self.missing_words, self.most_levels)

    @property
    def _codes(self) -> dict[str, list[str]]:
        """Codes that stand for nothing, by column."""
        codes: dict[str, list[str]] = {}
        for one in self.missing:
            name, _, code = one.rpartition(":")
            codes.setdefault(name.strip(), []).append(code.strip())
        return codes

    @property
    def _sexes(self) -> dict[str, str]:
        """What the values of a column of sex mean."""
        return dict.fromkeys(self.female_codes, "female") | dict.fromkeys(self.male_codes, "male")

    @property
    def _kept_later(self) -> list[str]:
        """Columns that are read although they are known only after the outcome."""
        kept = self.follow_up if self.keep_follow_up else ()
        return [name for name in kept if name not in self.leave_out]

    def _features(self, sheet: Sheet) -> list[str]:
        """The columns to read as measurements."""
        later = () if self.keep_follow_up else self.follow_up
        apart = (self.target, sheet.whose, sheet.where, *self.leave_out, *later)
        return [name for name in sheet.named if name not in apart]

    def _check_names(self, sheet: Sheet) -> None:
        """That every column that the settings name is there."""
        asked = {
            "data.target": [self.target],
            "data.patient_column": [sheet.whose or ""],
            "data.site_column": [sheet.where or ""],
            "data.categories": self.categories,
            "data.missing": list(self._codes),
            "data.leave_out": self.leave_out,
            "data.follow_up": self.follow_up,
        }
        for key, names in asked.items():
            sheet.need(names, key)

    def _left_out(self, sheet: Sheet, usable: Usable) -> Iterator[str]:
        """What was not read, or read as missing, a sentence each."""
        if "" in sheet.columns:
            yield "a column without a name is left out"
        if not self.keep_follow_up:
            for name in self.follow_up:
                yield f"{name} is known only after the outcome and left out"
        for name in usable.texts:
            yield f"{name} has words, more than {self.most_levels} different ones, and is left out"
        for column in usable.columns:
            if column.is_constant:
                empty = bool(np.isnan(column.values).all())
                yield f"{column.name} {'is empty' if empty else 'has one value'} and is left out"
        for name, codes in self._codes.items():
            count = sum(self._how.codes_of(name, usable.sheet.column(name)))
            if count:
                yield f"{name} is {' or '.join(codes)} in {count} lines, which means missing"
        if sheet.whose is None:
            yield "each line counts as a patient of its own"


def _measurements(names: Sequence[str], columns: Sequence[Column]) -> Measurements:
    return Measurements(
        np.array(names, dtype=np.str_),
        tuple(column.name for column in columns),
        np.stack([column.values for column in columns], axis=1),
        {column.name: column.levels for column in columns if column.levels},
    )
