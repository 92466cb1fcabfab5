"""One measured value of a new patient, for a column whose range nobody has set."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hfgnn.data.tables.number import as_number, canonical
from hfgnn.types import DataError

MOST_NAMED = 12
"""Levels that a sentence lists."""


@dataclass(frozen=True)
class Category:
    """A column of words.

    Attributes:
        name: of the column.
        levels: what its numbers stand for, in their order.
        strange: level to how many of the networks were trained without it.
        networks: how many there are.
    """

    name: str
    levels: tuple[str, ...]
    strange: Mapping[str, int]
    networks: int

    def number(self, text: str) -> float:
        """The number of a level; one that a network never saw has none.

        Args:
            text: the level, as the data have it.

        Raises:
            DataError: the level is unknown, or some network was trained without it.
        """
        level = next((one for one in (text, canonical(text)) if one in self.levels), None)
        if level is None:
            raise DataError(f"{self.name} is {text!r}, but it must be {self.rule}")
        if strange := self.strange.get(level, 0):
            number = (
                f"{strange} of {self.networks} networks" if self.networks > 1 else "the network"
            )
            raise DataError(
                f"{self.name} is {level!r}, of which {number} saw nobody in training, so it cannot "
                "be judged"
            )
        return float(self.levels.index(level))

    @property
    def rule(self) -> str:
        """What a value must be."""
        return one_of([level for level in self.levels if level not in self.strange])


def one_of(words: Sequence[str]) -> str:
    """A choice in words."""
    named = ", ".join(words[:MOST_NAMED])
    more = f" or one of {len(words) - MOST_NAMED} more" if len(words) > MOST_NAMED else ""
    return f"one of {named}{more}"


def number_in(text: str, name: str) -> float:
    """The number of a table's cell; NaN where it is empty.

    Args:
        text: the cell.
        name: of the column.

    Raises:
        DataError: it is no number.
    """
    text = text.strip()
    if not text:
        return math.nan
    value = as_number(text)
    if math.isnan(value):
        hint = "; decimals are written with a point" if "," in text else ""
        raise DataError(f"{name} is {text!r}, but it must be a number, or empty{hint}")
    return value


def number_of(value: Any, name: str) -> float:
    """The number that a JSON object holds; NaN where it is null.

    Args:
        value: what the object holds.
        name: of the column.

    Raises:
        DataError: it is no number.
    """
    if value is None:
        return math.nan
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value):
        quoted = isinstance(value, str) and not math.isnan(as_number(value.strip()))
        hint = ", without quotes" if quoted else ", or null"
        raise DataError(f"{name} is {json.dumps(value)}, but it must be a number{hint}")
    return float(value)


def level_of(value: Any, name: str) -> str:
    """The level that a JSON object holds, as text; "" where it is null.

    Args:
        value: a text, or the number that a level is called by.
        name: of the column.

    Raises:
        DataError: it is neither.
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise DataError(f"{name} is {json.dumps(value)}, but it must be the name of a level")
    return value.strip() if isinstance(value, str) else f"{value:.15g}"
