"""Skewed numbers made symmetric by a power (Yeo and Johnson, Biometrika 2000).

https://doi.org/10.1093/biomet/87.4.954
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FEWEST = 3
"""A column with fewer different values has no shape."""

Numbers = NDArray[np.float64]


def most_symmetric(numbers: Numbers) -> float:
    """The exponent under which the known ones of these numbers are likeliest to be normal.

    Shapes:
        numbers: (rows,), NaN where missing.
        returns: the exponent; 1, which leaves them what they are, where there are too few.
    """
    from scipy.stats import yeojohnson_normmax  # slow to import

    known = numbers[~np.isnan(numbers)]
    if len(np.unique(known)) < FEWEST:
        return 1.0
    return float(yeojohnson_normmax(known))


def raised(numbers: Numbers, power: Numbers) -> Numbers:
    """The numbers, each column to its power; the order within a column stays.

    Shapes:
        numbers: (rows, columns), without NaN.
        power: (columns,), 1 for columns that stay what they are.
        returns: (rows, columns).
    """
    changed = np.flatnonzero(power != 1)
    if not len(changed):
        return numbers
    from scipy.stats import yeojohnson

    result = numbers.copy()
    for column in changed.tolist():
        result[:, column] = yeojohnson(numbers[:, column], lmbda=power[column])
    return result
