"""Rows with a category that their training rows never saw: nobody can say what it means."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.tasks.arrangement import Arrangement
from hfgnn.types import Parts, Refusal, Rows, Split


def refuse_unseen(
    arrangement: Arrangement, numbers: ClinicalNumbers
) -> tuple[Arrangement, tuple[Refusal, ...]]:
    """The same folds without those rows, and the test rows that are so refused.

    Args:
        arrangement: rows and folds.
        numbers: of all rows.
    """
    if not numbers.levels:
        return arrangement, ()
    splits, refused = [], []
    names = arrangement.records.record_id
    for split in arrangement.splits:
        found = _find(numbers, split.parts)
        splits.append(_without(split, np.array(list(found), dtype=np.int64)))
        refused += [
            Refusal(str(names[row]), f"{found[row]} of {split.name} has; not asked there")
            for row in split.parts.test.tolist()
            if row in found
        ]
    return replace(arrangement, splits=tuple(splits)), tuple(refused)


def _find(numbers: ClinicalNumbers, parts: Parts) -> dict[int, str]:
    """Rows that choose or test with such a category, and of each its first."""
    rows = np.concatenate([parts.validation, parts.test])
    reason: dict[int, str] = {}
    for name, level, strange in _strange(numbers, parts, rows):
        for row in rows[strange].tolist():
            reason.setdefault(row, f"{name} is {level!r}, which no training patient")
    return reason


def _strange(
    numbers: ClinicalNumbers, parts: Parts, rows: Rows
) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    """Column, level, and which of the rows have this level that no training row has."""
    for number, name in enumerate(numbers.columns):
        if name not in numbers.levels:
            continue
        trained, asked = numbers.values[parts.train, number], numbers.values[rows, number]
        unknown = np.setdiff1d(asked[~np.isnan(asked)], trained[~np.isnan(trained)])
        for level in unknown.astype(np.int64).tolist():
            yield name, numbers.levels[name][level], asked == level


def _without(split: Split, rows: Rows) -> Split:
    parts = Parts(
        split.parts.train,
        np.setdiff1d(split.parts.validation, rows),
        np.setdiff1d(split.parts.test, rows),
    )
    return replace(split, parts=parts)
