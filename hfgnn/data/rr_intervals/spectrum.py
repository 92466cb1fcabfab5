"""Power of heart-rate variability in the bands of the standards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.signal import detrend

from hfgnn.data.rr_intervals.series import Series

Floats = NDArray[np.float64]

BANDS_HZ = ((0.003, 0.04), (0.04, 0.15), (0.15, 0.4))
"""VLF, LF and HF (Task Force 1996, https://doi.org/10.1161/01.CIR.93.5.1043)."""

RESAMPLED_HZ = 4.0
SEGMENT_SAMPLES = 1200
"""Five minutes of evenly spaced samples."""

LONGEST_BRIDGED_MS = 4_000.0
"""A segment with a longer time without counted intervals is left out."""


def band_powers(series: Series) -> tuple[float, float, float]:
    """Power in the bands, in ms², mean over all five-minute segments without a gap.

    Intervals at the times at which they end, laid through a cubic spline, sampled evenly,
    and in each segment less its line, times a Hann window (Welch 1967 without overlap). NaN
    where no segment is whole.

    Args:
        series: the intervals; the counted ones are taken.
    """
    seconds = series.end_ms[series.counted] / 1000
    segments = _segments(seconds, series.rr_ms[series.counted])
    if not len(segments):
        return np.nan, np.nan, np.nan
    density = _density(segments).mean(axis=0)
    hertz = np.fft.rfftfreq(SEGMENT_SAMPLES, 1 / RESAMPLED_HZ)
    step = hertz[1]
    vlf, lf, hf = (
        float(density[(hertz >= low) & (hertz < high)].sum() * step) for low, high in BANDS_HZ
    )
    return vlf, lf, hf


def _segments(seconds: Floats, rr_ms: Floats) -> Floats:
    """(segments, samples), without those that hold a gap."""
    num = int((seconds[-1] - seconds[0]) * RESAMPLED_HZ) // SEGMENT_SAMPLES
    if num < 1:
        return np.empty((0, SEGMENT_SAMPLES))
    at = seconds[0] + np.arange(num * SEGMENT_SAMPLES) / RESAMPLED_HZ
    next_beat = np.minimum(np.searchsorted(seconds, at, side="right"), len(seconds) - 1)
    bridged = 1000 * (seconds[next_beat] - seconds[next_beat - 1])
    whole = (bridged <= LONGEST_BRIDGED_MS).reshape(num, SEGMENT_SAMPLES).all(axis=1)
    return np.asarray(CubicSpline(seconds, rr_ms)(at).reshape(num, SEGMENT_SAMPLES)[whole])


def _density(segments: Floats) -> Floats:
    """(segments, frequencies): one-sided power per hertz."""
    window = np.hanning(SEGMENT_SAMPLES + 1)[:-1]
    waves = np.fft.rfft(detrend(segments, axis=1) * window, axis=1)
    power = np.abs(waves) ** 2 / (RESAMPLED_HZ * (window**2).sum())
    power[:, 1:-1] *= 2
    return np.asarray(power, dtype=np.float64)
