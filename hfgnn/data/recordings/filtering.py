"""Baseline and noise are taken out of a signal before beats are cut out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hfgnn.types import DataError
from hfgnn.types.recording import Recording


@dataclass(frozen=True, kw_only=True)
class Band:
    """The frequencies that are kept.

    A Butterworth filter runs forwards and backwards, so that no wave is moved in time. Breathing
    and electrodes move the baseline below about 0.5 Hz; muscles and mains are above 40 Hz.

    Attributes:
        low_hz: what is slower is taken out; nothing where None.
        high_hz: what is faster is taken out; nothing where None.
        order: of the filter.
    """

    low_hz: float | None
    high_hz: float | None
    order: int

    def apply(self, recording: Recording) -> Recording:
        """The recording within the band, each lead for itself.

        A bound at or above half the sampling rate takes nothing out.

        Raises:
            DataError: the slower bound is not below half the sampling rate.
        """
        edges, kind = self._edges(recording.sampling_hz)
        if edges is None:
            return recording
        from scipy.signal import butter, sosfiltfilt

        sections = butter(self.order, edges, kind, fs=recording.sampling_hz, output="sos")
        # So much is mirrored at either end that the filter has settled where the signal begins.
        pad = min(round(recording.sampling_hz * 2), len(recording.signal) - 1)
        signal = sosfiltfilt(sections, recording.signal.T, padlen=pad).T
        return replace(recording, signal=np.ascontiguousarray(signal, dtype=np.float32))

    def _edges(self, sampling_hz: float) -> tuple[float | tuple[float, float] | None, str]:
        half = sampling_hz / 2
        if self.low_hz is not None and self.low_hz >= half:
            raise DataError(
                f"segmentation.low_hz is {self.low_hz}, but it must be below half the sampling "
                f"rate, {half} Hz"
            )
        high_hz = self.high_hz if self.high_hz is not None and self.high_hz < half else None
        if self.low_hz is not None and high_hz is not None:
            return (self.low_hz, high_hz), "bandpass"
        return (high_hz, "lowpass") if self.low_hz is None else (self.low_hz, "highpass")
