"""Log-mel spectrogram: how loud each pitch of a clip is, over time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import zoom

from hfgnn.features.sounds.mel import mel_edges, mel_power

Picture = NDArray[np.float32]

QUIETEST = 1e-20
"""Power below which nothing is told apart: digital silence has no logarithm."""

LOUD_PERCENTILE, STEP_DB = 95, 10.0


class Spectrogram:
    """Turns a clip into a picture: a row per band of pitch, a column per window of time.

    Power in mel bands (Stevens, Volkmann and Newman 1937; Davis and Mermelstein 1980,
    https://doi.org/10.1109/TASSP.1980.1163420), in decibels. Loudness is taken out clip by clip,
    since it depends on the stethoscope and the skin; nothing is fitted on other clips.

    Args:
        window_s: seconds of a window.
        hop_s: seconds from one window to the next.
        num_mels: bands.
        low_hz: where the lowest band begins.
        high_hz: where the highest band ends; no more than half of the sampling rate.
        range_db: what is fainter than the loudest place of the clip by more than this many
            decibels counts as so faint.
        scaling: "standard" for mean 0 and standard deviation 1 over the clip; "loud" for 0 where
            the clip is loud, at its 95th percentile, and steps of 10 dB; "median" for each band
            around its own median over the clip, in steps of 10 dB; "unit" for 0 at the faintest
            and 1 at the loudest, as in a grey picture.
        is_centred: whether windows begin before the sound does, as in librosa.
        picture_px: width and height to which every clip is stretched; None leaves the rows and
            as many columns as there are windows.

    Shapes:
        returns: (num_mels, windows), or (picture_px, picture_px); row 0 is the lowest pitch.
    """

    def __init__(
        self,
        *,
        window_s: float,
        hop_s: float,
        num_mels: int,
        low_hz: float,
        high_hz: float,
        range_db: float,
        scaling: str,
        is_centred: bool,
        picture_px: int | None,
    ) -> None:
        self.window_s = window_s
        self.hop_s = hop_s
        self.num_mels = num_mels
        self.low_hz = low_hz
        self.high_hz = high_hz
        self.range_db = range_db
        self.scaling = scaling
        self.is_centred = is_centred
        self.picture_px = picture_px

    @property
    def rows(self) -> int:
        """Height of every picture."""
        return self.picture_px or self.num_mels

    @property
    def pitch_hz(self) -> NDArray[np.float64]:
        """Pitch of each row, (rows,)."""
        centres = mel_edges(self.num_mels, (self.low_hz, self.high_hz))[1:-1]
        at = (np.arange(self.rows) + 0.5) * self.num_mels / self.rows - 0.5
        return np.interp(at, np.arange(self.num_mels), centres)

    def pictures(self, signals: Sequence[NDArray[np.float32]], sampling_hz: float) -> list[Picture]:
        """The picture of each clip.

        Args:
            signals: the clips.
            sampling_hz: their rate.

        Raises:
            ValueError: ``high_hz`` is above half of the rate.
        """
        return [self.picture(signal, sampling_hz) for signal in signals]

    def picture(self, signal: NDArray[np.float32], sampling_hz: float) -> Picture:
        """The picture of one clip; the same sound at another loudness gives the same.

        Args:
            signal: the clip.
            sampling_hz: its rate.

        Raises:
            ValueError: ``high_hz`` is above half of the rate.
        """
        decibels = self.decibels(signal, sampling_hz)
        scaled = _scale(decibels, self.scaling, self.range_db)
        if self.picture_px is not None:
            scaled = _stretch(scaled, self.picture_px)
        return np.ascontiguousarray(scaled, dtype=np.float32)

    def decibels(self, signal: NDArray[np.float32], sampling_hz: float) -> NDArray[np.float64]:
        """Power below the loudest place of the clip, before anything is scaled.

        Args:
            signal: the clip.
            sampling_hz: its rate.

        Shapes:
            returns: (num_mels, windows), in decibels from -range_db to 0.

        Raises:
            ValueError: ``high_hz`` is above half of the rate.
        """
        if self.high_hz > sampling_hz / 2:
            raise ValueError(
                f"high_hz is {self.high_hz:g}, but sounds sampled at {sampling_hz:g} Hz hold "
                f"nothing above {sampling_hz / 2:g} Hz"
            )
        around_zero = np.asarray(signal, dtype=np.float64)
        around_zero = (around_zero - around_zero.mean()).astype(np.float32)
        power = mel_power(
            around_zero,
            sampling_hz,
            window_s=self.window_s,
            hop_s=self.hop_s,
            edges=mel_edges(self.num_mels, (self.low_hz, self.high_hz)),
            is_centred=self.is_centred,
        )
        decibels = 10 * np.log10(np.maximum(power, QUIETEST))
        return np.asarray(np.maximum(decibels - decibels.max(), -self.range_db))


def _scale(decibels: NDArray[np.float64], scaling: str, range_db: float) -> NDArray[np.float64]:
    """Loudness and contrast of the clip taken out, as the settings say."""
    if scaling == "unit":
        return decibels / range_db + 1
    if scaling == "loud":
        return np.asarray((decibels - np.percentile(decibels, LOUD_PERCENTILE)) / STEP_DB)
    if scaling == "median":
        return np.asarray((decibels - np.median(decibels, axis=1, keepdims=True)) / STEP_DB)
    spread = float(decibels.std())
    return np.asarray((decibels - decibels.mean()) / (spread if spread > 0 else 1.0))


def _stretch(picture: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """Drawn as a square, whatever the length of the clip."""
    factors = [side / length for length in picture.shape]
    return np.asarray(zoom(picture, factors, order=1, grid_mode=True, mode="nearest"))
