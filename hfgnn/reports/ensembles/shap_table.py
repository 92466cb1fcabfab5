"""shap.csv: what each measurement of each patient adds to the answers of the trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hfgnn.ensembles.explained import Explained
from hfgnn.reports.ensembles.patients import Patients
from hfgnn.reports.files import csv_text, write_beside


def write_shap(explained: Sequence[Explained], folder: Path) -> None:
    """Write ``shap.csv`` below ``folder``; nothing where nothing is explained.

    Args:
        explained: test rows of the folds of one division, each row once.
        folder: of the run.
    """
    if explained:
        patients = Patients.of(explained)
        write_beside(folder / "shap.csv", csv_text(titles(patients), shap_lines(patients)))


def titles(patients: Patients) -> tuple[str, ...]:
    """Names of the columns of the table."""
    scales = patients.folds[0].contributions
    added = (f"{name}_{one.scale.replace('-', '_')}" for name, one in scales.items())
    return ("record", "column", "value", *added)


def shap_lines(patients: Patients) -> Iterator[tuple[object, ...]]:
    """A line for each patient and measurement."""
    tables = [patients.contributions(member) for member in patients.folds[0].contributions]
    for patient, record in enumerate(patients.record_id.tolist()):
        for place, name in enumerate(patients.names):
            added = (f"{table[patient, place]:.6g}" for table in tables)
            yield (record, name, patients.value(patient, name), *added)
