"""Another sampling rate for a recording."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from hfgnn.types.recording import Recording

LARGEST_STEP = 1000
"""Rates are taken as a ratio of whole numbers up to this."""


def resample(recording: Recording, sampling_hz: float) -> Recording:
    """The recording at another rate, its marks moved along.

    A polyphase filter keeps what lies above half the new rate from folding back (scipy's
    ``resample_poly``).

    Args:
        recording: at any rate.
        sampling_hz: the new rate.
    """
    if recording.sampling_hz == sampling_hz:
        return recording
    from scipy.signal import resample_poly

    ratio = Fraction(sampling_hz / recording.sampling_hz).limit_denominator(LARGEST_STEP)
    up, down = ratio.numerator, ratio.denominator
    # Ends are continued on a line, since a recording does not begin and end at 0 mV.
    signal = resample_poly(recording.signal, up, down, axis=0, padtype="line")
    sample = np.rint(recording.sample * (sampling_hz / recording.sampling_hz)).astype(np.int64)
    return replace(
        recording,
        signal=np.asarray(signal, dtype=np.float32),
        sampling_hz=sampling_hz,
        sample=np.minimum(sample, len(signal) - 1),
    )
