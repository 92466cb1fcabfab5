"""The mel scale, and the power of a sound in bands of it over time."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.signal.windows import hann

Band = tuple[float, float]


def mel_of_hz(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """How high tones are heard, in mel (O'Shaughnessy 1987, Speech Communication, p. 150).

    Below 700 Hz, where heart sounds are, the scale is nearly linear.

    Args:
        hz: frequencies.
    """
    return 2595 * np.log10(1 + hz / 700)


def hz_of_mel(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse of ``mel_of_hz``.

    Args:
        mel: heights of tones.
    """
    return 700 * (10 ** (mel / 2595) - 1)


def mel_edges(num_bands: int, band: Band) -> NDArray[np.float64]:
    """Corners of overlapping triangles, equally far apart in mel.

    Args:
        num_bands: how many triangles.
        band: lowest and highest frequency, in Hz.

    Shapes:
        returns: (num_bands + 2,), in Hz; triangle i runs from corner i over i + 1 to i + 2.
    """
    low, high = mel_of_hz(np.asarray(band, dtype=np.float64))
    return hz_of_mel(np.linspace(low, high, num_bands + 2))


def mel_weights(edges: NDArray[np.float64], hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much each frequency counts in each band; the weights of a band sum to 1.

    Args:
        edges: corners of the triangles.
        hz: the frequencies, close enough together for each triangle to hold one.

    Shapes:
        edges: (bands + 2,).
        hz: (frequencies,).
        returns: (bands, frequencies).

    Raises:
        ValueError: a triangle holds none of the frequencies.
    """
    low, centre, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    weights = np.minimum((hz - low) / (centre - low), (high - hz) / (high - centre)).clip(0)
    total = weights.sum(axis=1, keepdims=True)
    if not (total > 0).all():
        raise ValueError("a band is narrower than the distance of the frequencies")
    return np.asarray(weights / total)


def mel_power(
    signal: NDArray[np.float32],
    sampling_hz: float,
    *,
    window_s: float,
    hop_s: float,
    edges: NDArray[np.float64],
    is_centred: bool,
) -> NDArray[np.float64]:
    """Mean power in each band in each window.

    Args:
        signal: the sound; one that is shorter than a window is extended by silence.
        sampling_hz: its rate.
        window_s: seconds of a Hann window.
        hop_s: seconds from one window to the next.
        edges: corners of the bands, in Hz.
        is_centred: whether the first window is centred on the first sample, beyond which there is
            silence, as librosa has it; otherwise the windows lie within the sound.

    Shapes:
        signal: (samples,).
        edges: (bands + 2,).
        returns: (bands, windows).
    """
    window = max(2, round(window_s * sampling_hz))
    hop = max(1, round(hop_s * sampling_hz))
    around = window // 2 if is_centred else 0
    samples = np.pad(np.asarray(signal, dtype=np.float64), around)
    samples = np.pad(samples, (0, max(0, window - len(samples))))
    length = _transform_length(window, sampling_hz, edges)
    frames = np.lib.stride_tricks.sliding_window_view(samples, window)[::hop]
    spectrum = np.fft.rfft(frames * hann(window, sym=False), length)
    power = (np.abs(spectrum) ** 2).T / window
    hz = np.asarray(np.fft.rfftfreq(length, 1 / sampling_hz), dtype=np.float64)
    return np.asarray(mel_weights(edges, hz) @ power, dtype=np.float64)


def _transform_length(window: int, sampling_hz: float, edges: NDArray[np.float64]) -> int:
    """A power of two that spaces frequencies no wider than the corners of the bands."""
    closest = float(np.diff(edges).min())
    return 1 << math.ceil(math.log2(max(window, sampling_hz / closest)))
