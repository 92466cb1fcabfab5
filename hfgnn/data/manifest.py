"""The table beside the images that says whose page each file is."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from hfgnn.types import DataError

FILE_COLUMN = "file"


def read_manifest(path: Path, *, patient_columns: Sequence[str]) -> dict[str, str]:
    """Patient of each file that a manifest names, by the file's path below the data folder.

    Args:
        path: a CSV file in UTF-8 with a column ``file``; it need not exist.
        patient_columns: names under which the patient may stand; the first that the table has
            is taken.

    Returns:
        Files in the order of the table; the patient is "" where the cell is empty.

    Raises:
        DataError: the table cannot be read, has no column ``file``, or gives one file two
            patients.
    """
    if not path.exists():
        return {}
    columns, rows = _read_table(path)
    if FILE_COLUMN not in columns:
        raise DataError(
            f"{path.name} has the columns {', '.join(columns) or 'none'}, "
            f"but it must have a column {FILE_COLUMN}"
        )
    column = next((name for name in patient_columns if name in columns), None)
    patients: dict[str, str] = {}
    for row in rows:
        file = (row[FILE_COLUMN] or "").strip().replace("\\", "/").removeprefix("./")
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


def _read_table(path: Path) -> tuple[list[str], list[dict[str, str | None]]]:
    """Column names and rows; a row that breaks off has None in its last columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            return list(table.fieldnames or ()), list(table)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path.name} must be a table of commas in UTF-8, but: {error}") from error
