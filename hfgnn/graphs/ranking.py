"""How well scores rank the diseased before the healthy."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from hfgnn.types import Rows


def aurocs(scores: NDArray[np.float64], label: Rows) -> NDArray[np.float64]:
    """AUROC of several scores of the same rows, by Mann and Whitney; a tie counts one half.

    Shapes:
        scores: (scores, rows).
        label: (rows,), 1 for disease.
        returns: (scores,), NaN where there is one class only.
    """
    ill = label == 1
    num_ill, num_healthy = int(ill.sum()), int((~ill).sum())
    if not num_ill or not num_healthy:
        return np.full(len(scores), np.nan)
    ranks = rankdata(scores, axis=1)[:, ill].sum(axis=1)
    return np.asarray((ranks - num_ill * (num_ill + 1) / 2) / (num_ill * num_healthy))
