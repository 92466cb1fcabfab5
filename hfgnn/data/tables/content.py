"""Whose line it is, and what makes two lines copies of each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hfgnn.data.tables.number import canonical
from hfgnn.data.tables.repeated import are_copies
from hfgnn.types import DataError


@dataclass(frozen=True)
class Content:
    """What is in each line.

    Attributes:
        bytes_of: each line; those of copies are equal.
        notes: a sentence where lines are equal and yet no copies.
    """

    bytes_of: tuple[bytes, ...]
    notes: tuple[str, ...]


def contents(cells: Mapping[str, Sequence[str]]) -> Content:
    """The cells of each line, "1.0" and "1" being equal.

    Args:
        cells: of the columns that count: not whose line it is, nor the outcome.
    """
    columns = [[canonical(cell) for cell in column] for column in cells.values()]
    lines = list(zip(*columns, strict=True))
    bytes_of = tuple("\x1f".join(line).encode() for line in lines)
    repeated = len(lines) - len(set(lines))
    if not repeated or are_copies([np.array(column) for column in columns]):
        return Content(bytes_of, ())
    told = f"{repeated} lines equal an earlier one, as is bound to happen in so few columns"
    return Content(tuple(one + f"\x1f{row}".encode() for row, one in enumerate(bytes_of)), (told,))


def patients_of(
    whose: str | None, cells: Mapping[str, Sequence[str]], names: Sequence[str]
) -> list[str]:
    """Whose line each is; its own where nobody knows.

    Args:
        whose: the column that says it.
        cells: of each column.
        names: of the lines.

    Raises:
        DataError: a line does not say it.
    """
    if whose is None:
        return list(names)
    if empty := list(cells[whose]).count(""):
        raise DataError(
            f"data.patient_column {whose} is empty in {empty} lines, "
            "but each line must say whose it is"
        )
    return list(cells[whose])
