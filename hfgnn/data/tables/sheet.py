"""A file of cells, whatever separates them and however its letters are encoded."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from hfgnn.types import DataError

SEPARATORS = {"\t": "tab", ";": "semicolon", "|": "pipe", ",": "comma"}
"""Tried in this order; a comma last, since it may also stand in a number."""

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

MOST_NAMED = 12
"""Columns that a sentence lists."""


@dataclass(frozen=True)
class Line:
    """One line below the header.

    Attributes:
        name: such as "line 17", counted as an editor does, the header being line 1.
        cells: without blanks around them.
    """

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A file as text.

    Attributes:
        name: of the file, for sentences: "data.path table.csv".
        columns: names, no two equal; "" where a column has none.
        lines: each with a cell per column.
        told: what the table is, for reports: "table.csv".
        whose: the column that says whose line it is; None where each line is a patient.
        where: the column that says where a patient was seen; None where nobody knows.
    """

    name: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    told: str = ""
    whose: str | None = None
    where: str | None = None

    @property
    def named(self) -> list[str]:
        """The columns that have a name."""
        return [name for name in self.columns if name]

    def column(self, name: str) -> list[str]:
        """The cells of a column, in the order of the lines."""
        place = self.columns.index(name)
        return [line.cells[place] for line in self.lines]

    def take(self, rows: Sequence[int]) -> Sheet:
        """The same with these lines only."""
        return replace(self, lines=tuple(self.lines[row] for row in rows))

    def need(self, names: Sequence[str], key: str) -> None:
        """That there are these columns.

        Args:
            names: of columns.
            key: the setting that names them, such as "data.leave_out".

        Raises:
            DataError: one is not there.
        """
        for name in names:
            if name and name not in self.columns:
                raise DataError(
                    f"{key} names {name}, but {self.name} has no column {name}; "
                    f"{near(name, self.columns)}"
                )


def near(name: str, columns: Sequence[str]) -> str:
    """What may have been meant: "did you mean age?", else "it has age, sex"."""
    named = {one.casefold(): one for one in columns if one}
    if close := get_close_matches(name.casefold(), named, n=1):
        return f"did you mean {named[close[0]]}?"
    shown = ", ".join(list(named.values())[:MOST_NAMED])
    more = len(named) - MOST_NAMED
    return f"it has {shown}" + (f" and {more} more" if more > 0 else "")


def read_sheet(path: Path, *, key: str, columns: Sequence[str] | None = None) -> Sheet:
    """The cells of a file, separated by commas, semicolons, tabs or pipes.

    UTF-8 with or without a byte order mark, UTF-16 with one, else Latin-1. Empty lines, and
    columns without a name and a value, are no part of the table.

    Args:
        path: of the file.
        key: the setting that named it, for sentences.
        columns: names for a file that may come without a header; None where it must have one.

    Raises:
        DataError: the file cannot be read or is empty, has one column only, lines of different
            length, or two columns of one name.
    """
    name = f"{key} {path.name}"
    header, *lines = _even(_lines(_text(path, name), name), name)
    if columns is not None and len(columns) == len(header.cells) and not _names(header, columns):
        lines = [header, *lines]
        header = Line("", tuple(columns))
    keep = [
        place
        for place, column in enumerate(header.cells)
        if column or any(line.cells[place] for line in lines)
    ]
    names = tuple(header.cells[place] for place in keep)
    _refuse_twice(names, name)
    if not lines:
        raise DataError(f"{name} has a header, but no line below it")
    cells = tuple(Line(one.name, tuple(one.cells[place] for place in keep)) for one in lines)
    return Sheet(name, names, cells, told=path.name)


def _names(header: Line, columns: Sequence[str]) -> bool:
    """Whether the first line is a header with one of these columns at least."""
    return bool({cell.casefold() for cell in header.cells} & {one.casefold() for one in columns})


def _refuse_twice(names: Sequence[str], name: str) -> None:
    if twice := sorted({one for one in names if one and names.count(one) > 1}):
        raise DataError(f"{name} has two columns {', '.join(twice)}")


def _text(path: Path, name: str) -> str:
    """Raises a DataError for what is no text."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{name} cannot be read: {error.strerror}") from None
    try:
        text = content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise DataError(f"{name} is no text; save the table as CSV")
    if not text.strip():
        raise DataError(f"{name} is empty, but it must have a header and lines")
    return text


def _lines(text: str, name: str) -> list[Line]:
    """The lines with the separator that gives each the same number of cells, or the most."""
    tried: dict[str, list[Line]] = {}
    problem = ""
    for separator in [one for one in SEPARATORS if one in text] or [","]:
        try:
            tried[separator] = list(_split(text, separator))
        except csv.Error as error:
            problem = str(error)
    if not tried:
        raise DataError(f"{name} is no readable table: {problem}")
    if not all(tried.values()):
        raise DataError(f"{name} is empty: there are separators and nothing between them")
    return max(tried.values(), key=lambda lines: (_is_even(lines), len(lines[0].cells)))


def _is_even(lines: Sequence[Line]) -> bool:
    widths = {len(line.cells) for line in lines}
    return len(widths) == 1 and max(widths) > 1


def _split(text: str, separator: str) -> Iterator[Line]:
    """Lines with something in them; a first line "sep=;", as spreadsheets write it, is none."""
    # splitlines() would break at more characters than an editor does.
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True
    )
    begins = 1
    for cells in reader:
        stripped = tuple(cell.strip() for cell in cells)
        is_hint = begins == 1 and re.fullmatch(r"sep=.?", separator.join(stripped))
        if any(stripped) and not is_hint:
            yield Line(f"line {begins}", stripped)
        begins = reader.line_num + 1


def _even(lines: list[Line], name: str) -> list[Line]:
    """Raise for one column, or for a line that is longer or shorter than the header."""
    width = len(lines[0].cells)
    if width == 1:
        words = ", ".join(SEPARATORS.values())
        raise DataError(
            f"{name} has one column, {lines[0].cells[0]!r}, but there must be more than one, "
            f"separated by one of {words}"
        )
    for line in lines:
        if len(line.cells) != width:
            raise DataError(
                f"{name} has {width} columns in its header, but {len(line.cells)} in {line.name}; "
                "a cell that holds the separator, such as a decimal comma, must stand in quotes"
            )
    return lines
