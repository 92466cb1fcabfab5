"""Beats of infarction and normal apart by patient, with nested shares of the training labels."""

from collections.abc import Iterator

import numpy as np
from sklearn.model_selection import StratifiedKFold, train_test_split

from hfgnn.types import Beats, DataError, Parts, Rows, Split


def patient_folds(
    beats: Beats, *, folds: int, validation_share: float, seed: int, repeat: int
) -> list[Split]:
    """Stratified folds of patients, each with an inner validation part.

    Args:
        beats: of two classes; a patient with beats of both counts as of the second.
        folds: number of folds; each patient is tested in exactly one.
        validation_share: of the patients outside the test fold.
        seed: of the division.
        repeat: its number.

    Raises:
        DataError: a class has too few patients for so many folds.
    """
    patients, member = np.unique(beats.group, return_inverse=True)
    label = np.zeros(len(patients), dtype=np.int64)
    np.maximum.at(label, member, beats.label)
    _refuse_few(beats, label, folds)
    divide = StratifiedKFold(folds, shuffle=True, random_state=seed)
    result = []
    for fold, (rest, test) in enumerate(divide.split(patients, label)):
        number = max(round(validation_share * len(rest)), 2)
        train, validation = train_test_split(
            rest, test_size=number, stratify=label[rest], random_state=seed
        )
        parts = (np.flatnonzero(np.isin(member, part)) for part in (train, validation, test))
        result.append(Split(repeat, fold, Parts(*parts)))
    return result


def _refuse_few(beats: Beats, label: Rows, folds: int) -> None:
    """Raise if a class cannot be trained and validated on outside each test fold."""
    for number, name in enumerate(beats.classes):
        least, there = max(folds, 4), int((label == number).sum())
        if there < least:
            raise DataError(
                f"the number of patients of the class {name} is {there}, but {folds} folds need at "
                f"least {least}; add patients or lower protocol.folds"
            )


def published_beats(beats: Beats, *, test_share: float, seed: int, repeat: int) -> list[Split]:
    """Beats at random, whoever's they are; the test beats validate too, as published. It leaks.

    Args:
        beats: of two classes.
        test_share: of the beats.
        seed: of the division.
        repeat: its number.

    Raises:
        DataError: a class has fewer than two beats.
    """
    counts = np.bincount(beats.label, minlength=2)
    if counts.min() < 2:
        few = beats.classes[int(counts.argmin())]
        raise DataError(f"there is {counts.min()} beat of the class {few}, but to divide needs 2")
    train, test = train_test_split(
        np.arange(len(beats)), test_size=test_share, stratify=beats.label, random_state=seed
    )
    tested = np.sort(test).astype(np.int64)
    return [Split(repeat, 0, Parts(np.sort(train).astype(np.int64), tested, tested))]


def with_labels_of(unit: Rows, label: Rows, train: Rows, *, share: float, seed: int) -> Rows:
    """The training rows whose labels are known, if only a share of the units has been labelled.

    A larger share holds every smaller one of the same seed; each class keeps one unit or more.

    Args:
        unit: what is labelled as a whole, such as a patient, of every row.
        label: of every row.
        train: training rows.
        share: of the units of each class, in (0, 1].
        seed: of the order in which units are labelled.

    Shapes:
        returns: (rows,), sorted, int64.
    """
    if share >= 1:
        return train
    kept = list(_first_units(unit[train], label[train], share, np.random.default_rng(seed)))
    return np.sort(train[np.isin(unit[train], np.concatenate(kept))]).astype(np.int64)


def _first_units(
    unit: Rows, label: Rows, share: float, generator: np.random.Generator
) -> Iterator[Rows]:
    """The first units of each class in a drawn order."""
    left = np.unique(unit)
    for number in np.unique(label)[::-1]:  # a unit with both classes counts as of the second
        mine = np.intersect1d(np.unique(unit[label == number]), left)
        left = np.setdiff1d(left, mine)
        yield generator.permutation(mine)[: max(round(share * len(mine)), 1)]
