"""Measurements behind the columns of nodes: levels and what is missing belong to one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hfgnn.ensembles.explained import Explained
from hfgnn.types import Rows

LEVEL, MISSING = "=", "_missing"
"""How the columns of a level, and of what is missing, are called after their measurement."""


@dataclass(frozen=True)
class WholeColumns:
    """Which columns belong together.

    Attributes:
        names: of the measurements, in the order of their first columns.
        place: int64 (columns,), number of the measurement of each column.
    """

    names: tuple[str, ...]
    place: Rows

    @staticmethod
    def of(columns: Sequence[str], levels: Collection[str]) -> WholeColumns:
        """Those of these columns.

        Args:
            columns: their names.
            levels: those of them that say whether a row has a level.

        Example:
            >>> columns = ["age_years", "pain=typical", "pain=none", "pain_missing"]
            >>> WholeColumns.of(columns, levels=columns[1:3]).names
            ('age_years', 'pain')
        """
        begun = [name.rpartition(LEVEL)[0] if name in levels else name for name in columns]
        there = set(begun)
        wholes = [
            name.removesuffix(MISSING) if name.removesuffix(MISSING) in there else name
            for name in begun
        ]
        number = {name: place for place, name in enumerate(dict.fromkeys(wholes))}
        return WholeColumns(tuple(number), np.array([number[name] for name in wholes], np.int64))

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """What columns add to an answer, together for each measurement.

        Shapes:
            values: (rows, columns).
            returns: (rows, measurements).
        """
        belongs = self.place[:, None] == np.arange(len(self.names))
        return np.asarray(values @ belongs.astype(np.float64))


@dataclass(frozen=True)
class Measured:
    """What was measured of the rows of one fold.

    Attributes:
        explained: the rows.
    """

    explained: Explained

    @cached_property
    def whole(self) -> WholeColumns:
        """The measurements behind the columns."""
        return WholeColumns.of(self.explained.columns, self.explained.levels)

    @cached_property
    def place(self) -> dict[str, int]:
        """Number of each column by its name."""
        return {name: number for number, name in enumerate(self.explained.columns)}

    @cached_property
    def levels(self) -> dict[str, list[tuple[str, int]]]:
        """Level and column of each measurement that has levels."""
        found: dict[str, list[tuple[str, int]]] = {}
        for column, number in self.place.items():
            if column in self.explained.levels:
                whole, _, level = column.rpartition(LEVEL)
                found.setdefault(whole, []).append((level, number))
        return found

    def words(self, row: int, whole: str) -> str:
        """What was measured of one row, in its unit where it has one; "" where nothing was.

        Args:
            row: its number.
            whole: name of the measurement.
        """
        x, missing = self.explained.x[row], self.place.get(f"{whole}{MISSING}")
        # Scaled or not, an indicator is above 0 where it holds and only there.
        if missing is not None and x[missing] > 0:
            return "missing"
        if (number := self.place.get(whole)) is not None:
            value = number_words(float(self.explained.value[row, number]))
            return value if self.explained.in_unit[number] else f"{value} SD"
        levels = self.levels.get(whole, [])
        there = [level for level, number in levels if x[number] > 0]
        others = " or ".join(level for level, _ in levels)
        return " or ".join(there) or (others and f"not {others}")


def number_words(value: float) -> str:
    """Four digits, or all before the point where there are more.

    Example:
        >>> number_words(1.23456), number_words(330512.4)
        ('1.235', '330512')
    """
    return f"{value:.0f}" if abs(value) >= 10_000 else f"{value:.4g}"
