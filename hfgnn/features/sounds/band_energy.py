"""Seventy-two numbers of a clip: how loud 24 bands are in the middle, and at the extremes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.sounds.mel import mel_edges, mel_power

BANDS, LOWEST_HZ, HIGHEST_HZ = 24, 25.0, 950.0
WINDOW_S, HOP_S = 0.025, 0.0125
"""Windows in which a heart sound of about a tenth of a second is seen several times."""

QUIETEST = 1e-9
PERCENTILES = {"median": 50, "faint": 5, "loud": 95}
"""Over time, with the names of their columns."""


def band_energy_columns(sampling_hz: float) -> tuple[str, ...]:
    """Names of the columns, such as "median_25_to_58_hz".

    Args:
        sampling_hz: rate of the clips.
    """
    edges = _edges(sampling_hz)
    bands = [f"{edges[i]:.0f}_to_{edges[i + 2]:.0f}_hz" for i in range(BANDS)]
    return tuple(f"{name}_{band}" for name in PERCENTILES for band in bands)


def band_energy(signals: Sequence[NDArray[np.float32]], sampling_hz: float) -> NDArray[np.float32]:
    """Median, 5th and 95th percentile over time of the log power in each band.

    Simple controls get these in place of a picture. Every clip is brought to the same loudness
    first, and nothing is fitted on other clips.

    Args:
        signals: the clips, none of them silent.
        sampling_hz: their rate; below 1,900 Hz the bands end at half of it.

    Shapes:
        returns: (clips, 72), natural logarithms of power.
    """
    edges = _edges(sampling_hz)
    return np.array([_statistics(one, sampling_hz, edges) for one in signals], dtype=np.float32)


def _edges(sampling_hz: float) -> NDArray[np.float64]:
    return mel_edges(BANDS, (LOWEST_HZ, min(HIGHEST_HZ, sampling_hz / 2)))


def _statistics(
    signal: NDArray[np.float32], sampling_hz: float, edges: NDArray[np.float64]
) -> NDArray[np.float64]:
    power = mel_power(
        (signal - signal.mean()) / signal.std(),
        sampling_hz,
        window_s=WINDOW_S,
        hop_s=HOP_S,
        edges=edges,
        is_centred=False,
    )
    log = np.log(power + QUIETEST)
    return np.percentile(log, list(PERCENTILES.values()), axis=1).ravel()
