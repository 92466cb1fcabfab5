"""The sounds of a simulated heart: two thuds each beat, and a murmur between them in some."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

Signal = NDArray[np.float64]

EARLY, PAUSE = 0.6, 1.4
"""An extrasystole comes after this share of the usual interval, and this one follows."""


@dataclass(frozen=True)
class Heart:
    """How one patient's heart sounds.

    Attributes:
        interval_s: from one beat to the next, on average.
        first_hz, second_hz: pitch of the two heart sounds.
        second_gain: loudness of the second sound, the first being 1.
        murmur_hz: lowest and highest pitch of the murmur.
        murmur_gain: its loudness; 0 where there is none.
        has_extrasystoles: whether beats come early now and then.
    """

    interval_s: float
    first_hz: float
    second_hz: float
    second_gain: float
    murmur_hz: tuple[float, float]
    murmur_gain: float
    has_extrasystoles: bool


def draw_heart(
    *, murmur_gain: float, has_extrasystoles: bool, generator: np.random.Generator
) -> Heart:
    """A patient; rate and pitches are drawn alike for all classes.

    Args:
        murmur_gain: loudness of the murmur where there is one, 0 where there is none.
        has_extrasystoles: whether beats come early now and then.
        generator: of the random numbers.
    """
    low = generator.uniform(90, 160)
    return Heart(
        interval_s=generator.uniform(0.6, 1.1),
        first_hz=generator.uniform(35, 60),
        second_hz=generator.uniform(50, 90),
        second_gain=generator.uniform(0.4, 1.0),
        murmur_hz=(low, low + generator.uniform(120, 250)),
        murmur_gain=murmur_gain * generator.uniform(0.6, 1.4),
        has_extrasystoles=has_extrasystoles,
    )


def draw_clip(
    heart: Heart, seconds: float, sampling_hz: float, *, generator: np.random.Generator
) -> NDArray[np.float32]:
    """One recording of a heart, through a stethoscope of its own gain and noise.

    Args:
        heart: whose.
        seconds: how long.
        sampling_hz: samples per second.
        generator: of the random numbers.

    Shapes:
        returns: (samples,), within full scale.
    """
    samples = round(seconds * sampling_hz)
    time = np.arange(samples) / sampling_hz
    clip = generator.normal(scale=10 ** generator.uniform(-1.8, -0.8), size=samples)
    noise = _murmur_noise(heart, samples, sampling_hz, generator)
    start = -generator.uniform(0, heart.interval_s)
    while start < seconds:
        interval = _interval(heart, generator)
        systole_s = 0.18 + 0.15 * heart.interval_s
        clip += _thud(time - start, heart.first_hz, 0.045)
        clip += heart.second_gain * _thud(time - start - systole_s, heart.second_hz, 0.03)
        clip += heart.murmur_gain * _diamond(time - start, systole_s) * noise
        start += interval
    loudest = float(np.abs(clip).max())
    return (clip / loudest * generator.uniform(0.2, 0.9)).astype(np.float32)


def _interval(heart: Heart, generator: np.random.Generator) -> float:
    usual = heart.interval_s * generator.uniform(0.96, 1.04)
    if heart.has_extrasystoles and generator.random() < 0.3:
        return float(usual * generator.choice([EARLY, PAUSE]))
    return float(usual)


def _thud(time: Signal, hz: float, decay_s: float) -> Signal:
    """A tone that dies away, from time 0 on."""
    after = np.maximum(time, 0)
    return np.asarray(
        np.where(time >= 0, np.sin(2 * np.pi * hz * after) * np.exp(-after / decay_s), 0)
    )


def _diamond(time: Signal, systole_s: float) -> Signal:
    """Loudness of an ejection murmur: up to the middle of the systole, and down again."""
    return np.asarray(np.maximum(0, 1 - np.abs(time / systole_s - 0.55) / 0.4))


def _murmur_noise(
    heart: Heart, samples: int, sampling_hz: float, generator: np.random.Generator
) -> Signal:
    """Noise between the murmur's pitches, of root mean square 1."""
    low, high = heart.murmur_hz
    band = butter(2, [low, min(high, 0.45 * sampling_hz)], "bandpass", fs=sampling_hz, output="sos")
    noise = np.asarray(sosfiltfilt(band, generator.normal(size=samples)), dtype=np.float64)
    return np.asarray(noise / noise.std(), dtype=np.float64)
