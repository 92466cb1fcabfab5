"""Beats in their order, and how alike they are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shifted(values: Floats, step: int) -> Floats:
    """Each beat's value so many beats before (after, where negative); at the ends the last known.

    Shapes:
        values: (beats,).
        returns: (beats,).
    """
    rows = np.clip(np.arange(len(values)) - step, 0, len(values) - 1)
    return np.asarray(values[rows])


def neighbours(name: str, values: Floats, steps: tuple[int, ...]) -> Iterator[tuple[str, Floats]]:
    """A measurement of the beats before and after each.

    Args:
        name: of the measurement.
        values: of each beat.
        steps: how many beats away.

    Shapes:
        values: (beats,).
        yields: (beats,) each.
    """
    for step in steps:
        yield f"{name}_{step}_before", shifted(values, step)
        yield f"{name}_{step}_after", shifted(values, -step)


def mean_around(values: Floats, width: int) -> Floats:
    """Mean of so many beats around each, of fewer at the ends.

    Shapes:
        values: (beats,).
        returns: (beats,).
    """
    window = np.ones(width)
    counted = np.convolve(np.ones(len(values)), window, "full")
    summed = np.convolve(values, window, "full")
    middle = slice(width // 2, width // 2 + len(values))
    return np.asarray(summed[middle] / counted[middle])


def correlation(one: Floats, other: Floats) -> Floats:
    """Pearson's, row by row; 0 where a row is flat.

    Shapes:
        one: (rows, samples).
        other: (samples,) or (rows, samples).
        returns: (rows,).
    """
    first = one - one.mean(axis=-1, keepdims=True)
    second = other - other.mean(axis=-1, keepdims=True)
    norm = np.sqrt((first**2).sum(axis=-1) * (second**2).sum(axis=-1))
    product = (first * second).sum(axis=-1)
    return np.asarray(np.divide(product, norm, out=np.zeros_like(product), where=norm > 1e-12))
