"""One WAV file: opened safely, mixed to one channel, brought to one rate."""

from __future__ import annotations

import io
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import resample_poly

from hfgnn.data.image import Unreadable

FORMATS = ("WAV", "WAVEX", "RF64")
"""What libsndfile calls the variants of WAV."""

HIGHEST_RATE_HZ = 1_000_000
"""No sound card samples faster; a header that says so is damaged."""

UNKNOWN_SIZES = (0, 0xFFFFFFFF)
"""What a program writes for the size of a file that it cannot know yet."""


@dataclass(frozen=True)
class WavLimits:
    """Which clips can be used, and the rate they are brought to.

    Attributes:
        sampling_hz: samples per second of the result.
        min_sampling_hz: least rate of a file.
        min_seconds: least length.
        max_seconds: greatest length.
        min_rms: least root mean square around the mean, full scale at 1; below it is silence.
    """

    sampling_hz: float
    min_sampling_hz: float
    min_seconds: float
    max_seconds: float
    min_rms: float


@dataclass(frozen=True)
class Wav:
    """A clip.

    Attributes:
        signal: float32 (samples,), the mean of all channels, full scale at 1.
        read_hz: samples per second of the file.
        channels: of the file.
        seconds: how long it lasts.
    """

    signal: NDArray[np.float32]
    read_hz: float
    channels: int
    seconds: float


def read_wav(data: bytes, limits: WavLimits) -> Wav:
    """The clip in the bytes of a file, of any rate, bit depth and number of channels.

    Args:
        data: a whole file.
        limits: what can be used.

    Raises:
        Unreadable: the bytes are no WAV, or hold no sound that can be used; the text says why.
    """
    samples, read_hz = _samples(data, limits)
    if not np.isfinite(samples).all():
        bad = int((~np.isfinite(samples)).any(axis=1).sum())
        raise Unreadable(f"{bad} of {len(samples)} samples are not finite (NaN or infinite)")
    mono = samples.mean(axis=1)
    loudness = float(mono.std())
    if np.ptp(mono) == 0 or loudness < limits.min_rms:
        raise Unreadable(
            f"silence (root mean square {loudness:.2g} of full scale, "
            f"but it must be at least {limits.min_rms:g})"
        )
    return Wav(
        signal=resample(mono, read_hz, limits.sampling_hz).astype(np.float32),
        read_hz=read_hz,
        channels=samples.shape[1],
        seconds=len(mono) / read_hz,
    )


def resample(signal: NDArray[np.float64], read_hz: float, wanted_hz: float) -> NDArray[np.float64]:
    """The same sound at another rate, filtered first so that nothing is folded back.

    Args:
        signal: the samples.
        read_hz: their rate.
        wanted_hz: the rate of the result.

    Shapes:
        signal: (samples,).
        returns: (about samples * wanted_hz / read_hz,).
    """
    ratio = (Fraction(wanted_hz) / Fraction(read_hz)).limit_denominator(HIGHEST_RATE_HZ)
    if ratio == 1:
        return signal
    return np.asarray(resample_poly(signal, ratio.numerator, ratio.denominator), dtype=np.float64)


def _samples(data: bytes, limits: WavLimits) -> tuple[NDArray[np.float64], float]:
    """All samples (samples, channels) and their rate, refused by the header where it tells."""
    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            _refuse_header(file, limits)
            _refuse_cut(data)
            samples = file.read(dtype="float64", always_2d=True)
            return np.asarray(samples, dtype=np.float64), float(file.samplerate)
    except soundfile.LibsndfileError as error:
        if data[:4] in (b"RIFF", b"RF64", b"RIFX") and data[8:12] == b"WAVE":
            raise Unreadable(f"damaged WAV ({error.error_string.strip().rstrip('.')})") from error
        raise Unreadable("not a WAV (its bytes do not begin as one)") from error


def _refuse_header(file: soundfile.SoundFile, limits: WavLimits) -> None:
    """What need not be decoded to be refused."""
    if file.format not in FORMATS:
        raise Unreadable(f"not a WAV, but {file.format}")
    rate, seconds = file.samplerate, file.frames / max(file.samplerate, 1)
    if not limits.min_sampling_hz <= rate <= HIGHEST_RATE_HZ:
        rule = f"at least {limits.min_sampling_hz:g} Hz"
        if rate > HIGHEST_RATE_HZ:
            rule = f"at most {HIGHEST_RATE_HZ:,} Hz"
        raise Unreadable(f"sampled at {rate:,} Hz, but it must be {rule}")
    if file.frames == 0:
        raise Unreadable("no sound (0 samples)")
    if seconds < limits.min_seconds:
        raise Unreadable(f"{seconds:.2f} s long, but at least {limits.min_seconds:g} s are needed")
    if seconds > limits.max_seconds:
        raise Unreadable(f"{seconds:,.0f} s long, but at most {limits.max_seconds:g} s are read")


def _refuse_cut(data: bytes) -> None:
    """A file whose sound breaks off; libsndfile would read what there is and say nothing."""
    place = 12
    while data[:4] == b"RIFF" and place + 8 <= len(data):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        if data[place : place + 4] == b"data":
            there = len(data) - place - 8
            if size not in UNKNOWN_SIZES and there < size:
                raise Unreadable(f"truncated ({there:,} of {size:,} bytes of sound are there)")
            return
        place += 8 + size + size % 2
