"""Missing samples and flat lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST_MISSING = 0.1
"""Share of missing samples above which a signal is not repaired, however short each gap."""


class Broken(Exception):
    """A signal that cannot be used; its text says why."""


def fill_gaps(
    signal: NDArray[np.float32], leads: Sequence[str], *, longest: float
) -> tuple[NDArray[np.float32], int]:
    """Short gaps are bridged by straight lines.

    Args:
        signal: one column per lead, NaN where a sample is missing.
        leads: name of each column.
        longest: samples in the longest gap that is bridged.

    Shapes:
        signal: (samples, leads), mV.
        returns: (samples, leads), mV, without NaN.

    Returns:
        The signal, and how many samples were missing.

    Raises:
        Broken: a gap is longer, or too much of a lead is missing.
    """
    missing = ~np.isfinite(signal)
    if not missing.any():
        return signal, 0
    filled = signal.copy()
    for column, lead in enumerate(leads):
        gone = missing[:, column]
        if (share := float(gone.mean())) > MOST_MISSING:
            raise Broken(f"{share:.0%} of lead {lead} is missing, which is more than a tenth")
        if (run := longest_run(gone)) > longest:
            raise Broken(f"lead {lead} has a gap of {run} samples")
        there = np.flatnonzero(~gone)
        filled[gone, column] = np.interp(np.flatnonzero(gone), there, signal[there, column])
    return filled, int(missing.sum())


def check_alive(signal: NDArray[np.float32], leads: Sequence[str], *, longest: float) -> None:
    """That no lead is a flat line for longer than ``longest`` samples.

    Raises:
        Broken: one is.
    """
    for column, lead in enumerate(leads):
        run = longest_run(np.diff(signal[:, column]) == 0) + 1
        if run >= len(signal):
            raise Broken(f"lead {lead} is a flat line")
        if run > longest:
            raise Broken(f"lead {lead} is a flat line for {run} samples")


def longest_run(true: NDArray[np.bool_]) -> int:
    """Length of the longest run of true values."""
    false = np.flatnonzero(~true)
    edges = np.concatenate([[-1], false, [len(true)]])
    return int(np.diff(edges).max() - 1)
