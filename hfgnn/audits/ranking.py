"""AUROC of rows ranked inside their fold, and rows permuted group by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows

Columns = NDArray[np.float64]
Scores = NDArray[np.floating]


@dataclass(frozen=True)
class OutOfFold:
    """Answers for rows by models that were not trained on them.

    Attributes:
        score: (rows, classes), higher is more likely; two classes have one column.
        code: (rows,), number of the class of each row.
        fold: (rows,), number of the fold in which it was tested.
    """

    score: Scores
    code: Rows
    fold: Rows

    def auroc(self, weights: Columns) -> Columns:
        """Ranked inside folds, one value per row of ``weights``; NaN where no pair is ranked."""
        values = [
            auroc_in_folds(self.score[:, column], self.code == kind, self.fold, weights)
            for column, kind in enumerate(ranked_kinds(self.score.shape[1]))
        ]
        return np.asarray(np.mean(values, axis=0))


def ranked_kinds(columns: int) -> range:
    """The class of each column of answers: of two classes only the second is ranked."""
    return range(1, 2) if columns == 1 else range(columns)


def permuted_rows(
    group: Rows, *, times: int, seed: int, within: Rows | None = None
) -> Iterator[Rows]:
    """Orders of the rows in which whole groups have changed places.

    The rows, group after group in one random order, are laid on the places of the rows in another
    random order of the groups, so that what goes together mostly stays together.

    Args:
        group: rows that share a number move together.
        times: number of orders.
        seed: of the orders.
        within: rows change places only where they share a number here too; no group may have two.
            None lets all rows change places.
    """
    generator = np.random.default_rng(seed)
    member = np.unique(group, return_inverse=True)[1].ravel()
    number = int(member.max()) + 1
    part = np.zeros(len(group), dtype=np.int64) if within is None else within
    for _ in range(times):
        taken, laid = (np.lexsort((generator.permutation(number)[member], part)) for _ in range(2))
        order = np.empty(len(group), dtype=np.int64)
        order[laid] = taken
        yield order


def auroc_in_folds(
    score: Scores, positive: NDArray[np.bool_], fold: Rows, weights: Columns
) -> Columns:
    """Weighted AUROC of each row of ``weights``; pairs are ranked inside their fold only.

    Shapes:
        weights: (draws, rows).
        returns: (draws,), NaN where a draw has no pair.
    """
    won, pairs = np.zeros(len(weights)), np.zeros(len(weights))
    for at in np.unique(fold):
        rows = np.flatnonzero(fold == at)
        rows = rows[np.argsort(score[rows], kind="stable")]
        starts = np.flatnonzero(np.diff(score[rows], prepend=np.nan) != 0)
        # Rows of one score are one place; what is below it is won, what is on it half won.
        one, other = (
            np.add.reduceat(weights[:, rows] * side[rows], starts, axis=1)
            for side in (positive, ~positive)
        )
        won += (one * (np.cumsum(other, axis=1) - other / 2)).sum(axis=1)
        pairs += one.sum(axis=1) * other.sum(axis=1)
    return _share(won, pairs)


def aurocs_in_folds(score: Scores, positive: NDArray[np.bool_], fold: Rows) -> Columns:
    """AUROC of several scores, each for labels of its own, by ranks (Mann and Whitney 1947).

    Shapes:
        score: (permutations, rows).
        positive: (permutations, rows).
        fold: (rows,).
        returns: (permutations,), NaN where there is no pair inside a fold.
    """
    from scipy.stats import rankdata

    won, pairs = np.zeros(len(score)), np.zeros(len(score))
    for at in np.unique(fold):
        rows = np.flatnonzero(fold == at)
        side = positive[:, rows]
        number = side.sum(axis=1)
        ranks = np.asarray(rankdata(score[:, rows], axis=1))
        won += (ranks * side).sum(axis=1) - number * (number + 1) / 2
        pairs += number * (len(rows) - number)
    return _share(won, pairs)


def _share(won: Columns, pairs: Columns) -> Columns:
    none = np.full(len(won), np.nan)
    return np.asarray(np.divide(won, pairs, out=none, where=pairs > 0))
