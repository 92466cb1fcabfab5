"""Simulated waves: the shape of each kind of beat in one patient, seen by two leads.

Every wave is a Gaussian in time, as in McSharry et al., IEEE Trans. Biomed. Eng. 50 (2003) 289.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Strings

Floats = NDArray[np.float64]

LEADS = ("MLII", "V1")

REACH_S = 0.6
"""Before and after a mark; beyond it a beat is silent."""

# Seconds from R, widths in s, and mV in the two leads.
P_WAVE = (-0.16, 0.022, (0.14, 0.06))
EARLY_P_WAVE = (-0.13, 0.020, (-0.08, 0.08))
QRS = ((-0.028, 0.009, (-0.12, 0.15)), (0.0, 0.011, (1.2, 0.1)), (0.028, 0.010, (-0.2, -0.9)))
BLOCKED_QRS = (
    (-0.03, 0.018, (0.25, -0.3)),
    (0.01, 0.022, (0.9, -0.7)),
    (0.045, 0.020, (0.5, -0.6)),
)
WIDE_QRS = ((-0.01, 0.032, (1.4, 0.9)), (0.06, 0.035, (-0.6, -0.4)))
T_WAVES = ((0.25, 0.05, (0.20, 0.10)), (0.30, 0.03, (0.14, 0.06)))
WIDE_T_WAVES = ((0.30, 0.06, (-0.45, -0.3)),)
SPIKE = ((-0.045, 0.0015, (0.7, 0.5)),)
PACED_QRS = ((0.0, 0.030, (-1.1, 0.8)), (0.05, 0.025, (-0.3, 0.3)))
PACED_T_WAVES = ((0.30, 0.06, (0.4, -0.25)),)

KINDS = ("N", "A", "V", "F", "/", "f")


@dataclass(frozen=True)
class Wave:
    """One Gaussian: its center against the mark and its width in s, its height in mV per lead."""

    center_s: float
    width_s: float
    height_mv: Floats


@dataclass(frozen=True)
class Shape:
    """One patient's beats.

    Attributes:
        waves: of each kind of beat.
        waves_of_t: which of them belong to T, and move with the length of the beat.
    """

    waves: dict[str, list[Wave]]
    waves_of_t: dict[str, list[bool]]


def draw_shape(*, fibrillates: bool, generator: np.random.Generator) -> Shape:
    """How the beats of a patient look.

    Args:
        fibrillates: whether the atria do, so that there is no P wave.
        generator: draws; as many numbers for every patient.
    """
    gain = np.exp(0.25 * generator.standard_normal(2))
    qrs = BLOCKED_QRS if generator.uniform() < 0.25 else QRS
    own = [_vary(wave, gain, generator) for wave in qrs]
    end = [_vary(wave, gain, generator) for wave in T_WAVES]
    p_wave = [_vary(P_WAVE, gain, generator)]
    early = [_vary(EARLY_P_WAVE, gain, generator)]
    turned = gain * generator.choice([-1.0, 1.0], size=2)
    wide = [_vary(wave, turned, generator) for wave in WIDE_QRS]
    wide_end = [_vary(wave, turned, generator) for wave in WIDE_T_WAVES]
    paced = [_vary(wave, gain, generator) for wave in (*SPIKE, *PACED_QRS)]
    paced_end = [_vary(wave, gain, generator) for wave in PACED_T_WAVES]
    atria = [] if fibrillates else p_wave
    kinds = {
        "N": (atria + own, end),
        "A": (early + own, end),
        "V": (wide, wide_end),
        "F": (atria + _share(own, 0.5) + _share(wide, 0.5), _share(end, 0.5)),
        "/": (paced, paced_end),
        "f": (_share(paced[:1], 1.0) + _share(paced[1:], 0.5) + _share(own, 0.5), end),
    }
    return Shape(
        waves={kind: first + last for kind, (first, last) in kinds.items()},
        waves_of_t={
            kind: [False] * len(first) + [True] * len(last) for kind, (first, last) in kinds.items()
        },
    )


def draw_signal(
    shape: Shape,
    times_s: Floats,
    symbols: Strings,
    *,
    samples: int,
    sampling_hz: float,
    generator: np.random.Generator,
) -> NDArray[np.float32]:
    """The beats of a patient on two leads, with noise, (samples, leads) in mV.

    Args:
        shape: of the patient's beats.
        times_s: of each beat.
        symbols: of each beat.
        samples: length of the signal.
        sampling_hz: samples per second.
        generator: draws the variation from beat to beat, and the noise.
    """
    reach = round(REACH_S * sampling_hz)
    signal = np.zeros((samples + 2 * reach, len(LEADS)))
    marks = np.rint(times_s * sampling_hz).astype(np.int64)
    rows = marks[:, None] + np.arange(2 * reach + 1)
    seconds = (rows - reach) / sampling_hz - times_s[:, None]
    intervals = np.diff(times_s, prepend=times_s[0] - 0.8)
    for kind in KINDS:
        which = np.flatnonzero((symbols == kind) & (marks < samples))
        beats = _draw_kind(shape, kind, seconds[which], intervals[which], generator)
        np.add.at(signal, rows[which], beats)
    noisy = signal[reach:-reach] + _draw_noise(samples, sampling_hz, generator)
    return noisy.astype(np.float32)


def _vary(
    wave: tuple[float, float, tuple[float, float]], gain: Floats, generator: np.random.Generator
) -> Wave:
    center, width, height = wave
    normal = generator.standard_normal(4)
    return Wave(
        center_s=center * float(np.exp(0.08 * normal[0])),
        width_s=width * float(np.exp(0.12 * normal[1])),
        height_mv=np.array(height) * gain * np.exp(0.25 * normal[2:]),
    )


def _share(waves: list[Wave], share: float) -> list[Wave]:
    return [Wave(one.center_s, one.width_s, share * one.height_mv) for one in waves]


def _draw_kind(
    shape: Shape, kind: str, seconds: Floats, intervals: Floats, generator: np.random.Generator
) -> Floats:
    """All beats of one kind, (beats, samples, leads) in mV; T comes later in longer beats."""
    stretch = np.sqrt(np.clip(intervals / 0.8, 0.6, 1.5))
    beats = np.zeros((*seconds.shape, len(LEADS)))
    for wave, is_t in zip(shape.waves[kind], shape.waves_of_t[kind], strict=True):
        center = wave.center_s * (stretch if is_t else np.ones_like(stretch))
        height = 1 + 0.06 * generator.standard_normal(len(seconds))
        bell = np.exp(-0.5 * ((seconds - center[:, None]) / wave.width_s) ** 2)
        beats += (bell * height[:, None])[..., None] * wave.height_mv
    return beats


def _draw_noise(samples: int, sampling_hz: float, generator: np.random.Generator) -> Floats:
    """Muscles and drift, (samples, leads) in mV."""
    time = np.arange(samples) / sampling_hz
    level = 0.012 * float(np.exp(0.5 * generator.standard_normal()))
    muscle = generator.standard_normal((samples, len(LEADS)))
    drift_hz = generator.uniform(0.05, 0.4, 3)
    phases = generator.uniform(0, 2 * np.pi, (len(LEADS), 3))
    drift = np.sin(2 * np.pi * drift_hz * time[:, None, None] + phases).sum(axis=-1)
    noise: Floats = level * muscle + 4 * level * drift
    return noise
