"""A table of measurements and an outcome, as hospitals and repositories hand them out."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import DataError, Rows

MOST_LEVELS = 20
"""A column of words with more different ones is a text or a name, not a category."""


@dataclass(frozen=True)
class Measured:
    """A table as numbers.

    Attributes:
        columns: names; a category becomes one column per level, ``site=leeds``.
        values: float64 (rows, columns), NaN where a cell is empty.
        label: int64 (rows,), 1 for disease.
        group: int64 (rows,), lines of one patient share a number.
        unread: columns of words with too many different ones to be categories.
        source: one phrase that says which table this is.
    """

    columns: tuple[str, ...]
    values: NDArray[np.float64]
    label: Rows
    group: Rows
    unread: tuple[str, ...]
    source: str


class MeasuredTable:
    """A file with a header, a line per patient or visit, and a column that is the outcome.

    Args:
        path: the file, separated by commas, semicolons or tabs.
        target: name of the outcome's column.
        positive: values of the outcome that count as disease.
        negative: values that count as no disease; None where there is only one other.
        patient_column: whose line it is; where None, each line is a patient.
    """

    def __init__(
        self,
        *,
        path: str,
        target: str,
        positive: Sequence[str],
        negative: Sequence[str] | None,
        patient_column: str | None,
    ) -> None:
        self.path = Path(path)
        self.target = target
        self.positive = tuple(positive)
        self.negative = None if negative is None else tuple(negative)
        self.patient_column = patient_column

    def read(self) -> Measured:
        """The table as numbers; lines without one of the outcomes are left out.

        Raises:
            DataError: the file is no table, lacks a column or a patient, or has not two outcomes.
        """
        table = self._table()
        outcome = table[self.target].str.strip()
        label = self._label(outcome)
        table, label = table[label >= 0], label[label >= 0]
        columns, values, unread = _numbers(table.drop(columns=self._apart()))
        return Measured(columns, values, label, self._group(table), unread, self._source(label))

    def _label(self, outcome: Any) -> Rows:
        """1 for disease, 0 for none, -1 where the outcome is neither."""
        there = sorted(set(outcome.dropna().tolist()) - {""})
        positive = [value for value in there if _is_one_of(value, self.positive)]
        others = [value for value in there if value not in positive]
        named = others if self.negative is None else self.negative
        negative = [value for value in others if _is_one_of(value, named)]
        values = ", ".join(there[:10]) or "none"
        if not positive or not negative:
            raise DataError(
                f"data.positive is {list(self.positive)}, but it must name at least one of the "
                f"values of {self.target} and leave at least one: {values}"
            )
        if self.negative is None and len(others) > 1:
            raise DataError(
                f"{self.target} has the values {values}; beside data.positive, name in "
                "data.negative those that count as no disease"
            )
        label = np.full(len(outcome), -1, dtype=np.int64)
        label[outcome.isin(negative).to_numpy()] = 0
        label[outcome.isin(positive).to_numpy()] = 1
        return label

    def _apart(self) -> list[str]:
        """Columns that are no measurements."""
        return [self.target, *([self.patient_column] if self.patient_column else [])]

    def _group(self, table: Any) -> Rows:
        if self.patient_column is None:
            return np.arange(len(table), dtype=np.int64)
        patients = table[self.patient_column].str.strip().fillna("").to_numpy(dtype=str)
        if empty := int((patients == "").sum()):
            raise DataError(
                f"data.patient_column {self.patient_column} is empty in {empty} lines, "
                "but each line must say whose it is"
            )
        return np.asarray(np.unique(patients, return_inverse=True)[1], dtype=np.int64)

    def _table(self) -> Any:
        import pandas

        try:
            # As text and without a header: a line with a cell too many is then an error.
            table = pandas.read_csv(
                self.path,
                sep=None,
                engine="python",
                header=None,
                dtype="string",
                skipinitialspace=True,
                encoding="utf-8-sig",
            )
        except (OSError, ValueError, csv.Error) as error:  # what pandas raises is a ValueError
            reason = str(error).splitlines()[0]
            raise DataError(f"data.path {self.path.name} is no readable table: {reason}") from None
        names = [str(name).strip() for name in table.iloc[0].fillna("").tolist()]
        self._refuse_header(names)
        return table.iloc[1:].set_axis(names, axis=1).reset_index(drop=True)

    def _refuse_header(self, names: list[str]) -> None:
        """Raise for a column that is missing, nameless or there twice."""
        for column in self._apart():
            if column not in names:
                raise DataError(
                    f"data.path {self.path.name} has no column {column}; it has {', '.join(names)}"
                )
        twice = sorted({name or "without a name" for name in names if names.count(name) > 1})
        if twice:
            raise DataError(f"data.path {self.path.name} has two columns {', '.join(twice)}")

    def _source(self, label: Rows) -> str:
        return f"{len(label)} lines of {self.path.name}, {int(label.sum())} of them with disease"


def _is_one_of(value: str, named: Sequence[str]) -> bool:
    """A whole number may stand in a table as 1 or, beside empty cells, as 1.0."""
    return value in named or value.removesuffix(".0") in named


def _as_numbers(column: Any) -> Any:
    """The column as numbers, a decimal comma for a point where that makes all of them numbers."""
    import pandas

    for text in (column, column.str.replace(",", ".", regex=False)):
        number = pandas.to_numeric(text, errors="coerce")
        if number.notna().sum() == column.notna().sum():
            return number
    return None


def _numbers(table: Any) -> tuple[tuple[str, ...], NDArray[np.float64], tuple[str, ...]]:
    """Names and values of the numeric columns and of the levels of categories."""
    names: list[str] = []
    values: list[NDArray[np.float64]] = []
    unread: list[str] = []
    for name in table.columns:
        column = table[name]
        if (number := _as_numbers(column)) is not None:
            names.append(name)
            values.append(number.to_numpy(dtype=np.float64, na_value=np.nan))
            continue
        words = column.str.strip()
        levels = sorted(set(words.dropna().tolist()))
        if len(levels) > MOST_LEVELS:
            unread.append(name)
            continue
        names += [f"{name}={level}" for level in levels]
        values += [(words == level).fillna(False).to_numpy(dtype=np.float64) for level in levels]
    if not names:
        raise DataError(f"the table has no column of numbers or categories beside {unread}")
    return tuple(names), np.stack(values, axis=1), tuple(unread)
