"""Intervals: percentiles of bootstrap draws, and Wilson's of a share."""

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Estimate, Rows

Draws = NDArray[np.float64]


def interval(draws: Draws, confidence: float) -> tuple[float, float, float]:
    """The value of the data themselves (the first draw) and the percentiles of the others."""
    tail = (1 - confidence) / 2
    others = draws[1:][~np.isnan(draws[1:])]
    low, high = np.quantile(others, [tail, 1 - tail]) if len(others) else (np.nan, np.nan)
    return float(draws[0]), float(low), float(high)


def estimates(draws: Mapping[str, Draws], confidence: float) -> dict[str, Estimate]:
    """Values of the first draw with percentiles of the others; left out where there are none."""
    ends = {name: interval(values, confidence) for name, values in draws.items()}
    return {name: Estimate(*three) for name, three in ends.items() if np.isfinite(three).all()}


def share(holds: NDArray[np.bool_], group: Rows, confidence: float) -> Estimate | None:
    """The share of rows for which something holds, with Wilson's score interval.

    Unlike a bootstrap it has a width where all rows agree. Rows of one group are taken to agree
    with each other, so that only groups count: their effective number is (sum m)^2 / sum m^2 for
    groups of m rows (Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953; Kish 1965,
    section 8.2).

    Args:
        holds: for each row.
        group: rows that share a number are of one patient.
        confidence: of the interval.

    Returns:
        None where there are no rows.
    """
    if not len(holds):
        return None
    value = float(holds.mean())
    sizes = np.unique(group, return_counts=True)[1]
    number = float(sizes.sum() ** 2 / (sizes**2).sum())
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    centre = (value + z**2 / (2 * number)) / (1 + z**2 / number)
    half = z / (1 + z**2 / number) * (value * (1 - value) / number + (z / (2 * number)) ** 2) ** 0.5
    # At shares 0 and 1 one end is the value itself, but for rounding.
    return Estimate(value, min(value, max(0.0, centre - half)), max(value, min(1.0, centre + half)))
