"""Columns that stand where the image does: 512 of them, which know the label a little."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from hfgnn.types import IMAGE_WIDTH, Rows

STREAM = 6
"""Apart from the random numbers that others draw with the same seed, such as labels."""

DISTINCT = 0.1
"""Standard deviation of what each column has for itself, where a factor's is 1."""


def stand_in_images(
    label: Rows, *, factors: int, auroc: float, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Low-rank normal columns, as those of a network for images are strongly correlated.

    A patient has independent normal factors. The mean of the first differs between the classes by
    sqrt(2) times the normal quantile of the AUROC, so that no rule on the columns does better.
    Random orthonormal directions turn the factors into 512 columns, and each column gets a little
    noise of its own, which blurs the factor by 1 % of its variance.

    Args:
        label: (patients,), 1 for disease.
        factors: directions in which the columns mostly vary.
        auroc: of the best rule on the factors.
        seed: of the draws.

    Shapes:
        returns: columns (patients, 512), float32; log likelihood ratio of the factors (patients,).
    """
    generator = np.random.default_rng([seed, STREAM])
    values = generator.standard_normal((len(label), factors))
    values[:, 0] += shift(auroc) * (label - 0.5)
    turn, _ = np.linalg.qr(generator.standard_normal((IMAGE_WIDTH, factors)))
    noise = generator.standard_normal((len(label), IMAGE_WIDTH))
    columns = values @ turn.T + DISTINCT * noise
    return columns.astype(np.float32), shift(auroc) * values[:, 0]


def shift(auroc: float) -> float:
    """How far apart two normal classes of variance 1 stand that a score tells apart so well."""
    return float(np.sqrt(2) * norm.ppf(auroc))
