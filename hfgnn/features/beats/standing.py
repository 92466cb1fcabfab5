"""Standing: a measurement by the spread that it has in the recording.

A noisy recording has many beats that are a little unlike the usual one, and none of them says much.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def standing(values: Floats) -> Floats:
    """How far a value is from the recording's median, in distances between its quartiles.

    Args:
        values: of one recording.

    Shapes:
        values: (beats,).
        returns: (beats,).
    """
    low, middle, high = np.percentile(values, (25, 50, 75))
    # A measurement that hardly varies is not blown up.
    return np.asarray((values - middle) / (high - low + 0.05 * abs(middle) + 1e-3))
