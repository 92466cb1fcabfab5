"""What a file gives away without its sound being heard: length, gain, offset, clipping."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

COLUMNS = ("log_seconds", "peak_db", "offset_share", "clipped_share")
"""Names of the columns. None changes when a murmur is added to a clip as loud as before, so
neither the mean power nor the noise between the heart sounds is among them."""

AT_PEAK = 0.999
"""From this share of its peak on, a sample counts as clipped."""

QUIETEST = 1e-6


def file_facts(signals: Sequence[NDArray[np.float32]], sampling_hz: float) -> NDArray[np.float32]:
    """Length, peak, offset and share of clipped samples of each clip.

    Whoever tells the classes apart by these knows how clips were recorded, not how hearts sound.
    Nothing is fitted on other clips.

    Args:
        signals: the clips, as loud as they were recorded.
        sampling_hz: their rate.

    Shapes:
        returns: (clips, 4), the columns of ``COLUMNS``.
    """
    return np.array([_facts(signal, sampling_hz) for signal in signals], dtype=np.float32)


def _facts(signal: NDArray[np.float32], sampling_hz: float) -> list[float]:
    offset = float(signal.mean())
    around = np.abs(np.asarray(signal, dtype=np.float64) - offset)
    peak = max(float(around.max()), QUIETEST)
    return [
        float(np.log(len(signal) / sampling_hz)),
        float(20 * np.log10(peak)),
        offset / peak,
        float((around >= AT_PEAK * peak).mean()),
    ]
