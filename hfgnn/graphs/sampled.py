"""Products of some rows of one table with some rows of another."""

import warnings
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from hfgnn.types import Rows

PAIRS_AT_ONCE = 4096


def products(
    one: NDArray[Any], other: NDArray[Any], *, counts: Rows, columns: Rows
) -> NDArray[Any]:
    """The products of each row of one with a few rows of the other.

    Args:
        one: float32 or float64 (rows, columns).
        other: of the same kind (other rows, columns).
        counts: int64 (rows of one,), how many rows of the other each is multiplied with.
        columns: int64 (sum of counts,), which ones, row after row.

    Shapes:
        returns: (sum of counts,), of the kind of the tables.
    """
    first = np.concatenate([[0], np.cumsum(counts)])
    kind = torch.from_numpy(one).dtype
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*Sparse.*beta state", category=UserWarning)
        places = torch.sparse_csr_tensor(
            torch.from_numpy(first),
            torch.from_numpy(columns),
            torch.zeros(len(columns), dtype=kind),
            (len(one), len(other)),
            check_invariants=False,
        )
        found = torch.sparse.sampled_addmm(
            places, torch.from_numpy(one), torch.from_numpy(other).T, beta=0
        )
    return np.asarray(found.values().numpy())


def differences(
    one: NDArray[np.float64], other: NDArray[np.float64], *, counts: Rows, columns: Rows
) -> NDArray[np.float64]:
    """Squared distances of each row of one to a few rows of the other, to the last digits.

    They cost more than products, and of equally distant rows they are equal.

    Args:
        one: float64 (rows, columns).
        other: float64 (other rows, columns).
        counts: int64 (rows of one,), how many rows of the other each is compared with.
        columns: int64 (sum of counts,), which ones, row after row.

    Shapes:
        returns: (sum of counts,).
    """
    rows = np.repeat(np.arange(len(one)), counts)
    squared = np.empty(len(columns))
    for start in range(0, len(columns), PAIRS_AT_ONCE):
        some = slice(start, start + PAIRS_AT_ONCE)
        apart = one[rows[some]] - other[columns[some]]
        squared[some] = np.einsum("rc,rc->r", apart, apart)
    return squared
