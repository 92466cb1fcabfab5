"""The published split: rows at random, so that copies and patients stand on both sides.

Kept to reproduce published numbers. Everything made from it is stamped as leaking.
"""

import numpy as np
from sklearn.model_selection import train_test_split

from hfgnn.types import DataError, Parts, Records


def split(records: Records, *, test_share: float, validation_share: float, seed: int) -> Parts:
    """One stratified random split of rows, whoever's they are.

    Args:
        records: pages with all their copies.
        test_share: share of the rows that are tested.
        validation_share: share of the other rows that validate.
        seed: of the split.

    Raises:
        DataError: a class has too few rows.
    """
    rows = np.arange(len(records), dtype=np.int64)
    try:
        rest, test = train_test_split(
            rows, test_size=test_share, stratify=records.label, random_state=seed
        )
        train, validation = train_test_split(
            rest, test_size=validation_share, stratify=records.label[rest], random_state=seed
        )
    except ValueError:
        counts = np.bincount(records.label, minlength=2)
        raise DataError(
            f"there are {counts[1]} rows with disease and {counts[0]} without, "
            "too few to train, validate and test on each; add pages"
        ) from None
    return Parts(np.sort(train), np.sort(validation), np.sort(test))
