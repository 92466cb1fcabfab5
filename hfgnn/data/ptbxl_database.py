"""What the tables of PTB-XL say of each of its recordings.

PTB-XL (Wagner et al. 2020, https://doi.org/10.1038/s41597-020-0495-6; version 1.0.3,
https://doi.org/10.13026/kfzx-aw45): 21,799 twelve-lead recordings of 18,869 patients. The
superclasses of a recording are found as in the publisher's example: each of its statements that is
diagnostic stands for its diagnostic class.
"""

from __future__ import annotations

import ast
import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hfgnn.config.ptbxl import Superclass
from hfgnn.types import DataError

DATABASE = "ptbxl_database.csv"
STATEMENTS = "scp_statements.csv"

SUPERCLASSES = tuple(one.value for one in Superclass)

COLUMNS = (
    "ecg_id", "patient_id", "age", "sex", "site", "device", "scp_codes", "strat_fold",
    "filename_lr", "filename_hr",
)  # fmt: skip

ABOVE_89 = 300.0
"""What the publisher writes for every age above 89, to protect the few who are so old."""

OLDEST_YEARS = 90.0
"""What stands for these ages here: the least that they can be."""

SEXES = {0: "male", 1: "female"}


@dataclass(frozen=True)
class PtbxlRecord:
    """One line of the table.

    Attributes:
        ecg_id: number of the recording, from 1.
        patient_id: whose it is, a whole number as text.
        age_years: at the recording; 90 for all above 89, whose age is not told; None if unknown.
        sex: male or female, None if unknown.
        superclasses: diagnostic superclasses, in the order of ``SUPERCLASSES``; may be none.
        strat_fold: 1 to 10, the publisher's folds, whole patients each; 9 and 10 are of the
            highest quality.
        site: number of the place where it was recorded, "" if unknown.
        device: name of the recorder, "" if unknown.
        filename_lr: the record at 100 Hz, below the data folder, without ending.
        filename_hr: the record at 500 Hz.
    """

    ecg_id: int
    patient_id: str
    age_years: float | None
    sex: str | None
    superclasses: tuple[str, ...]
    strat_fold: int
    site: str
    device: str
    filename_lr: str
    filename_hr: str

    def filename(self, sampling_hz: int) -> str:
        """Of the record with so many samples per second, 100 or 500."""
        return {100: self.filename_lr, 500: self.filename_hr}[sampling_hz]


def read_database(root: Path, *, least_likelihood: float) -> tuple[PtbxlRecord, ...]:
    """All lines of the table, in the order of their numbers, whether their files are there or not.

    Args:
        root: the data folder, with ptbxl_database.csv and scp_statements.csv.
        least_likelihood: per cent below which a statement does not count, in [0, 100]. The
            publisher writes 0 where the likelihood is not known, and counts these.

    Raises:
        DataError: a table is missing, cannot be read, or lacks a column; a cell is not what it
            must be; two lines have the same number.
    """
    classes = read_statements(root)
    records: dict[int, PtbxlRecord] = {}
    for line, row in enumerate(_rows(root, DATABASE, COLUMNS), start=2):
        record = _Cells(row, f"{DATABASE}, line {line}: ").record(classes, least_likelihood)
        if record.ecg_id in records:
            raise DataError(f"{DATABASE} has two lines with ecg_id {record.ecg_id}")
        records[record.ecg_id] = record
    if not records:
        raise DataError(f"{DATABASE} has a header and no lines")
    return tuple(record for _, record in sorted(records.items()))


def read_statements(root: Path) -> dict[str, str]:
    """The superclass of each diagnostic statement.

    Raises:
        DataError: the table is missing, cannot be read, lacks a column, or names an unknown class.
    """
    classes = {}
    columns = ("", "diagnostic", "diagnostic_class")
    for row in _rows(root, STATEMENTS, columns):
        name = (row["diagnostic_class"] or "").strip()
        if (row["diagnostic"] or "").strip() not in ("1", "1.0"):
            continue
        if name not in SUPERCLASSES:
            raise DataError(
                f"{STATEMENTS} gives {row['']} the diagnostic_class {name!r}, but it must be "
                f"one of {', '.join(SUPERCLASSES)}"
            )
        classes[str(row[""])] = name
    return classes


def _rows(root: Path, name: str, columns: tuple[str, ...]) -> Iterator[Mapping[str, str | None]]:
    path = root / name
    if not path.is_file():
        raise DataError(
            f"data.root is {str(root)!r}, but it must be the folder of PTB-XL with {name}"
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            missing = [one for one in columns if one not in (table.fieldnames or ())]
            if missing:
                names = ", ".join(one or "its first, without a name" for one in missing)
                raise DataError(f"{name} has no column {names}")
            yield from table
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{name} must be a table of commas in UTF-8, but: {error}") from error


@dataclass(frozen=True)
class _Cells:
    """The cells of one line; ``where`` begins the sentence about a wrong one."""

    row: Mapping[str, str | None]
    where: str

    def record(self, classes: Mapping[str, str], least_likelihood: float) -> PtbxlRecord:
        codes = self._codes()
        found = {
            classes[code]
            for code, likelihood in codes.items()
            if code in classes and likelihood >= least_likelihood
        }
        return PtbxlRecord(
            ecg_id=self._whole("ecg_id"),
            patient_id=str(self._whole("patient_id")),
            age_years=self._age(),
            sex=self._sex(),
            superclasses=tuple(name for name in SUPERCLASSES if name in found),
            strat_fold=self._whole("strat_fold"),
            site=self._text("site").removesuffix(".0"),
            device=self._text("device"),
            filename_lr=self._file("filename_lr"),
            filename_hr=self._file("filename_hr"),
        )

    def _text(self, column: str) -> str:
        """A cell without further spaces, also between its words."""
        return " ".join((self.row[column] or "").split())

    def _wrong(self, column: str, rule: str) -> DataError:
        return DataError(f"{self.where}{column} is {self._text(column)!r}, but it must be {rule}")

    def _number(self, column: str, rule: str) -> float | None:
        """None where the cell is empty."""
        text = self._text(column)
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self._wrong(column, rule)
        return value

    def _whole(self, column: str) -> int:
        rule = "a whole number"  # patients are written as 15709.0
        value = self._number(column, rule)
        if value is None or value % 1:
            raise self._wrong(column, rule)
        return int(value)

    def _age(self) -> float | None:
        rule = "a number of years in [0, 120], 300 for all above 89, or empty"
        age = self._number("age", rule)
        if age == ABOVE_89:
            return OLDEST_YEARS
        if age is not None and not 0 <= age <= 120:
            raise self._wrong("age", rule)
        return age

    def _sex(self) -> str | None:
        rule = "0 for male, 1 for female, or empty"
        sex = self._number("sex", rule)
        if sex is None:
            return None
        if sex not in SEXES:
            raise self._wrong("sex", rule)
        return SEXES[int(sex)]

    def _file(self, column: str) -> str:
        name = self._text(column)
        if not name or name.startswith("/") or ".." in Path(name).parts:
            raise self._wrong(column, "a path below the data folder")
        return name

    def _codes(self) -> dict[str, float]:
        """Statements and their likelihoods in per cent; nothing in the cell is ever run."""
        rule = "statements and likelihoods, as {'NORM': 100.0}"
        try:
            codes = ast.literal_eval(self._text("scp_codes"))
            return {str(code): float(likelihood) for code, likelihood in codes.items()}
        except (ValueError, SyntaxError, TypeError, AttributeError, MemoryError, RecursionError):
            raise self._wrong("scp_codes", rule) from None
