"""Columns of text become numbers and categories; a cell that can be neither refuses its line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.tables.number import as_number, as_numbers, canonical, has_decimal_comma, unclear
from hfgnn.types import DataError

MOSTLY = 0.5
"""A column is one of numbers if more than this share of its cells are."""


@dataclass(frozen=True)
class Column:
    """A column as numbers.

    Attributes:
        name: of the column.
        values: float64 (lines,), NaN where a cell is missing; of a category, the number of its
            level.
        levels: of a category, in their order; none for numbers.
        words: line number to the cell, where there is a word among numbers.
    """

    name: str
    values: NDArray[np.float64]
    levels: tuple[str, ...]
    words: Mapping[int, str]

    def take(self, rows: NDArray[np.int64]) -> Column:
        """Some of the lines, without levels that none of them has."""
        values = self.values[rows]
        if not self.levels:
            return Column(self.name, values, (), {})
        left = np.unique(values[~np.isnan(values)]).astype(np.int64)
        number = np.full(len(self.levels) + 1, math.nan)
        number[left] = np.arange(len(left))
        place = np.where(np.isnan(values), len(self.levels), values).astype(np.int64)
        return Column(self.name, number[place], tuple(self.levels[one] for one in left), {})

    @property
    def is_constant(self) -> bool:
        """Whether it has no two different values."""
        return len(np.unique(self.values[~np.isnan(self.values)])) < 2


@dataclass(frozen=True)
class Cells:
    """How cells are read.

    Attributes:
        categories: columns whose numbers are codes.
        missing: codes that stand for nothing, by column.
        missing_words: words that stand for nothing in every column, whatever their case.
        most_levels: a column of words with more different ones is a text, not a category.
    """

    categories: Sequence[str]
    missing: Mapping[str, Sequence[str]]
    missing_words: Sequence[str]
    most_levels: int

    def known(self, name: str, cells: Sequence[str]) -> list[str]:
        """The cells of a column, "" for each that stands for nothing."""
        words = {word.casefold() for word in self.missing_words}
        return [
            "" if is_code or cell.casefold() in words else cell
            for cell, is_code in zip(cells, self.codes_of(name, cells), strict=True)
        ]

    def codes_of(self, name: str, cells: Sequence[str]) -> list[bool]:
        """Whether each cell of a column holds one of the codes that stand for nothing."""
        codes = {canonical(code) for code in self.missing.get(name, ())}
        if not codes:
            return [False] * len(cells)
        return [canonical(cell.replace(",", ".")) in codes for cell in cells]

    def read(self, name: str, cells: Sequence[str]) -> Column | None:
        """One column as numbers or levels; None for a text.

        Args:
            name: of the column.
            cells: as ``known`` gives them.
        """
        there = [cell for cell in cells if cell]
        if name in self.categories:
            return _category(name, [canonical(cell) for cell in cells])
        numbers = as_numbers(cells)
        if np.isfinite(numbers).sum() > MOSTLY * len(there) or not there:
            return _numbers(name, cells, numbers)
        if len(set(there)) > self.most_levels:
            return None
        return _category(name, cells)


def _numbers(name: str, cells: Sequence[str], numbers: NDArray[np.float64]) -> Column:
    words = {
        row: cell
        for row, (cell, number) in enumerate(zip(cells, numbers, strict=True))
        if cell and math.isnan(number)
    }
    return Column(name, numbers, (), words)


def _category(name: str, cells: Sequence[str]) -> Column:
    levels = sorted({cell for cell in cells if cell}, key=_in_order)
    number = {level: float(place) for place, level in enumerate(levels)}
    values = np.array([number.get(cell, math.nan) for cell in cells], dtype=np.float64)
    return Column(name, values, tuple(levels), {})


def _in_order(level: str) -> tuple[float, str]:
    """Numbers by size, then words."""
    number = as_number(level)
    return (math.inf if math.isnan(number) else number), level


def refuse_unclear(columns: Mapping[str, Sequence[str]], name: str) -> None:
    """That commas in numbers can be understood.

    Args:
        columns: cells of each column.
        name: of the file, for the sentence.

    Raises:
        DataError: a column has "265,000", and no other column says what a comma is.
    """
    if any(has_decimal_comma(cells) for cells in columns.values()):
        return
    for column, cells in columns.items():
        if cell := unclear(cells):
            parts = cell.replace(",", ""), cell.replace(",", ".")
            raise DataError(
                f"{name} has {cell!r} in column {column}, which may be {parts[0]} or "
                f"{parts[1]}; write one of these"
            )
