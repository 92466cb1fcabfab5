"""Logistic regressions of one or two coefficients, for many weightings of the rows at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

NEAREST = 1e-12
"""How near to 0 or 1 a probability may come before its logit is taken: a logit of 28 at most."""
STEPS = 60
HALVINGS = 30
CONVERGED = 1e-6
"""The last step's length; Newton's error is about the square of it."""
CELLS = 50_000
"""Rows times draws that are worked on at once: what a processor's cache holds."""


def bounded_logit(probability: Numbers) -> Numbers:
    """The logit, finite for the probabilities 0 and 1 too."""
    bounded = np.clip(probability, NEAREST, 1 - NEAREST)
    return np.asarray(np.log(bounded) - np.log1p(-bounded))


def expit(logit: Numbers) -> Numbers:
    """1 / (1 + exp(-logit)), without overflow; scipy's would take a prediction long to import."""
    shrunk = np.exp(-np.abs(logit))
    return np.asarray(np.where(logit >= 0, 1, shrunk) / (1 + shrunk))


def fit_logistic(columns: Numbers, target: Numbers, weights: Numbers, offset: Numbers) -> Numbers:
    """Coefficients of the highest likelihood, by Newton's method with halved steps.

    Args:
        columns: what the coefficients multiply; there is no intercept but a column of ones.
        target: in [0, 1], the chance that a row is 1; for hard labels 0 and 1.
        weights: how often each row counts.
        offset: added to the logit.

    Shapes:
        columns: (rows, coefficients).
        target: (rows,) or (draws, rows).
        weights: (draws, rows).
        offset: (rows,) or (draws, rows).
        returns: (draws, coefficients). Where a draw has no finite best coefficients, as with
            classes that a line parts, they are far out and mean nothing.
    """
    target = np.broadcast_to(target, weights.shape)
    offset = np.broadcast_to(offset, weights.shape)
    number = max(1, CELLS // weights.shape[1])
    best = [np.empty((0, columns.shape[1]))]
    start = np.zeros(columns.shape[1])
    for first in range(0, len(weights), number):
        part = slice(first, first + number)
        likelihood = _Likelihood(columns, target[part], weights[part], offset[part])
        best.append(_newton(likelihood, start))
        start = np.median(best[-1], axis=0)  # the other draws end near by
    return np.concatenate(best)


@dataclass(frozen=True)
class _Likelihood:
    """What the coefficients of each draw are judged by."""

    columns: Numbers
    target: Numbers
    weights: Numbers
    offset: Numbers

    def logit(self, at: Numbers) -> Numbers:
        return np.asarray(at @ self.columns.T + self.offset)

    def loss(self, at: Numbers) -> Numbers:
        logits = self.logit(at)
        losses = np.logaddexp(0, logits) - self.target * logits
        return np.asarray((self.weights * losses).sum(axis=1))

    def newton_step(self, at: Numbers) -> Numbers:
        chance = expit(self.logit(at))
        gradient = (self.weights * (self.target - chance)) @ self.columns
        width = self.columns.shape[1]
        products = (self.columns[:, :, None] * self.columns[:, None, :]).reshape(-1, width**2)
        curvature = (self.weights * chance * (1 - chance)) @ products
        # A little more than the curvature, so that a draw without any has a step too.
        ridge = 1e-12 * np.abs(curvature).max(axis=1) + 1e-100
        curvature = curvature.reshape(-1, width, width) + ridge[:, None, None] * np.eye(width)
        return np.asarray(np.linalg.solve(curvature, gradient[:, :, None])[:, :, 0])


def _newton(likelihood: _Likelihood, start: Numbers) -> Numbers:
    best = np.tile(start, (len(likelihood.weights), 1))
    loss = likelihood.loss(best)
    for _ in range(STEPS):
        step = likelihood.newton_step(best)
        for _ in range(HALVINGS):
            reached = likelihood.loss(best + step)
            worse = ~(reached <= loss + 1e-12 * (1 + np.abs(loss)))
            if not worse.any():
                break
            step[worse] /= 2
        best, loss = best + step, reached
        if np.abs(step).max() < CONVERGED:
            break
    return best
