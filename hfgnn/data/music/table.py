"""The publisher's file: semicolons, decimal commas, latin-1."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hfgnn.data.music.columns import AGE, PATIENT, Source
from hfgnn.data.tables.number import as_number, canonical
from hfgnn.types import DataError, Refusal

FILE = "subject-info.csv"

SEPARATOR = ";"

ABOVE_89 = ">89"
"""What the publisher writes for every age above 89, to protect the few who are so old."""

OLDEST_YEARS = "90"
"""What stands for these ages here: the least that they can be."""


@dataclass(frozen=True)
class Line:
    """One patient.

    Attributes:
        patient_id: as the publisher numbers them.
        cells: by header, without blanks around them.
    """

    patient_id: str
    cells: Mapping[str, str]

    @property
    def content(self) -> bytes:
        """All that is said of the patient: two of whom the same is said are one."""
        return SEPARATOR.join(v for name, v in self.cells.items() if name != PATIENT).encode()


def read_lines(root: Path, headers: Sequence[str]) -> tuple[list[Line], list[Refusal]]:
    """All patients, and the lines that are none.

    Args:
        root: the folder with subject-info.csv.
        headers: columns that it must have.

    Raises:
        DataError: the file is missing, is no table of semicolons, lacks a column, or has a patient
            twice.
    """
    path = root / FILE
    try:
        table = list(csv.reader(io.StringIO(_text(path), newline=""), delimiter=SEPARATOR))
    except OSError as error:
        raise DataError(
            f"data.root is {str(root)!r}, but it must be the folder of MUSIC with {FILE} "
            f"({error.strerror})"
        ) from error
    except csv.Error as error:
        raise DataError(f"{FILE} must be a table of semicolons, but: {error}") from error
    names = _headers(table[0] if table else [])
    _check_headers(names, headers)
    lines: dict[str, Line] = {}
    refused = []
    for number, cells in enumerate(table[1:], start=2):
        line = _line(names, cells)
        if isinstance(line, str):
            refused.append(Refusal(f"{FILE}, line {number}", line))
        elif line.patient_id in lines:
            raise DataError(f"{FILE} has two lines of patient {line.patient_id}")
        elif line.patient_id:
            lines[line.patient_id] = line
    return list(lines.values()), refused


def number_of(source: Source, cell: str) -> float:
    """What a cell says: a number, or the number of its level; NaN where it says nothing.

    Args:
        source: its column.
        cell: without blanks around it.

    Raises:
        DataError: it is no number of 0 or more, or no code of the publisher's.
    """
    code = canonical(cell.replace(",", ".", 1))
    if not cell or code in source.missing:
        return math.nan
    if source.codes:
        if code not in source.codes:
            codes = ", ".join(sorted({*source.codes, *source.missing}))
            raise DataError(f"{source.header} is {cell!r}, but it must be one of {codes}, or empty")
        return float(source.levels.index(source.codes[code]))
    number = as_number(OLDEST_YEARS if source is AGE and cell == ABOVE_89 else code)
    if not number >= 0:
        raise DataError(
            f"{source.header} is {cell!r}, but it must be a number of 0 or more, or empty"
        )
    return number


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _headers(cells: Sequence[str]) -> list[str]:
    """Each once, whatever letters beyond ASCII have become on the way."""
    names: list[str] = []
    for cell in cells:
        name = re.sub(r"[^ -~]+", "?", " ".join(cell.split()))
        names.append(f"{name} (2)" if name in names else name)
    return names


def _check_headers(names: Sequence[str], headers: Sequence[str]) -> None:
    """Raise for another separator or a missing column."""
    if len(names) < 2:
        raise DataError(
            f"{FILE} must be separated by semicolons, but its first line has none: "
            f"{''.join(names)[:60]!r}"
        )
    if missing := [name for name in headers if name not in names]:
        raise DataError(f"{FILE} has no column {', '.join(missing)}")


def _line(names: Sequence[str], cells: Sequence[str]) -> Line | str:
    """A patient, an empty one for an empty line, or why the line is none."""
    stripped = [cell.strip() for cell in cells]
    if not any(stripped):
        return Line("", {})
    if len(stripped) != len(names):
        return f"it has {len(stripped)} cells, but the header has {len(names)}"
    line = dict(zip(names, stripped, strict=True))
    if not line[PATIENT]:
        return f"{PATIENT} is empty, but it must name the patient"
    return Line(line[PATIENT], line)
