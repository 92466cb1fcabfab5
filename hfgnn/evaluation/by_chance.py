"""What scores of calibration come to for probabilities that are the truth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows

Numbers = NDArray[np.float64]

DRAWS = 500
"""Draws of labels: enough for a mean and a quantile of two decimals."""

QUANTILE = 0.95
"""Of these draws; part of the name ``by_chance_95``."""


@dataclass(frozen=True)
class Value:
    """A number without an interval, since that of a bootstrap would not hold what it says.

    A score that chance can only raise is raised once more in every draw of the bootstrap, and near
    its limit of 0 no shift of the percentiles mends that.
    """

    value: float


@dataclass(frozen=True)
class BesideChance(Value):
    """A number, and what perfectly calibrated probabilities would give.

    Attributes:
        by_chance: mean over labels that were drawn from the probabilities.
        by_chance_95: 95 of 100 such draws lie below.
    """

    by_chance: float
    by_chance_95: float


def true_labels(probability: Numbers, group: Rows, *, seed: int) -> Rows:
    """Labels for which the probabilities are the truth, 500 times.

    Consistency resampling (Bröcker & Smith 2007, https://doi.org/10.1175/WAF993.1). One number is
    drawn per patient, and the rows whose probability exceeds it are ill: a row is ill as often as
    it says, and rows of one patient are ill together, as in the data.

    Args:
        probability: of disease.
        group: rows that share a number are of one patient.
        seed: of the draws.

    Shapes:
        probability: (rows,).
        group: (rows,).
        returns: (draws, rows), 1 for disease.
    """
    _, member = np.unique(group, return_inverse=True)
    number = np.random.default_rng(seed).random((DRAWS, int(member.max()) + 1))
    return (number[:, member] < probability).astype(np.int64)


def beside_chance(value: float, draws: Numbers) -> BesideChance:
    """A score of the data beside those of labels for which the probabilities are the truth."""
    return BesideChance(value, float(draws.mean()), float(np.quantile(draws, QUANTILE)))
