"""The files of a run that a program reads again: metrics.json and four tables."""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from uuid import uuid4

from hfgnn.reports.estimates import without_gaps
from hfgnn.reports.finished import Finished
from hfgnn.types import Predictions

PREDICTION_COLUMNS = (
    "patient", "record", "repeat", "seed", "fold", "model", "label", "probability", "threshold",
    "predicted", "group", "calibrated", "may_be_healthy", "may_be_ill",
)  # fmt: skip
SPLIT_COLUMNS = (
    "repeat", "fold", "part", "record", "patient", "group", "class", "label", "copy", "parent",
    "content_sha256",
)  # fmt: skip


def write_files(finished: Finished, folder: Path) -> None:
    """Write metrics.json and the tables of predictions, splits, refused files and duplicates."""
    folder.mkdir(parents=True, exist_ok=True)
    metrics = without_gaps(finished.metrics)
    write_beside(folder / "metrics.json", json.dumps(metrics, indent=2, allow_nan=False) + "\n")
    answers = (finished.network, *finished.controls)
    lines = (line for predictions in answers for line in _prediction_lines(predictions))
    write_beside(folder / "predictions.csv", csv_text(PREDICTION_COLUMNS, lines))
    write_beside(folder / "splits.csv", csv_text(SPLIT_COLUMNS, _split_lines(finished)))
    refused = ((one.file, one.reason) for one in finished.cohort.refused)
    write_beside(folder / "refused.csv", csv_text(("file", "reason"), refused))
    copies = ((one.file, one.copy_of, one.note) for one in finished.duplicates)
    write_beside(folder / "duplicates.csv", csv_text(("file", "copy_of", "note"), copies))


def write_beside(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there as a whole or not at all; an old one stays until then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        # A name that is no valid Unicode, as a file system allows, is written with its escapes.
        data = (
            content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
        )
        beside.write_bytes(data)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _prediction_lines(predictions: Predictions) -> Iterable[Sequence[object]]:
    """One line per page. ``tolist`` gives floats whose text reads back as the same number."""
    rows = len(predictions.record_id)
    return zip(
        predictions.patient_id.tolist(),
        predictions.record_id.tolist(),
        predictions.repeat.tolist(),
        predictions.seed.tolist(),
        predictions.fold.tolist(),
        [predictions.model] * rows,
        predictions.label.tolist(),
        predictions.probability.tolist(),
        predictions.threshold.tolist(),
        predictions.predicted.tolist(),
        predictions.group.tolist(),
        predictions.calibrated.tolist(),
        predictions.may_be_healthy.astype(int).tolist(),
        predictions.may_be_ill.astype(int).tolist(),
        strict=True,
    )


def _split_lines(finished: Finished) -> Iterator[Sequence[object]]:
    """One line per row and split that uses it."""
    records = finished.records
    columns = (
        records.record_id, records.patient_id, records.group, records.class_name, records.label,
        records.copy, records.parent, records.content_hash,
    )  # fmt: skip
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    for split in finished.splits:
        for part in ("train", "validation", "test"):
            for row in getattr(split.parts, part).tolist():
                yield split.repeat, split.fold, part, *rows[row]


def csv_text(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A table as comma-separated text with a header."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return text.getvalue()
