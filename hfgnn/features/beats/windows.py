"""Windows of neighbouring beats of one recording, for networks that read beats in their order."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import UNKNOWN, Rows, Strings


def cut_windows(record_id: Strings, *, length: int, stride: int) -> Rows:
    """Row numbers of neighbouring beats, never across recordings; every beat is in one or more.

    The last window of a recording ends with its last beat; a recording shorter than a window has
    one window, with UNKNOWN behind its beats.

    Args:
        record_id: of each beat; the beats of a recording in the order of time.
        length: beats per window.
        stride: beats from the begin of a window to the begin of the next.

    Shapes:
        record_id: (beats,).
        returns: (windows, length), int64.

    Raises:
        ValueError: stride leaves beats out.
    """
    if not 1 <= stride <= length:
        raise ValueError(f"stride is {stride}, but it must be between 1 and the length, {length}")
    _, first, record = np.unique(record_id, return_index=True, return_inverse=True)
    rows = np.argsort(record, kind="stable")
    begins = np.searchsorted(record[rows], np.arange(len(first) + 1))
    of_records = [
        _of_one(rows[begin:end], length=length, stride=stride) for begin, end in pairwise(begins)
    ]
    return np.concatenate([np.empty((0, length), np.int64), *of_records])


def _of_one(rows: Rows, *, length: int, stride: int) -> Rows:
    """The windows of one recording."""
    missing = max(0, length - len(rows))
    rows = np.pad(rows, (0, missing), constant_values=UNKNOWN)
    last = len(rows) - length
    begins = np.unique([*range(0, last, stride), last])
    return rows[begins[:, None] + np.arange(length)]


def average_windows(
    probability: NDArray[np.float64], windows: Rows, num_rows: int
) -> NDArray[np.float64]:
    """What overlapping windows say of each beat, on average; NaN for beats in no window.

    Args:
        probability: of each class in each place of each window.
        windows: row numbers of the beats in those places.
        num_rows: how many beats there are.

    Shapes:
        probability: (windows, length, classes), float64.
        windows: (windows, length), int64.
        returns: (num_rows, classes), float64.
    """
    present = windows != UNKNOWN
    total = np.zeros((num_rows, probability.shape[-1]))
    np.add.at(total, windows[present], probability[present])
    count = np.bincount(windows[present], minlength=num_rows)
    return total / np.where(count, count, np.nan)[:, None]
