"""Logistic regressions that have seen a training row, and ones that have not."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedGroupKFold

from hfgnn.types import DataError, Nodes, Rows

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """A logistic regression.

    Attributes:
        weight: float64 (columns,), of the columns it was fitted on.
        offset: of the logit.
    """

    weight: Values
    offset: float

    def logit(self, x: Values) -> Values:
        """Of each row."""
        return np.asarray(x @ self.weight + self.offset)


@dataclass(frozen=True)
class CrossFitted:
    """One regression of all training rows, and for each inner fold one without it.

    Attributes:
        folds: int64, training rows of each inner fold.
        inner: of the rows outside each.
        whole: of all.
        out_of_fold: float64 (training rows,), logits by regressions that have not seen the row, in
            the order of the training rows.
    """

    folds: tuple[Rows, ...]
    inner: tuple[Line, ...]
    whole: Line
    out_of_fold: Values


def inner_folds(nodes: Nodes, train: Rows, number: int) -> tuple[Rows, ...]:
    """Training rows in parts, stratified by label, rows of one group in one part.

    Args:
        nodes: labels and groups.
        train: the training rows.
        number: of parts.

    Raises:
        DataError: a class has fewer groups than there are parts.
    """
    label, group = nodes.label[train], nodes.group[train]
    fewest = min(len(np.unique(group[label == one])) for one in (0, 1))
    if fewest < number:
        raise DataError(
            f"graph.inner_folds is {number}, but a class has only {fewest} patients to train with"
        )
    parts = StratifiedGroupKFold(number, shuffle=True, random_state=0)
    return tuple(train[held_out] for _, held_out in parts.split(train, label, group))


def cross_fitted(
    nodes: Nodes, folds: Sequence[Rows], columns: Rows, *, penalties: Sequence[float]
) -> CrossFitted:
    """Fit with the penalty that predicts rows best that were left out.

    Args:
        nodes: columns and labels.
        folds: training rows in parts.
        columns: which columns may be used.
        penalties: inverse strengths to choose from.
    """
    x = nodes.x[:, columns].astype(np.float64)
    train = np.sort(np.concatenate(folds))
    tried = [_crossed(x, nodes.label, folds, train, penalty) for penalty in penalties]
    losses = [log_loss(nodes.label[train], _probability(said)) for _, said in tried]
    best = int(np.argmin(losses))
    whole = _fit(x[train], nodes.label[train], penalties[best])
    return CrossFitted(tuple(folds), tried[best][0], whole, tried[best][1])


def _crossed(
    x: Values, label: Rows, folds: Sequence[Rows], train: Rows, penalty: float
) -> tuple[tuple[Line, ...], Values]:
    said = np.full(len(x), np.nan)
    lines = []
    for fold in folds:
        seen = np.setdiff1d(train, fold)
        lines.append(_fit(x[seen], label[seen], penalty))
        said[fold] = lines[-1].logit(x[fold])
    return tuple(lines), said[train]


def _fit(x: Values, label: Rows, penalty: float) -> Line:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a weak penalty is seldom chosen
        model = LogisticRegression(C=penalty, max_iter=300).fit(x, label)
    return Line(model.coef_[0], float(model.intercept_[0]))


def _probability(logit: Values) -> Values:
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -30, 30))))
