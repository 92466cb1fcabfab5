"""Read the tables of a finished run again."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hfgnn.reports.files import PREDICTION_COLUMNS, SPLIT_COLUMNS
from hfgnn.types import DataError, Predictions

Lines = list[dict[str, str]]


def read_json(path: Path) -> dict[str, Any]:
    """A JSON file of a run.

    Raises:
        DataError: there is none, or it is none.
    """
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is no readable file of a finished run: {error}") from None


def read_predictions(folder: Path) -> tuple[Predictions, ...]:
    """What every model of a run said, in the order of the file.

    Raises:
        DataError: predictions.csv is missing or not that of a run.
    """
    lines = _read(folder / "predictions.csv", PREDICTION_COLUMNS)
    models = dict.fromkeys(line["model"] for line in lines)
    try:
        return tuple(
            _predictions(model, [line for line in lines if line["model"] == model])
            for model in models
        )
    except ValueError as error:
        raise DataError(f"{folder / 'predictions.csv'} cannot be used: {error}") from None


def _predictions(model: str, lines: Lines) -> Predictions:
    columns: dict[str, Any] = {
        name: np.array([line[name] for line in lines]) for name in PREDICTION_COLUMNS
    }
    for name in ("group", "repeat", "seed", "fold", "label"):
        columns[name] = columns[name].astype(np.int64)
    for name in ("probability", "threshold", "calibrated"):
        columns[name] = columns[name].astype(float)
    for name in ("may_be_healthy", "may_be_ill"):
        columns[name] = columns[name] == "1"
    del columns["predicted"]  # the probability and its threshold say it
    columns |= {"model": model, "record_id": columns.pop("record")}
    return Predictions(patient_id=columns.pop("patient"), **columns)


def read_splits(folder: Path) -> Lines:
    """The lines of splits.csv.

    Raises:
        DataError: the file is missing or not that of a run.
    """
    return _read(folder / "splits.csv", SPLIT_COLUMNS)


def _read(path: Path, columns: Sequence[str]) -> Lines:
    try:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            header: Sequence[str] = reader.fieldnames or ()
            lines: Lines = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} is no readable table of a finished run: {error}") from None
    if missing := [column for column in columns if column not in header]:
        raise DataError(f"{path} has no column {', '.join(missing)}, so it is not that of a run")
    return lines
