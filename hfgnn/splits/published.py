"""The published split: rows at random, so that copies and patients stand on both sides.

Kept to reproduce published numbers. Everything made from it is stamped as leaking.
"""

import numpy as np
from sklearn.model_selection import train_test_split

from hfgnn.types import DataError, Records, Rows


def split(records: Records, share: float, *, seed: int) -> tuple[Rows, Rows]:
    """Two stratified random parts of the rows, whoever's they are.

    Args:
        records: pages with all their copies.
        share: of the rows that go into the second part.
        seed: of the split.

    Shapes:
        returns: row numbers of the first and of the second part, each sorted.

    Raises:
        DataError: a class has too few rows.
    """
    rows = np.arange(len(records), dtype=np.int64)
    try:
        first, second = train_test_split(
            rows, test_size=share, stratify=records.label, random_state=seed
        )
    except ValueError:
        counts = np.bincount(records.label, minlength=2)
        raise DataError(
            f"there are {counts[1]} rows with disease and {counts[0]} without, "
            "too few to train, validate and test on each; add pages"
        ) from None
    return np.sort(first), np.sort(second)
