"""Ridge regression of many targets at once, each row answered by the folds it is not in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hfgnn.audits.ranking import Columns
from hfgnn.types import Rows

DECIMALS = 9
"""Answers are rounded, so that equal rows tie in spite of rounding errors."""

NOTHING = 1e-10
"""Principal components with less than this share of the greatest variance are left out."""


def out_of_fold(
    x: Columns, targets: Columns, fold: Rows, *, components: int, strength: float
) -> NDArray[np.float32]:
    """Answers of a ridge regression for every row and target.

    The columns of a fold do not depend on the targets, so one matrix product per fold answers for
    all. Missing values become the training median, columns are standardized on the training rows,
    and more than ``components`` of them become that many whitened principal components.

    For two classes the regression on 0 and 1 is Fisher's discriminant up to scale, whatever the
    shares of the classes (Hastie, Tibshirani and Friedman 2009, The Elements of Statistical
    Learning, section 4.3, https://hastie.su.domains/ElemStatLearn/), so that nothing is balanced.

    Args:
        x: the columns; NaN is missing.
        targets: several, such as 1 for a class and 0 for all others.
        fold: number of the fold of each row.
        components: most columns of the regression.
        strength: of the penalty on standardized columns.

    Shapes:
        x: (rows, columns).
        targets: (rows, targets).
        fold: (rows,).
        returns: (rows, targets), float32.
    """
    answers = np.zeros(targets.shape, dtype=np.float32)
    for at in np.unique(fold):
        train, test = fold != at, fold == at
        known, asked = _reduced(*_standardized(x[train], x[test]), components)
        aims = targets[train]
        gram = known.T @ known + strength * np.eye(known.shape[1])
        weights = np.linalg.solve(gram, known.T @ (aims - aims.mean(axis=0)))
        answers[test] = np.round(asked @ weights, DECIMALS)
    return answers


def _standardized(train: Columns, test: Columns) -> tuple[Columns, Columns]:
    """Both parts by mean and standard deviation of the first, gaps filled by its median."""
    if np.isnan(train).any() or np.isnan(test).any():
        empty = np.isnan(train).all(axis=0)
        median = np.zeros(train.shape[1])
        median[~empty] = np.nanmedian(train[:, ~empty], axis=0)
        train, test = (np.where(np.isnan(part), median, part) for part in (train, test))
    mean, spread = train.mean(axis=0), train.std(axis=0)
    # A column that is constant but for rounding must not be blown up.
    scale = np.where(spread > NOTHING * (1 + np.abs(mean)), spread, np.inf)
    return (train - mean) / scale, (test - mean) / scale


def _reduced(train: Columns, test: Columns, components: int) -> tuple[Columns, Columns]:
    """Both parts in the whitened principal components of the first."""
    rows, columns = train.shape
    most = min(components, rows)
    if columns <= most:
        return train, test
    from scipy.linalg import eigh

    # The smaller of the two products has the same eigenvalues.
    is_wide = columns > rows
    product = train @ train.T if is_wide else train.T @ train
    last = len(product) - 1
    values, vectors = eigh(product, subset_by_index=[last + 1 - most, last])
    kept = values > NOTHING * max(float(values[-1]), NOTHING)
    values, vectors = values[kept], vectors[:, kept]
    axes = train.T @ vectors / np.sqrt(values) if is_wide else vectors
    axes = axes * np.sqrt(rows / values)
    return train @ axes, test @ axes
