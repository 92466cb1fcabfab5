"""The measurements for a network that sees the neighbours of a beat itself."""

import re

import numpy as np
from numpy.typing import NDArray

RHYTHM = (
    r"(previous|next)_by_(pace\d+|usual|slow)",
    r"previous_by_next",
    r"both_by_pace11",
    r"previous_by_previous\d",
    r"next\d_by_previous",
    r"rank",
    r"(irregular|spread|early)_here",
)
SHAPE = (
    r"qrs_(alike|away|farthest|height|like_previous|like_next)",
    r"p_(alike|away|share|moved)",
    r"t_(alike|away)",
    r"before_p_(alike|away)",
    r"whole_alike",
    r"(steep|broad)_by_usual",
    r"\w+_kin\d+_(share|earliness|early)",
)
READ = re.compile("|".join([*RHYTHM, *(f"lead0_{name}" for name in SHAPE)]))
"""Names of the columns that compare a beat with its own recording.

Left out is what a window of beats holds already (the beats around), what is the recording's rather
than the beat's (its heart rate, its usual P wave, the height of its QRS), by which some twenty
patients are known by heart, and the second lead, whose place differs from recording to recording.
"""


def compares(names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which columns compare a beat of the first lead with its own recording, and no more.

    Fewer columns are learned less by heart: over patients that it has not seen, a network on all
    columns does worse than one on these, in cross-validation over the training patients.

    Args:
        names: of the columns.

    Shapes:
        returns: (columns,).
    """
    return np.array([READ.fullmatch(name) is not None for name in names], dtype=bool)
