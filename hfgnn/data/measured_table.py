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
        patient_column: whose line it is; where None, each line is a patient.
    """

    def __init__(
        self, *, path: str, target: str, positive: Sequence[str], patient_column: str | None
    ) -> None:
        self.path = Path(path)
        self.target = target
        self.positive = tuple(positive)
        self.patient_column = patient_column

    def read(self) -> Measured:
        """The table as numbers; lines without an outcome are left out.

        Raises:
            DataError: the file is no table, lacks a column, or has one outcome only.
        """
        table = self._table()
        outcome = table[self.target].astype("string").str.strip()
        known = outcome.notna() & (outcome != "")
        table, outcome = table[known.to_numpy()], outcome[known.to_numpy()]
        label = outcome.isin(_spellings(self.positive)).to_numpy().astype(np.int64)
        if len(set(label.tolist())) < 2:
            there = ", ".join(sorted(set(outcome.tolist()))[:10]) or "none"
            raise DataError(
                f"data.positive is {list(self.positive)}, but it must name at least one of the "
                f"values of {self.target} and leave at least one: {there}"
            )
        columns, values, unread = _numbers(table.drop(columns=self._apart()))
        return Measured(columns, values, label, self._group(table), unread, self._source(label))

    def _apart(self) -> list[str]:
        """Columns that are no measurements."""
        return [self.target, *([self.patient_column] if self.patient_column else [])]

    def _group(self, table: Any) -> Rows:
        if self.patient_column is None:
            return np.arange(len(table), dtype=np.int64)
        patients = table[self.patient_column].astype("string").fillna("").to_numpy(dtype=str)
        return np.asarray(np.unique(patients, return_inverse=True)[1], dtype=np.int64)

    def _table(self) -> Any:
        import pandas

        try:
            table = pandas.read_csv(
                self.path, sep=None, engine="python", skipinitialspace=True, encoding="utf-8-sig"
            )
        except (OSError, ValueError, csv.Error) as error:  # what pandas raises is a ValueError
            reason = str(error).splitlines()[0]
            raise DataError(f"data.path {self.path.name} is no readable table: {reason}") from None
        table.columns = [str(column).strip() for column in table.columns]
        for column in self._apart():
            if column not in table.columns:
                raise DataError(
                    f"data.path {self.path.name} has no column {column}; "
                    f"it has {', '.join(table.columns)}"
                )
        return table

    def _source(self, label: Rows) -> str:
        return f"{len(label)} lines of {self.path.name}, {int(label.sum())} of them with disease"


def _spellings(values: Sequence[str]) -> set[str]:
    """A whole number may stand in a table as 1 or, beside empty cells, as 1.0."""
    return {text for value in values for text in (value, f"{value}.0")}


def _numbers(table: Any) -> tuple[tuple[str, ...], NDArray[np.float64], tuple[str, ...]]:
    """Names and values of the numeric columns and of the levels of categories."""
    import pandas

    names: list[str] = []
    values: list[NDArray[np.float64]] = []
    unread: list[str] = []
    for name in table.columns:
        column = table[name]
        number = pandas.to_numeric(column, errors="coerce")
        if number.notna().sum() == column.notna().sum():
            names.append(name)
            values.append(number.to_numpy(dtype=np.float64, na_value=np.nan))
            continue
        words = column.astype("string").str.strip()
        levels = sorted(set(words.dropna().tolist()))
        if len(levels) > MOST_LEVELS:
            unread.append(name)
            continue
        names += [f"{name}={level}" for level in levels]
        values += [(words == level).fillna(False).to_numpy(dtype=np.float64) for level in levels]
    if not names:
        raise DataError(f"the table has no column of numbers or categories beside {unread}")
    return tuple(names), np.stack(values, axis=1), tuple(unread)
