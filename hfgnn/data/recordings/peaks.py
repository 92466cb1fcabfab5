"""R peaks of a recording that nobody has marked.

The slope of the signal in the band of QRS complexes, averaged over the width of one, against a
threshold that follows it: the idea of Pan and Tompkins, IEEE Trans. Biomed. Eng. 32 (1985) 230,
https://doi.org/10.1109/TBME.1985.325532, for a signal that is there as a whole, so that nothing
must first be learned from its beginning. On ten-second pieces that is what the detectors of the
``wfdb`` package lose beats by.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.recordings.symbols import UNNAMED
from hfgnn.types import Rows
from hfgnn.types.recording import Recording

# Chosen on the 22 records of DS1 of MIT-BIH, whole at 360 Hz and in 10-s pieces at 100 Hz.
QRS_HZ = (5.0, 20.0)
QRS_S = 0.12
APART_S = 0.28
THRESHOLD = 0.35
"""Share of the highest slope within ``NEAR_S``."""

NEAR_S = 1.5
BLOCK_S, BLOCKS = 2.0, 9
"""The usual height of a QRS complex: the median, over nine blocks, of the highest slope in each."""

FEWEST, MOST = 0.3, 2.0
"""Between these multiples of the usual height the highest slope is believed; else it is noise."""

PEAK_S = 0.08
PEAK_HZ = (1.0, 40.0)
LEAST_S = 2.0

Floats = NDArray[np.float64]


def mark_peaks(recording: Recording) -> Recording:
    """The recording with its R peaks as marks without a name; earlier marks are dropped."""
    sample = find_peaks(recording.signal, recording.sampling_hz)
    return replace(recording, sample=sample, symbol=np.full(len(sample), UNNAMED, dtype=np.str_))


def find_peaks(signal: NDArray[np.float32], sampling_hz: float) -> Rows:
    """Where the beats of a signal have their largest deflection, over all leads together.

    Args:
        signal: without gaps.
        sampling_hz: at least 50.

    Shapes:
        signal: (samples, leads), mV.
        returns: (beats,), rising row numbers of ``signal``; none where it lasts under two seconds
            or is flat.

    Raises:
        ValueError: the sampling rate is too low to see a QRS complex.
    """
    if sampling_hz < 50:
        raise ValueError(f"the sampling rate is {sampling_hz:g} Hz, but must be at least 50")
    if len(signal) < LEAST_S * sampling_hz:
        return np.zeros(0, dtype=np.int64)
    from scipy.signal import find_peaks as find_maxima

    slope = _slope(_filter(signal, QRS_HZ, sampling_hz), sampling_hz)
    found = np.asarray(find_maxima(slope, distance=round(APART_S * sampling_hz))[0])
    found = found[slope[found] > _threshold(slope, sampling_hz)[found]]
    deflection = np.abs(_filter(signal, PEAK_HZ, sampling_hz)).sum(axis=1)
    reach = round(PEAK_S * sampling_hz)
    around = found[:, None] + np.arange(-reach, reach + 1)
    around = np.clip(around, 0, len(signal) - 1)
    highest = deflection[around].argmax(axis=1)
    return np.unique(around[np.arange(len(found)), highest]).astype(np.int64)


def _filter(signal: NDArray[np.float32], band: tuple[float, float], sampling_hz: float) -> Floats:
    from scipy.signal import butter, sosfiltfilt

    low, high = band[0], min(band[1], 0.45 * sampling_hz)
    sections = butter(2, (low, high), "bandpass", fs=sampling_hz, output="sos")
    return np.asarray(sosfiltfilt(sections, signal, axis=0), dtype=np.float64)


def _slope(signal: Floats, sampling_hz: float) -> Floats:
    """Mean slope over the width of a QRS complex, (samples,); leads count as their usual one."""
    from scipy.ndimage import uniform_filter1d

    # Beyond the ends nothing slopes, so that a beat at an end is still a maximum.
    width = round(QRS_S * sampling_hz)
    slope = np.abs(np.gradient(signal, axis=0))
    slope = uniform_filter1d(slope, width, axis=0, mode="constant")
    heights = [_block_heights(column, sampling_hz) for column in slope.T]
    usual = np.array([np.median(one) for one in heights])
    return np.asarray((slope / np.where(usual > 0, usual, 1)).mean(axis=1), dtype=np.float64)


def _block_heights(slope: Floats, sampling_hz: float) -> Floats:
    """Highest slope of each block."""
    count = max(1, round(len(slope) / (BLOCK_S * sampling_hz)))
    starts = np.linspace(0, len(slope), count, endpoint=False).astype(np.int64)
    return np.asarray(np.maximum.reduceat(slope, starts), dtype=np.float64)


def _threshold(slope: Floats, sampling_hz: float) -> Floats:
    """What a QRS complex must exceed at each sample."""
    from scipy.ndimage import maximum_filter1d, median_filter

    heights = _block_heights(slope, sampling_hz)
    usual = median_filter(heights, size=min(BLOCKS, len(heights)), mode="nearest")
    centers = (np.arange(len(heights)) + 0.5) * len(slope) / len(heights)
    usual = np.interp(np.arange(len(slope)), centers, usual)
    highest = maximum_filter1d(slope, 2 * round(NEAR_S * sampling_hz) + 1)
    return np.asarray(THRESHOLD * np.clip(highest, FEWEST * usual, MOST * usual))
