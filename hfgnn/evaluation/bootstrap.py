"""Bootstrap over patients: how often each page counts in each draw."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows

BLOCK = 4_000_000
"""Weights that are held at once where only sums over the patients are wanted."""


def draw_patients(group: Rows, *, resamples: int, seed: int) -> NDArray[np.float64]:
    """Draw as many groups as there are, with replacement; all pages of a group go along.

    Args:
        group: (rows,), pages that share a number belong together.
        resamples: number of draws.
        seed: of the draws.

    Shapes:
        returns: (1 + resamples, rows). The first row is all ones: the data themselves.
    """
    _, member = np.unique(group, return_inverse=True)
    counts = np.concatenate(list(_counts(int(member.max()) + 1, resamples=resamples, seed=seed)))
    return np.concatenate([np.ones((1, len(group))), counts[:, member].astype(np.float64)])


def draw_sums(table: NDArray[np.float64], *, resamples: int, seed: int) -> NDArray[np.float64]:
    """Column sums over the groups of each draw, those of ``draw_patients`` for the same seed.

    A score that is made of counts needs no more than these, so that a draw costs as many steps as
    there are groups, however many rows each has.

    Args:
        table: what each group adds to each sum.
        resamples: number of draws.
        seed: of the draws.

    Shapes:
        table: (groups, columns).
        returns: (1 + resamples, columns). The first row: the data themselves.
    """
    blocks = _counts(len(table), resamples=resamples, seed=seed)
    return np.concatenate([table.sum(axis=0)[None], *(block @ table for block in blocks)])


def _counts(number: int, *, resamples: int, seed: int) -> Iterator[Rows]:
    """How often each of so many groups is drawn, in blocks of draws."""
    generator = np.random.default_rng(seed)
    equal, most = np.full(number, 1 / number), max(BLOCK // number, 1)
    for start in range(0, resamples, most):
        yield generator.multinomial(number, equal, size=min(most, resamples - start))
