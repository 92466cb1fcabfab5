"""Logistic regression on bent lines: a number may matter at one end of its range only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import SplineTransformer

from hfgnn.config.ensemble import Splines
from hfgnn.ensembles.cluster_logistic import INNER_FOLDS, choose_and_fit
from hfgnn.ensembles.learned import Columns, Learned

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SplineColumns:
    """Each column of enough different numbers as a basis of B-splines, the others as they are.

    Outside the training rows' range a curve stays at its end, so that no new patient is answered
    by a line drawn far beyond everybody known.

    Attributes:
        curves: scikit-learn's own basis by number of its column.
        mean: (bases,), of the training rows.
        scale: their standard deviations; 1 where constant.
    """

    curves: dict[int, Any]
    mean: Floats
    scale: Floats

    @staticmethod
    def of(learned: Learned, settings: Splines) -> SplineColumns:
        """Knots at quantiles of these rows, of whose labels nothing is used."""
        x = learned.originals().x.astype(np.float64)
        curves = {}
        for number, column in enumerate(x.T):
            knots = np.unique(np.quantile(column, np.linspace(0, 1, settings.knots)))
            if len(np.unique(column)) >= settings.least_values and len(knots) > 2:
                basis = SplineTransformer(degree=settings.degree, knots=knots[:, None])
                curves[number] = basis.fit(column[:, None])
        bare = SplineColumns(curves, np.zeros(1), np.ones(1))
        bases = bare.bend(x)
        scale = bases.std(axis=0)
        return SplineColumns(curves, bases.mean(axis=0), np.where(scale > 0, scale, 1.0))

    def bend(self, x: Columns | Floats) -> Floats:
        """The bases of every column, in training standard deviations.

        Shapes:
            x: (rows, columns).
            returns: (rows, bases).
        """
        exact = x.astype(np.float64)
        parts = [
            self.curves[number].transform(column[:, None])
            if number in self.curves
            else column[:, None]
            for number, column in enumerate(exact.T)
        ]
        return (np.concatenate(parts, axis=1) - self.mean) / self.scale


@dataclass(frozen=True)
class FittedSplineLogistic:
    """Weights of the bases.

    Attributes:
        model: scikit-learn's own.
        columns: what bends them.
    """

    model: Any
    columns: SplineColumns

    def probability(self, x: Columns) -> Floats:
        """Of disease.

        Shapes:
            x: (rows, columns).
            returns: (rows,), float64.
        """
        return np.asarray(self.model.predict_proba(self.columns.bend(x))[:, 1])


@dataclass(frozen=True)
class SplineLogistic:
    """How it learns (Eilers and Marx 1996, https://doi.org/10.1214/ss/1038425655, with a ridge).

    Attributes:
        penalties: inverse strengths; the lowest loss over folds of the training rows wins.
        splines: settings of the curves.
    """

    penalties: Sequence[float]
    splines: Splines

    def fit(self, learned: Learned, *, seed: int) -> FittedSplineLogistic:
        """Place the knots, choose the penalty and learn, all on these rows."""
        columns = SplineColumns.of(learned, self.splines)
        folds = learned.folds(INNER_FOLDS, seed=seed)
        bent = columns.bend(learned.x)
        model = choose_and_fit(bent, learned.label, folds, self.penalties)
        return FittedSplineLogistic(model, columns)
