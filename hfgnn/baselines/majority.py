"""The share of disease among the training patients, for everybody."""

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows


def majority(label: Rows, rows: int) -> NDArray[np.float64]:
    """The same probability for every row, so that all are called what most training pages are.

    Args:
        label: labels of the training pages, before they were balanced.
        rows: how many answers are wanted.

    Shapes:
        returns: (rows,), float64.
    """
    return np.full(rows, float(label.mean()))
