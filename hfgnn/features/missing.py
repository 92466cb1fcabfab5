"""Which patients lack a block of numbers as a whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import BLOCKS, block_of

IMAGE = BLOCKS[0]


def missing_blocks(
    images: NDArray[np.float32], values: NDArray[np.float64], columns: Sequence[str]
) -> dict[str, NDArray[np.bool_]]:
    """For each block that the patients can have, which of them lack it.

    Args:
        images: as the backbone gives them; a row of NaN is a patient without one.
        values: unscaled; NaN is missing.
        columns: names of the values.

    Shapes:
        images: (rows, 512), or (rows, 0) where patients have no images.
        values: (rows, columns).
        returns: (rows,) each.
    """
    lacks: dict[str, NDArray[np.bool_]] = {}
    if images.shape[1]:
        lacks[IMAGE] = np.asarray(np.isnan(images).all(axis=1))
    block = np.array([block_of(name) for name in columns], dtype=np.str_)
    for name in BLOCKS:
        if (block == name).any():
            lacks[name] = np.asarray(np.isnan(values[:, block == name]).all(axis=1))
    return lacks
