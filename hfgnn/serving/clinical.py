"""The clinical numbers of new patients, from a JSON object or a CSV table, checked as in a run."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from hfgnn.features.clinical.value import read_number, rule_of, within
from hfgnn.serving.measured_value import level_of, number_in, number_of
from hfgnn.serving.stored import Numbers
from hfgnn.serving.wanted import NAMES, Wanted
from hfgnn.types import ClinicalFeature, DataError


def read_clinical(path: Path, patient: str | None, wanted: Wanted) -> Numbers:
    """The clinical numbers of one patient.

    Args:
        path: a JSON object, or a CSV with a line per patient.
        patient: which line, where there are several.
        wanted: what the run takes.

    Shapes:
        returns: (clinical,), in the units of the column names; NaN is missing.

    Raises:
        DataError: the file cannot be used, a column is unknown or missing, or a value is text, out
            of its range or missing without need.
    """
    wanted.refuse_any(path.name)
    if path.suffix.lower() == ".json":
        return from_object(_json(path), path.name, wanted)
    lines = ClinicalTable(path, wanted)
    return lines.only() if patient is None else lines.of(patient)


def from_object(content: Any, source: str, wanted: Wanted) -> Numbers:
    """The numbers of a JSON object; null and an absent key are missing.

    Args:
        content: column names to numbers.
        source: what it is called in a sentence.
        wanted: what the run takes.

    Raises:
        DataError: as in ``read_clinical``.
    """
    wanted.refuse_any(source)
    if not isinstance(content, Mapping):
        raise DataError(f"{source} must be one JSON object, with keys such as {wanted.columns[0]}")
    for key in content:
        if key not in wanted.columns and key not in (*NAMES, wanted.patient_column):
            raise DataError(_unknown(str(key), source, wanted.columns))
    values = [_from_json(content.get(name), name, wanted) for name in wanted.columns]
    return wanted.checked(np.array(values), source)


def _unknown(key: str, source: str, columns: Sequence[str]) -> str:
    near = get_close_matches(key, columns, n=1, cutoff=0.3) or [
        name for name in columns if name.startswith(key.lower())
    ]
    hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(columns)}"
    return f"{source} has {key}, which no column of the run is called; {hint}"


def _from_json(value: Any, name: str, wanted: Wanted) -> float:
    if name in wanted.categories:
        level = level_of(value, name)
        return wanted.categories[name].number(level) if level else float("nan")
    if name in wanted.ranges:
        return _in_range(value, wanted.ranges[name])
    return number_of(value, name)


def _in_range(value: Any, feature: ClinicalFeature) -> float:
    if value is None:
        return float("nan")
    said, rule = f"{feature.name} is {json.dumps(value)}", rule_of(feature)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DataError(f"{said}, but it must be {rule}{_quotes(value)}")
    return within(float(value), feature, said=said, rule=rule)


def _quotes(value: Any) -> str:
    """What to do about a number that is written as text."""
    try:
        float(value if isinstance(value, str) else "")
    except ValueError:
        return ""
    return ", without quotes"


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8-sig"), object_pairs_hook=_each_once)
    except DataError as error:
        raise DataError(f"clinical {path.name} {error}") from None
    except (OSError, ValueError) as error:
        raise DataError(f"clinical {path.name} is no readable JSON: {error}") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise DataError(f"says {twice} twice")
    return content


class ClinicalTable:
    """A CSV with a line per patient; a bad line harms no other.

    Args:
        path: the file, with a header; columns that the run does not know stay unread.
        wanted: what the run takes.

    Raises:
        DataError: it is no CSV, or lacks a column.
    """

    def __init__(self, path: Path, wanted: Wanted) -> None:
        wanted.refuse_any(path.name)
        self.name = path.name
        self.wanted = wanted
        try:
            with path.open(newline="", encoding="utf-8-sig") as file:
                reader = csv.DictReader(file)
                self.header = list(reader.fieldnames or ())
                self.rows: list[dict[str | None, Any]] = [dict(row) for row in reader]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise DataError(f"clinical {path.name} is no readable CSV: {error}") from None
        if missing := [name for name in wanted.columns if name not in self.header]:
            raise DataError(
                f"clinical {path.name} has no column {', '.join(missing)}; "
                f"it has {', '.join(self.header) or 'none'}"
            )

    def only(self) -> Numbers:
        """The numbers of the only line."""
        if len(self.rows) != 1:
            raise DataError(f"{self.name} has {len(self.rows)} lines; choose one by patient=ID")
        return self._values(self.rows[0], self.name)

    def each(self) -> Iterator[tuple[str, str, Callable[[], Numbers]]]:
        """What each line is called, its patient's id, and what gives its values or refuses it.

        A line without an id is called by its number, as an editor counts lines.
        """
        columns = (self.wanted.patient_column, *NAMES[:2])
        column = next((name for name in columns if name in self.header), None)
        for number, row in enumerate(self.rows, start=2):
            patient = (row[column] or "").strip() if column else ""
            name = patient or f"line {number}"
            yield name, patient, partial(self._values, row, f"{self.name}, {name},")

    def of(self, patient: str) -> Numbers:
        """The numbers of one patient, by id."""
        column = self._column((self.wanted.patient_column, *NAMES[:2]))
        found = self._lines(column, patient)
        if not found:
            raise DataError(f"{self.name} has no line whose {column} is {patient!r}")
        return self._values(found[0], f"{self.name}, {patient},")

    def of_file(self, name: str) -> Numbers:
        """The numbers of the patient of a file: by its name, else by its stem as patient id."""
        if "file" in self.header and (found := self._lines("file", name)):
            return self._values(found[0], f"{self.name}, {name},")
        for column in (self.wanted.patient_column, *NAMES[:2]):
            if column in self.header and (found := self._lines(column, Path(name).stem)):
                return self._values(found[0], f"{self.name}, {Path(name).stem},")
        return self.wanted.nothing(f"{name} in {self.name}")

    def _column(self, names: Sequence[str]) -> str:
        for name in names:
            if name in self.header:
                return name
        raise DataError(f"{self.name} has no column {names[0]}; it has {', '.join(self.header)}")

    def _lines(self, column: str, value: str) -> list[dict[str | None, Any]]:
        found = [row for row in self.rows if (row[column] or "").strip() == value]
        if len(found) > 1:
            raise DataError(f"{self.name} has {len(found)} lines whose {column} is {value!r}")
        return found

    def _values(self, row: Mapping[str | None, Any], source: str) -> Numbers:
        if None in row:  # a decimal comma moves every cell behind it
            raise DataError(
                f"{source} has more cells than columns; decimals are written with a point"
            )
        values = [self._value(row[name] or "", name) for name in self.wanted.columns]
        return self.wanted.checked(np.array(values), source)

    def _value(self, cell: str, name: str) -> float:
        """What a cell holds; NaN where it is empty."""
        wanted = self.wanted
        if name in wanted.categories:
            level = cell.strip()
            return wanted.categories[name].number(level) if level else float("nan")
        if name not in wanted.ranges:
            return number_in(cell, name)
        feature, may_be_empty = wanted.ranges[name], name in wanted.may_lack
        return read_number(cell, feature, of="", may_be_empty=may_be_empty)
