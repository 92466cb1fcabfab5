"""Which lines of a table can be used, and why the others cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hfgnn.data.tables.columns import Cells, Column, refuse_unclear
from hfgnn.data.tables.outcome import Outcome
from hfgnn.data.tables.sheet import MOST_NAMED, Sheet
from hfgnn.types import DataError, Refusal


@dataclass(frozen=True)
class Usable:
    """The lines that have an outcome and no word among numbers.

    Attributes:
        sheet: these lines.
        label: 1 for disease, 0 for none, of each line.
        columns: those of numbers and categories.
        texts: names of columns with too many different words to be categories.
        refused: the other lines.
    """

    sheet: Sheet
    label: Sequence[int]
    columns: tuple[Column, ...]
    texts: tuple[str, ...]
    refused: tuple[Refusal, ...]


def read_usable(
    sheet: Sheet, names: Sequence[str], *, outcome: Outcome, how: Cells, max_refused_share: float
) -> Usable:
    """Read the columns, and refuse each line without an outcome or with a word among numbers.

    Args:
        sheet: all lines.
        names: of the columns to read.
        outcome: says who is diseased.
        how: cells are read.
        max_refused_share: of the lines with an outcome that may have a word among numbers.

    Raises:
        DataError: too many lines would be refused, no column is left, or not both outcomes are.
    """
    told = outcome.labels(how.known(outcome.target, sheet.column(outcome.target)))
    reasons = {row: one for row, one in enumerate(told) if isinstance(one, str)}
    rows = [row for row in range(len(told)) if row not in reasons]
    cells = {name: how.known(name, sheet.take(rows).column(name)) for name in names}
    refuse_unclear({name: cells[name] for name in names if name not in how.categories}, sheet.name)
    read = {name: how.read(name, cells[name]) for name in names}
    columns = [one for one in read.values() if one is not None]
    words = _words(columns)
    _refuse_too_many(columns, sheet.take(rows), share=max_refused_share)
    reasons |= {rows[place]: reason for place, reason in words.items()}
    left = np.array([place for place in range(len(rows)) if place not in words], dtype=np.int64)
    label = [one for row, one in enumerate(told) if isinstance(one, int) and row not in reasons]
    refused = tuple(Refusal(sheet.lines[row].name, reasons[row]) for row in sorted(reasons))
    _need_both(label, sheet, refused)
    texts = tuple(name for name in names if read[name] is None)
    if not columns:
        raise DataError(f"{sheet.name} has no column of numbers or categories beside {texts}")
    return Usable(
        sheet=sheet.take([rows[place] for place in left]),
        label=label,
        columns=tuple(column.take(left) for column in columns),
        texts=texts,
        refused=refused,
    )


def _words(columns: Sequence[Column]) -> dict[int, str]:
    """Why a line is refused, by its place: "chol is 'abc', but it must be a number"."""
    found: dict[int, list[str]] = {}
    for column in columns:
        for place, word in column.words.items():
            found.setdefault(place, []).append(f"{column.name} is {word!r}")
    return {
        place: f"{' and '.join(told)}, but {'it' if len(told) == 1 else 'each'} must be a number"
        for place, told in found.items()
    }


def _refuse_too_many(columns: Sequence[Column], sheet: Sheet, *, share: float) -> None:
    """Raise where a column of numbers has words in more than this share of the lines."""
    for column in columns:
        if len(column.words) > share * len(sheet.lines):
            place, word = next(iter(column.words.items()))
            raise DataError(
                f"{sheet.name} has no number in column {column.name} in {len(column.words)} of "
                f"{len(sheet.lines)} lines, the first, {sheet.lines[place].name}: {word!r}; name "
                f"the column in data.categories or data.leave_out, or such words in "
                "data.missing_words"
            )


def _need_both(label: Sequence[int], sheet: Sheet, refused: Sequence[Refusal]) -> None:
    if len(set(label)) == 2:
        return
    told = "; ".join(f"{one.file}: {one.reason}" for one in refused[:MOST_NAMED])
    raise DataError(
        f"{sheet.name} has {len(label)} lines that can be used, but they have not both outcomes; "
        f"refused were {told}"
    )
