"""Bootstrap over patients: how often each page counts in each draw."""

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows


def draw_patients(group: Rows, *, resamples: int, seed: int) -> NDArray[np.float64]:
    """Draw as many groups as there are, with replacement; all pages of a group go along.

    Args:
        group: (rows,), pages that share a number belong together.
        resamples: number of draws.
        seed: of the draws.

    Shapes:
        returns: (1 + resamples, rows). The first row is all ones: the data themselves.
    """
    _, member = np.unique(group, return_inverse=True)
    number = int(member.max()) + 1
    generator = np.random.default_rng(seed)
    counts = generator.multinomial(number, np.full(number, 1 / number), size=resamples)
    return np.concatenate([np.ones((1, len(group))), counts[:, member].astype(np.float64)])
