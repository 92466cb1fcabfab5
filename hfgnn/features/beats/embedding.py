"""A recording as a few numbers: what a network that knows heartbeats sees in its beats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from hfgnn.types import Beats, Strings

BLOCK = 512
"""Beats that are looked at together."""


@dataclass(frozen=True)
class RecordingColumns:
    """Recordings as rows.

    Attributes:
        record_id: of each row, sorted.
        columns: name of each column of x.
        x: float32 (recordings, columns): of every number that the network gives a beat, the mean
            over the recording's beats and their standard deviation.
    """

    record_id: Strings
    columns: tuple[str, ...]
    x: NDArray[np.float32]


def embed_recordings(look: Callable[[Tensor], Tensor], beats: Beats) -> RecordingColumns:
    """Mean and spread of a network's numbers over the beats of each recording.

    Nothing is fitted and no label is looked at, so that the columns of one recording are the same
    whatever other recordings are there.

    Args:
        look: what a network says of beats, such as ``TwoLayerCNN.features``, or its logits for a
            few columns only; in evaluation mode.
        beats: with the leads that the network takes.

    Shapes:
        look: (beats, leads, samples) to (beats, numbers).
        returns: x is (recordings, 2 numbers), the means before the deviations.

    Raises:
        ValueError: there is no beat.
    """
    if not len(beats):
        raise ValueError("there is no beat to look at")
    with torch.inference_mode():
        signal = torch.from_numpy(np.ascontiguousarray(beats.signal))
        blocks = [look(signal[start : start + BLOCK]) for start in range(0, len(signal), BLOCK)]
        numbers = torch.cat(blocks).double().numpy()
    record_id, which = np.unique(beats.record_id, return_inverse=True)
    counts = np.bincount(which)[:, None]
    means = _sums(which, numbers, len(record_id)) / counts
    spread = np.sqrt(_sums(which, (numbers - means[which]) ** 2, len(record_id)) / counts)
    width = numbers.shape[1]
    names = tuple(f"beat_{kind}_{one:03d}" for kind in ("mean", "spread") for one in range(width))
    return RecordingColumns(record_id, names, np.hstack([means, spread]).astype(np.float32))


def _sums(which: NDArray[np.int64], numbers: NDArray[np.float64], rows: int) -> NDArray[np.float64]:
    """Sums of the numbers of each recording."""
    found = np.zeros((rows, numbers.shape[1]))
    np.add.at(found, which, numbers)
    return found
