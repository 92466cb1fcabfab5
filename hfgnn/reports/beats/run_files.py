"""Read the answers of a finished run on heartbeats again."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from hfgnn.reports.beats.files import PREDICTION_COLUMNS, PROBABILITY
from hfgnn.types import ClassPredictions, DataError


def read_class_predictions(folder: Path) -> tuple[ClassPredictions, ...]:
    """What every model of a run said of every tested beat, in the order of the file.

    Raises:
        DataError: predictions.csv is missing or not that of a run on heartbeats.
    """
    path = folder / "predictions.csv"
    try:
        # As text, since not every version of pandas reads a number as the one that was written.
        table: Any = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is no readable table of a finished run: {error}") from None
    classes = tuple(
        name.removeprefix(PROBABILITY) for name in table.columns if name.startswith(PROBABILITY)
    )
    missing = [name for name in PREDICTION_COLUMNS if name not in table.columns]
    if missing or len(classes) < 2:
        what = ", ".join(missing) or f"{PROBABILITY}* of two classes"
        raise DataError(f"{path} has no column {what}, so it is not that of a run on heartbeats")
    try:
        models = table.groupby("model", sort=False)
        return tuple(_predictions(str(model), part, classes) for model, part in models)
    except (KeyError, ValueError) as error:
        raise DataError(f"{path} cannot be used: {error}") from None


def _predictions(model: str, table: Any, classes: tuple[str, ...]) -> ClassPredictions:
    number = {name: place for place, name in enumerate(classes)}
    return ClassPredictions(
        model=model,
        classes=classes,
        record_id=table["record"].to_numpy(dtype=np.str_),
        patient_id=table["patient"].to_numpy(dtype=np.str_),
        group=table["group"].to_numpy(dtype=np.int64),
        sample=table["sample"].to_numpy(dtype=np.int64),
        seed=table["seed"].to_numpy(dtype=np.int64),
        label=np.array([number[name] for name in table["label"]], dtype=np.int64),
        probability=table[[PROBABILITY + name for name in classes]].to_numpy(dtype=np.float64),
    )
