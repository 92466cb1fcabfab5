"""A logistic regression with weights that are not negative, on what members answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from hfgnn.ensembles.learned import Learned
from hfgnn.ensembles.member import Member
from hfgnn.types import Rows

Floats = NDArray[np.float64]
SURE = 0.005
"""Members are taken to be no surer than this: a forest says 0 and 1 now and then."""


@dataclass(frozen=True)
class Blend:
    """Members by their weights.

    Attributes:
        weights: float64 (members,), none below 0.
        offset: added to the log-odds.
    """

    weights: Floats
    offset: float

    def probability(self, said: Floats) -> Floats:
        """Of disease.

        Shapes:
            said: (rows, members), their probabilities.
            returns: (rows,).
        """
        return np.asarray(expit(log_odds(said) @ self.weights + self.offset))


def log_odds(said: Floats) -> Floats:
    """Of probabilities, within limits."""
    return np.asarray(logit(np.clip(said, SURE, 1 - SURE)))


def blend(said: Floats, label: Rows, *, penalty: float) -> Blend:
    """Weights for members' answers that they gave to rows which they had not learned.

    Weights below 0 would let one member undo another; without them a stack does not fall far
    behind its best member (Breiman 1996, https://doi.org/10.1007/BF00117832, section 5). The
    penalty draws them to 0, so that members which know nothing leave the share of disease.

    Args:
        said: probabilities.
        label: 1 for disease.
        penalty: on the squares of the weights.

    Shapes:
        said: (rows, members).
        label: (rows,).
    """
    x = np.column_stack([log_odds(said), np.ones(len(said))])
    strength = np.append(np.full(said.shape[1], penalty), 0.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        answer = x @ weights
        value = np.logaddexp(0, answer).sum() - answer @ label + strength @ weights**2 / 2
        return float(value), x.T @ (expit(answer) - label) + strength * weights

    start = np.append(np.full(said.shape[1], 1 / said.shape[1]), 0.0)
    bounds = [(0, None)] * said.shape[1] + [(None, None)]
    found = np.asarray(minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x)
    return Blend(found[:-1], float(found[-1]))


def out_of_fold(members: Sequence[Member], learned: Learned, *, folds: int, seed: int) -> Floats:
    """Each member's answer to every learned row, by models that did not learn its patient.

    Args:
        members: how they learn, all that they choose included.
        learned: the rows.
        folds: by patient.
        seed: of the folds and of the members.

    Shapes:
        returns: (rows, members), probabilities; NaN where no fold could answer.
    """
    said = np.full((len(learned.label), len(members)), np.nan)
    for learn, answer in learned.folds(folds, seed=seed):
        part = learned.take(learn)
        for number, member in enumerate(members):
            said[answer, number] = member.fit(part, seed=seed).probability(learned.x[answer])
    return said
