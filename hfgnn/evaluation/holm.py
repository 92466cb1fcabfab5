"""Holm's correction of several p-values for being several."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def holm(p: ArrayLike) -> NDArray[np.float64]:
    """Adjusted p-values: below 0.05, the chance of any false finding in the family is below 5 %.

    The smallest of n is multiplied by n, the next by n - 1 and so on, none falls below a smaller
    one, and none exceeds 1 (Holm 1979, https://www.jstor.org/stable/4615733). It needs no
    independence of the tests.

    Args:
        p: one per comparison. NaN where there was no test, which does not count in the family.

    Shapes:
        p, returns: (comparisons,), in the same order, NaN where p is.

    Raises:
        ValueError: p is not a list of numbers in [0, 1].
    """
    raw = np.asarray(p, dtype=np.float64)
    tested = np.flatnonzero(~np.isnan(raw))
    if raw.ndim != 1 or ((raw[tested] < 0) | (raw[tested] > 1)).any():
        raise ValueError(f"p is {p!r}, but it must be a list of numbers in [0, 1]")
    adjusted = np.full(len(raw), np.nan)
    rising = tested[np.argsort(raw[tested], kind="stable")]
    times = np.arange(len(rising), 0, -1)
    adjusted[rising] = np.minimum(np.maximum.accumulate(raw[rising] * times), 1)
    return adjusted
