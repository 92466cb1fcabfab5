"""The table beside the images that says whose page each file is."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from hfgnn.types import DataError

MANIFEST = "manifest.csv"
"""Its name where the settings give none."""

FILE_COLUMN = "file"
CLASS_COLUMN = "class"
"""Where a line without a file says what a file's folder says."""


def read_manifest(path: Path, *, patient_columns: Sequence[str]) -> dict[str, str]:
    """Patient of each file that a manifest names, by the file's path below the data folder.

    Args:
        path: a CSV file in UTF-8 with a column ``file``.
        patient_columns: names under which the patient may stand; the first that the table has
            is taken. Where there are none, all patients are "".

    Returns:
        Files in the order of the table; the patient is "" where the cell is empty.

    Raises:
        DataError: the table cannot be read, has no column ``file`` or none of
            ``patient_columns``, or gives one file two patients.
    """
    columns, rows = _read_table(path)
    if FILE_COLUMN not in columns:
        raise _columns_error(path, columns, f"it must have a column {FILE_COLUMN}")
    column = next((name for name in patient_columns if name in columns), None)
    if patient_columns and not column:
        names = ", ".join(patient_columns)
        raise _columns_error(path, columns, f"none of data.patient_columns, {names}")
    patients: dict[str, str] = {}
    for row in rows:
        file = _file(row)
        patient = ((row[column] if column else "") or "").strip()
        if not file:
            continue
        known = patients.get(file, "")
        if known and patient and known != patient:
            raise DataError(
                f"{path.name} gives {file} the patients {known} and {patient}, "
                "but a file belongs to one patient"
            )
        patients[file] = known or patient
    return patients


def read_without_file(
    path: Path, *, patient_columns: Sequence[str], classes: Sequence[str]
) -> dict[str, str]:
    """Class of each patient of whom there is no image: lines without file, but with a class.

    Args:
        path: as in ``read_manifest``.
        patient_columns: likewise; lines without patient are passed over.
        classes: folders of classes.

    Raises:
        DataError: the table cannot be read, a class is none of ``classes``, or a patient has two.
    """
    columns, rows = _read_table(path)
    column = next((name for name in patient_columns if name in columns), None)
    found: dict[str, str] = {}
    for row in rows if column and CLASS_COLUMN in columns else ():
        patient, class_name = _cell(row, str(column)), _cell(row, CLASS_COLUMN)
        if _file(row) or not patient or not class_name:
            continue
        if class_name not in classes or found.get(patient, class_name) != class_name:
            known = f"one of the class folders, {', '.join(classes)}, and one per patient"
            raise DataError(
                f"{path.name} says that {patient}, without a file, is of class {class_name}, but "
                f"it must be {known}"
            )
        found[patient] = class_name
    return found


def read_attributes(path: Path, *, patient_columns: Sequence[str]) -> dict[str, dict[str, str]]:
    """Everything else that a manifest says: column to file to value, empty cells left out.

    Where a file has several lines, the last one counts. Of a line without a file, the patient
    stands in its place.

    Args:
        path: as in ``read_manifest``.
        patient_columns: likewise.

    Raises:
        DataError: the table cannot be read.
    """
    columns, rows = _read_table(path)
    patient = next((name for name in patient_columns if name in columns), FILE_COLUMN)
    return {
        column: {
            _file(row) or _cell(row, patient): value
            for row in rows
            if (value := _cell(row, column))
        }
        for column in columns
        if column != FILE_COLUMN
    }


def _cell(row: dict[str, str | None], column: str) -> str:
    return (row[column] or "").strip()


def _file(row: dict[str, str | None]) -> str:
    """The file's path below the data folder, with forward slashes."""
    return (row[FILE_COLUMN] or "").strip().replace("\\", "/").removeprefix("./")


def _columns_error(path: Path, columns: Sequence[str], rule: str) -> DataError:
    """What is wrong with the columns of a table."""
    has_semicolons = len(columns) == 1 and ";" in columns[0]
    hint = "; separate with commas, not semicolons" if has_semicolons else ""
    return DataError(
        f"{path.name} has the columns {', '.join(columns) or 'none'}, but {rule}{hint}"
    )


def _read_table(path: Path) -> tuple[list[str], list[dict[str, str | None]]]:
    """Column names and rows; a row that breaks off has None in its last columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            return list(table.fieldnames or ()), list(table)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path.name} must be a table of commas in UTF-8, but: {error}") from error
