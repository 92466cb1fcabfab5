"""The files of a run on heartbeats that a program reads again."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from hfgnn.evaluation.classes.by_record import RecordScores, by_record
from hfgnn.reports.beats.finished import FinishedBeats
from hfgnn.reports.estimates import without_gaps
from hfgnn.reports.files import csv_text, write_beside
from hfgnn.types import ClassPredictions

PREDICTION_COLUMNS = (
    "patient", "record", "sample", "seed", "model", "label", "predicted", "group",
)  # fmt: skip
PROBABILITY = "probability_"
"""Of each class, in the order of the classes, a column that begins so."""

Line = Sequence[object]


def write_beats_files(finished: FinishedBeats, folder: Path) -> None:
    """Write the tables and, at last, metrics.json.

    predictions.csv has a line per tested beat, model and seed; records.csv one per tested
    recording and model, with every kind of error; splits.csv one per part and recording.
    """
    folder.mkdir(parents=True, exist_ok=True)
    answers = (finished.network, *finished.controls)
    classes = finished.network.classes
    columns = (*PREDICTION_COLUMNS, *(f"{PROBABILITY}{name}" for name in classes))
    lines = (line for one in answers for line in _prediction_lines(one))
    write_beside(folder / "predictions.csv", csv_text(columns, lines))
    records = (_record_line(one.model, record) for one in answers for record in by_record(one))
    write_beside(folder / "records.csv", csv_text(record_columns(classes), records))
    columns = ("repeat", "fold", "part", "record", "patient", "group", "beats", *classes)
    write_beside(folder / "splits.csv", csv_text(columns, _split_lines(finished)))
    refused = ((one.file, one.reason) for one in finished.refused)
    write_beside(folder / "refused.csv", csv_text(("file", "reason"), refused))
    left_out = ((one.record_id, one.reason, one.count) for one in finished.left_out)
    write_beside(folder / "left_out.csv", csv_text(("record", "reason", "marks"), left_out))
    metrics = without_gaps(finished.metrics)
    write_beside(folder / "metrics.json", json.dumps(metrics, indent=2, allow_nan=False) + "\n")


def _prediction_lines(predictions: ClassPredictions) -> Iterator[Line]:
    """``tolist`` gives floats whose text reads back as the same number."""
    names = np.array(predictions.classes)
    return zip(
        predictions.patient_id.tolist(),
        predictions.record_id.tolist(),
        predictions.sample.tolist(),
        predictions.seed.tolist(),
        [predictions.model] * len(predictions.label),
        names[predictions.label].tolist(),
        names[predictions.predicted].tolist(),
        predictions.group.tolist(),
        *(column.tolist() for column in predictions.probability.T),
        strict=True,
    )


def record_columns(classes: Sequence[str]) -> tuple[str, ...]:
    """Titles of records.csv."""
    pairs = (f"{true}_called_{called}" for true in classes for called in classes)
    f1 = (f"f1_{name}" for name in classes)
    return (
        "model", "record", "patient", "beats", "accuracy", *f1, "macro_f1_without",
        "macro_f1_change", *pairs,
    )  # fmt: skip


def _record_line(model: str, record: RecordScores) -> Line:
    f1 = record.f1
    return [
        model,
        record.record_id,
        record.patient_id,
        record.beats,
        record.accuracy,
        *(f1.get(name, "") for name in record.classes),
        *(
            value if np.isfinite(value) else ""
            for value in (record.macro_f1_without, record.macro_f1_change)
        ),
        *(f"{count:.12g}" for count in record.confusion.ravel().tolist()),
    ]


def _split_lines(finished: FinishedBeats) -> Iterator[Line]:
    beats = finished.beats
    for split in finished.splits:
        for part in ("train", "validation", "test"):
            rows = getattr(split.parts, part)
            names, place = np.unique(beats.record_id[rows], return_inverse=True)
            size = len(beats.classes)
            counts = np.bincount(place * size + beats.label[rows], minlength=len(names) * size)
            for number, name in enumerate(names.tolist()):
                one = rows[int(np.argmax(place == number))]
                of_class = counts[number * size : (number + 1) * size].tolist()
                whose = (str(beats.patient_id[one]), int(beats.group[one]))
                yield split.repeat, split.fold, part, name, *whose, sum(of_class), *of_class
