"""Folds in which no patient and no duplicate stands on two sides."""

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from hfgnn.types import DataError, Fold, Parts, Records, Rows

ADVICE = "add patients or lower protocol.folds"


def split(records: Records, *, folds: int, validation_share: float, seed: int) -> list[Fold]:
    """Stratified folds by group, each with an inner validation part.

    Args:
        records: pages, each content once.
        folds: number of folds; each page is tested in exactly one.
        validation_share: share of the pages outside the test fold that choose epochs and
            thresholds; rounded to one n-th.
        seed: of the assignment of groups to folds.

    Raises:
        DataError: a class has too few patients for so many folds.
    """
    refuse_few_groups(records, folds)
    outer = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    everything = np.arange(len(records))
    result = []
    for rest, test in outer.split(everything, records.label, records.group):
        train, validation = inner_parts(records, rest, validation_share, seed)
        parts = Parts(train, validation, np.sort(test).astype(np.int64))
        refuse_one_class(records, parts)
        result.append(Fold(records, parts))
    return result


def inner_parts(records: Records, rest: Rows, share: float, seed: int) -> tuple[Rows, Rows]:
    """Training and validation rows of what is not tested, apart by group, stratified.

    Args:
        records: all.
        rest: rows outside the test fold.
        share: of them that validates, rounded to one n-th.
        seed: of the choice.
    """
    label, group = records.label[rest], records.group[rest]
    fewest = min(len(np.unique(group[label == value])) for value in (0, 1))
    inner = StratifiedGroupKFold(
        n_splits=min(round(1 / share), max(fewest, 2)), shuffle=True, random_state=seed
    )
    train, validation = next(iter(inner.split(rest, label, group)))
    return np.sort(rest[train]).astype(np.int64), np.sort(rest[validation]).astype(np.int64)


def refuse_few_groups(records: Records, folds: int) -> None:
    """Raise if a class cannot be in every test fold and still be trained and validated on."""
    least = 4 if folds == 2 else folds  # outside each test fold, two: to train and to validate
    for value, name in ((1, "with disease"), (0, "without disease")):
        groups = len(np.unique(records.group[records.label == value]))
        if groups < least:
            raise DataError(
                f"the number of patients {name} is {groups} (duplicates count once), but {folds} "
                f"folds need at least {least}; add patients or lower protocol.folds"
            )


def refuse_one_class(records: Records, parts: Parts, *, of: str = "") -> None:
    """Raise if a part of a fold has nothing of one class.

    Args:
        records: all.
        parts: of the fold.
        of: says which fold, behind the word.
    """
    which = f"a fold {of}".rstrip()
    for name in ("train", "validation", "test"):
        labels = np.unique(records.label[getattr(parts, name)])
        if len(labels) < 2:
            raise DataError(
                f"the {name} part of {which} has one class only; "
                + ("leave that site out of the data" if of else ADVICE)
            )
