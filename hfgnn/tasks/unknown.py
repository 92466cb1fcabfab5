"""Patients of whom nothing is known: neither an image nor a single number."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.missing import missing_blocks
from hfgnn.tasks.arrangement import Arrangement
from hfgnn.types import DataError, Parts, Records, Refusal, Rows, Split


def refuse_unknown(
    arrangement: Arrangement, images: NDArray[np.float32], numbers: ClinicalNumbers
) -> tuple[Arrangement, tuple[Refusal, ...]]:
    """The same folds without those rows, and the rows that are so refused.

    Args:
        arrangement: rows and folds.
        images: of all rows; NaN where there is none.
        numbers: of all rows.

    Shapes:
        images: (rows, 512), or (rows, 0).

    Raises:
        DataError: a part of a fold is left without a class that it had.
    """
    lacks = missing_blocks(images, numbers.values, numbers.columns)
    rows = np.flatnonzero(np.all(list(lacks.values()), axis=0)) if lacks else np.arange(0)
    if not len(rows):
        return arrangement, ()
    records = arrangement.records
    reason = f"nothing is known of it, no {' and no '.join(lacks)} numbers"
    for split in arrangement.splits:
        _need_both_classes(split, rows, records)
    refused = tuple(
        Refusal(str(records.record_id[row]), reason)
        for row in rows[records.copy[rows] == 0].tolist()
    )
    splits = tuple(_without(split, rows) for split in arrangement.splits)
    return replace(arrangement, splits=splits), refused


def _need_both_classes(split: Split, rows: Rows, records: Records) -> None:
    """Raise where nobody of a class is left."""
    parts = split.parts
    for purpose, part in (
        ("train on", parts.train),
        ("choose by", parts.validation),
        ("test", parts.test),
    ):
        left = np.setdiff1d(part, rows)
        lost = np.setdiff1d(records.label[part], records.label[left])
        if len(lost):
            raise DataError(
                f"without those of whom nothing is known ({len(rows)}, the first "
                f"{records.record_id[rows[0]]}) fold {split.fold} of division {split.repeat} has "
                f"nobody {'with' if lost[0] else 'without'} disease left to {purpose}"
            )


def _without(split: Split, rows: Rows) -> Split:
    parts = split.parts
    kept = (np.setdiff1d(part, rows) for part in (parts.train, parts.validation, parts.test))
    return replace(split, parts=Parts(*kept))
