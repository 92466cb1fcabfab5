"""A cohort's measurements as plain numbers, a category as a column per level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Cohort, DataError, Measurements, Records, Rows, Strings


@dataclass(frozen=True)
class Measured:
    """A table as numbers.

    Attributes:
        record_id: name of each row.
        columns: names; a category becomes one column per level, ``site=leeds``.
        values: float64 (rows, columns), NaN where a cell is empty; all levels of an empty cell
            are 0.
        label: int64 (rows,), 1 for disease.
        group: int64 (rows,), rows of one patient share a number; those of copies do not.
        source: one phrase that says which table this is.
    """

    record_id: Strings
    columns: tuple[str, ...]
    values: NDArray[np.float64]
    label: Rows
    group: Rows
    source: str


def measured_of(cohort: Cohort) -> Measured:
    """The numbers of a cohort, before any model.

    Raises:
        DataError: nothing was measured.
    """
    if cohort.measured is None:
        raise DataError(f"{cohort.source} have no measurements")
    names, values = zip(*_plain(cohort.measured), strict=True)
    records = cohort.records
    return Measured(
        record_id=records.record_id,
        columns=names,
        values=np.stack(values, axis=1),
        label=records.label,
        group=_patients(records),
        source=cohort.source,
    )


def _patients(records: Records) -> Rows:
    """Number of each row's patient. Copies keep their own, so that an audit sees what came."""
    if (records.patient_id == records.record_id).all():
        return np.arange(len(records), dtype=np.int64)
    return np.unique(records.patient_id, return_inverse=True)[1].ravel().astype(np.int64)


def _plain(measured: Measurements) -> Iterator[tuple[str, NDArray[np.float64]]]:
    for name, values in zip(measured.columns, measured.values.T, strict=True):
        if name not in measured.levels:
            yield name, values
            continue
        for number, level in enumerate(measured.levels[name]):
            yield f"{name}={level}", (values == number).astype(np.float64)
