"""Folds of patients: everybody is tested once, by a fit that does not know them."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from hfgnn.config.beat_protocol import CrossValidated
from hfgnn.splits.inter_patient import Division
from hfgnn.types import Beats, DataError, Parts, Rows, Split


def split(beats: Beats, protocol: CrossValidated, *, seed: int) -> Division:
    """Folds stratified by class and apart by patient, each with a validation part of its own.

    Args:
        beats: of all recordings.
        protocol: number of folds, and into how many parts the rest of each is divided, of which
            one validates.
        seed: of the division.

    Raises:
        DataError: there are too few patients of a class.
    """
    _refuse_few(beats, protocol)
    every = np.arange(len(beats))
    splits = []
    for fold, (rest, test) in enumerate(_folds(beats, every, protocol.folds, seed)):
        train, validation = next(iter(_folds(beats, rest, protocol.validation_parts, seed)))
        splits.append(Split(0, fold, Parts(train, validation, test)))
    return Division(tuple(splits), (), ())


def _folds(beats: Beats, rows: Rows, number: int, seed: int) -> list[tuple[Rows, Rows]]:
    """Pairs of the other rows and those of a fold, sorted."""
    divide = StratifiedGroupKFold(number, shuffle=True, random_state=seed)
    pairs = divide.split(rows, beats.label[rows], beats.group[rows])
    return [
        (np.sort(rows[others]).astype(np.int64), np.sort(rows[own]).astype(np.int64))
        for others, own in pairs
    ]


def _refuse_few(beats: Beats, protocol: CrossValidated) -> None:
    """Raise unless every fold, and every part of what is outside it, can have every class."""
    folds, parts = protocol.folds, protocol.validation_parts
    least = max(folds, -(-parts * folds // (folds - 1)))
    for number, name in enumerate(beats.classes):
        patients = len(np.unique(beats.group[beats.label == number]))
        if patients < least:
            raise DataError(
                f"the number of patients of the class {name} is {patients}, but the folds need at "
                f"least {least}; add patients or lower protocol.folds"
            )
