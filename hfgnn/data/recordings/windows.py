"""The two published ways to cut a beat out of a signal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from hfgnn.data.recordings.filtering import Band
from hfgnn.types import Rows

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class FixedWindow:
    """As many samples before the mark and after it for every beat.

    93 on either side of the mark at 360 Hz are the 187 samples that many systems on MIT-BIH take.

    Attributes:
        sampling_hz: the rate at which beats are cut; recordings of another are resampled.
        before: samples before the mark.
        after: samples after it.
        low_hz, high_hz, order: of the filter before; see ``Band``.
    """

    sampling_hz: float
    before: int
    after: int
    low_hz: float | None
    high_hz: float | None
    order: int

    @property
    def band(self) -> Band:
        """The filter that a signal passes first."""
        return Band(low_hz=self.low_hz, high_hz=self.high_hz, order=self.order)

    def cut(self, signal: Floats, sample: Rows) -> tuple[Floats, Flags]:
        """Windows around marks.

        Args:
            signal: of one recording, filtered, at ``sampling_hz``.
            sample: where each beat is marked.

        Shapes:
            signal: (samples, leads), mV.
            sample: (beats,).
            returns: (beats that fit, leads, before + 1 + after), mV; and (beats,), whether each
                fits.
        """
        fits = (sample >= self.before) & (sample + self.after < len(signal))
        width = self.before + 1 + self.after
        if not fits.any():
            return np.empty((0, signal.shape[1], width), dtype=signal.dtype), fits
        # A view of every window there could be, leads before samples; only beats are copied.
        every = sliding_window_view(np.ascontiguousarray(signal.T), width, axis=1)
        return np.ascontiguousarray(every[:, sample[fits] - self.before].swapaxes(0, 1)), fits


@dataclass(frozen=True, kw_only=True)
class KaggleWindow:
    """From the mark on for 1.2 RR intervals, then zeros; as in the Kaggle heartbeat files.

    The signal is split into stretches of 10 s. In each, voltage runs from 0 to 1, and the median
    of its RR intervals, times 1.2, is how much of each of its beats is kept (Kachuee et al. 2018,
    https://arxiv.org/abs/1805.00794, section III-A). They find R peaks themselves and state no
    rule for beats that leave a stretch; here beats are where they are marked, and such a beat
    goes on in the next stretch, on the scale of its own.

    Attributes:
        sampling_hz: the rate at which beats are cut; recordings of another are resampled.
        samples: length of the window.
        stretch_s: seconds in a stretch.
        rr_intervals: how many median RR intervals of a beat are kept.
        low_hz, high_hz, order: of the filter before; see ``Band``.
    """

    sampling_hz: float
    samples: int
    stretch_s: float
    rr_intervals: float
    low_hz: float | None
    high_hz: float | None
    order: int

    @property
    def before(self) -> int:
        """Samples of a window before the mark: none."""
        return 0

    @property
    def band(self) -> Band:
        """The filter that a signal passes first."""
        return Band(low_hz=self.low_hz, high_hz=self.high_hz, order=self.order)

    def cut(self, signal: Floats, sample: Rows) -> tuple[Floats, Flags]:
        """Windows from marks on.

        Args:
            signal: of one recording, at ``sampling_hz``.
            sample: where each beat is marked.

        Shapes:
            signal: (samples, leads), mV.
            sample: (beats,).
            returns: (beats that fit, leads, samples), from 0 to 1; and (beats,), whether each
                fits: what is kept of it must not leave the recording.
        """
        starts = self._starts(len(signal))
        stretch = np.searchsorted(starts, sample, side="right") - 1
        kept = np.minimum(self._kept(sample, stretch), self.samples)
        fits = sample + kept <= len(signal)
        steps = np.arange(self.samples)
        rows = np.minimum(sample[fits][:, None] + steps, len(signal) - 1)[:, None]
        windows = signal[rows, np.arange(signal.shape[1])[:, None]]
        low = np.minimum.reduceat(signal, starts)
        height = np.maximum.reduceat(signal, starts) - low
        height = np.where(height > 0, height, 1)
        which = stretch[fits]
        windows = np.clip((windows - low[which, :, None]) / height[which, :, None], 0, 1)
        windows *= (steps < kept[fits][:, None])[:, None]
        return windows.astype(np.float32), fits

    def _kept(self, sample: Rows, stretch: Rows) -> Rows:
        """Samples of each beat that are kept."""
        interval = np.diff(sample)
        typical = float(np.median(interval)) if len(interval) else float(self.samples)
        median = np.full(int(stretch.max(initial=0)) + 1, typical)
        same = stretch[1:] == stretch[:-1]
        names, starts = np.unique(stretch[1:][same], return_index=True)
        parts = np.split(interval[same], starts[1:])
        median[names] = [np.median(part) for part in parts if len(part)]
        return np.rint(self.rr_intervals * median[stretch]).astype(np.int64)

    def _starts(self, samples: int) -> Rows:
        """Where each stretch begins; what is less than half of one belongs to the last."""
        length = round(self.stretch_s * self.sampling_hz)
        return np.arange(max(1, round(samples / length)), dtype=np.int64) * length
