"""Twelve leads of a simulated heart: one moving dipole, seen from twelve sides.

The electric source is a dipole in Frank's coordinates (x to the left, y to the feet, z to the
back). Every wave of a beat is a sum of Gaussians in time times a direction, as in McSharry et
al., IEEE Trans. Biomed. Eng. 50 (2003) 289, and Sameni et al., EURASIP J. Adv. Signal Process.
(2007) 043407.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.heart import Heart

Floats = NDArray[np.float64]

LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")

# Rows I, II, V1 to V6; Dower, Machado and Osborne, Clin. Cardiol. 3 (1980) 87.
DOWER = np.array(
    [
        [0.632, -0.235, 0.059],
        [0.235, 1.066, -0.132],
        [-0.515, 0.157, -0.917],
        [0.044, 0.164, -1.387],
        [0.882, 0.098, -1.277],
        [1.213, 0.127, -0.601],
        [1.125, 0.127, -0.086],
        [0.831, 0.076, 0.230],
    ]
)

# Centers and widths in QRS durations after its onset, directions in units of the R voltage:
# septum, free wall, base. With left bundle-branch block the septum is crossed from the right
# and the left wall comes late.
QRS_CENTERS = np.array([0.18, 0.45, 0.72])
QRS_WIDTHS = np.array([0.085, 0.115, 0.105])
NORMAL_QRS = np.array([[-0.12, -0.05, -0.32], [0.95, 0.55, 0.25], [-0.12, -0.10, 0.50]])
BLOCKED_QRS = np.array([[0.20, 0.08, 0.12], [0.60, 0.30, 0.50], [0.80, 0.00, 0.70]])
ECTOPIC_CENTERS = np.array([0.40, 0.75])
ECTOPIC_WIDTHS = np.array([0.16, 0.15])
ECTOPIC_WEIGHTS = np.array([1.5, -0.6])
ECTOPIC_QRS_MS = 165.0
PREMATURE_FRACTION = 0.35

# The T wave rises slowly and falls fast: two humps, in ms before the end of QT.
T_CENTERS_MS = np.array([125.0, 85.0])
T_WIDTHS_MS = np.array([45.0, 28.0])
NORMAL_T_MV = np.array([0.17, 0.10, -0.07])
BLOCKED_T_MV = np.array([-0.17, -0.03, -0.13])
ST_CENTER_MS, ST_WIDTH_MS = 60.0, 35.0
ST_DIRECTION = np.array([-0.8, -0.4, 0.3])
P_CENTER_MS, P_WIDTH_MS = 50.0, 20.0
P_DIRECTION = np.array([0.50, 0.82, -0.10])
FIBRILLATION_DIRECTION = np.array([-0.2, 0.4, -0.9])
FIBRILLATION_HZ = (5.0, 6.1, 7.4)

BEFORE_BEAT_S, AFTER_BEAT_S = 0.45, 0.90
"""Around the onset of QRS, outside of which a beat is silent."""


def record_leads(
    heart: Heart, seconds: float, *, sampling_hz: float, generator: np.random.Generator
) -> NDArray[np.float32]:
    """The twelve leads in mV, (12, samples), in the order of ``LEADS``."""
    time = np.arange(round(seconds * sampling_hz)) / sampling_hz
    dipole = _fibrillate(heart, time, generator=generator)
    for onset, is_ectopic in _draw_onsets(heart, seconds, generator=generator):
        near = slice(*np.searchsorted(time, (onset - BEFORE_BEAT_S, onset + AFTER_BEAT_S)))
        beat = _beat_ectopically if is_ectopic else _beat
        dipole[near] += beat(heart, 1000 * (time[near] - onset))
    breathing = np.sin(2 * np.pi * heart.breaths_per_min / 60 * time)
    dipole *= 1 + heart.breathing_fraction * breathing[:, None]
    independent = DOWER @ dipole.T + _draw_noise(heart, time, generator=generator)
    return derive_leads(independent).astype(np.float32)


def derive_leads(independent: Floats) -> Floats:
    """Twelve leads from I, II and V1 to V6: (8, samples) to (12, samples), by Einthoven's law."""
    one, two, chest = independent[0], independent[1], independent[2:]
    limbs = [one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2]
    return np.vstack([*limbs, chest])


def _draw_onsets(
    heart: Heart, seconds: float, *, generator: np.random.Generator
) -> list[tuple[float, bool]]:
    """Onset of every QRS in s, and whether it is ectopic."""
    mean = 60 / heart.rate_bpm
    count = int(seconds / (0.6 * mean)) + 6
    jitter = generator.standard_normal(count)
    breath = np.sin(2 * np.pi * heart.breaths_per_min / 60 * mean * np.arange(count))
    change = heart.rate_variability * (1.2 * breath + 0.5 * jitter)
    if heart.fibrillation_mv:
        change = np.clip(0.24 * jitter, -0.45, 0.7)
    onsets = np.cumsum(mean * (1 + change)) - mean * (2 + generator.uniform())
    ectopic = generator.uniform(size=count) < heart.ectopic_fraction
    ectopic[1:] &= ~ectopic[:-1]
    # The sinus node keeps its time, so an early beat is followed by a full compensatory pause.
    onsets[ectopic] -= PREMATURE_FRACTION * mean
    return list(zip(onsets.tolist(), ectopic.tolist(), strict=True))


def _hump(time_ms: Floats, centres: Floats | float, widths: Floats | float) -> Floats:
    """Gaussians of height 1, (samples, humps)."""
    distance = (time_ms[:, None] - np.atleast_1d(centres)) / np.atleast_1d(widths)
    humps: Floats = np.exp(-0.5 * distance**2)
    return humps


def _turn(vectors: Floats, heart: Heart) -> Floats:
    """Dipoles (..., 3) turned to the axis of this heart."""
    frontal, horizontal = np.radians([heart.axis_degrees, heart.rotation_degrees])
    x, y, z = np.moveaxis(vectors, -1, 0)
    x, y = x * np.cos(frontal) - y * np.sin(frontal), x * np.sin(frontal) + y * np.cos(frontal)
    x, z = (
        x * np.cos(horizontal) - z * np.sin(horizontal),
        x * np.sin(horizontal) + z * np.cos(horizontal),
    )
    return np.stack([x, y, z], axis=-1)


def _repolarize(heart: Heart, time_ms: Floats, *, vector_mv: Floats, delay_ms: float) -> Floats:
    """The T wave, (samples, 3) in mV."""
    end = heart.qtc_ms * np.sqrt(60 / heart.rate_bpm) + delay_ms
    height = _hump(time_ms, end - T_CENTERS_MS, T_WIDTHS_MS).sum(axis=1, keepdims=True)
    wave: Floats = height * vector_mv
    return wave


def _beat(heart: Heart, time_ms: Floats) -> Floats:
    """Dipole of one conducted beat, (samples, 3) in mV; time 0 is the onset of QRS."""
    block = heart.left_block
    qrs_mv = heart.r_mv * ((1 - block) * NORMAL_QRS + block * BLOCKED_QRS)
    t_mv = (1 - block) * heart.t_fraction * NORMAL_T_MV + block * BLOCKED_T_MV
    dipole = _hump(time_ms, heart.qrs_ms * QRS_CENTERS, heart.qrs_ms * QRS_WIDTHS) @ qrs_mv
    dipole += _hump(time_ms, heart.qrs_ms + ST_CENTER_MS, ST_WIDTH_MS) * heart.st_mv * ST_DIRECTION
    dipole += _repolarize(heart, time_ms, vector_mv=t_mv, delay_ms=block * 20)
    dipole = _turn(dipole, heart)
    if not heart.fibrillation_mv:
        dipole += _hump(time_ms, P_CENTER_MS - heart.pr_ms, P_WIDTH_MS) * heart.p_mv * P_DIRECTION
    return dipole


def _beat_ectopically(heart: Heart, time_ms: Floats) -> Floats:
    """Dipole of one ventricular extrasystole: wide, no P, T against QRS; (samples, 3) in mV."""
    angle = np.radians(heart.ectopic_degrees)
    direction = heart.r_mv * np.array([0.8 * np.cos(angle), 0.8 * np.sin(angle), 0.5])
    humps = _hump(time_ms, ECTOPIC_QRS_MS * ECTOPIC_CENTERS, ECTOPIC_QRS_MS * ECTOPIC_WIDTHS)
    qrs: Floats = (humps @ ECTOPIC_WEIGHTS)[:, None] * direction
    return qrs + _repolarize(heart, time_ms, vector_mv=-0.35 * direction, delay_ms=40)


def _fibrillate(heart: Heart, time: Floats, *, generator: np.random.Generator) -> Floats:
    """Dipole of fibrillating atria, (samples, 3) in mV; 0 in sinus rhythm."""
    phases = generator.uniform(0, 2 * np.pi, len(FIBRILLATION_HZ))
    waves = np.sin(2 * np.pi * np.outer(time, FIBRILLATION_HZ) + phases)
    height = heart.fibrillation_mv * waves.sum(axis=1, keepdims=True)
    dipole: Floats = height * FIBRILLATION_DIRECTION
    return dipole


def _draw_noise(heart: Heart, time: Floats, *, generator: np.random.Generator) -> Floats:
    """Muscles and drift on the eight independent leads, (8, samples) in mV."""
    shape = len(DOWER), len(time)
    # Neighboring samples are averaged, since a recorder passes little above 40 Hz.
    muscle = np.cumsum(generator.standard_normal((shape[0], shape[1] + 6)), axis=1)
    muscle = (muscle[:, 6:] - muscle[:, :-6]) / np.sqrt(6)
    drift_hz = np.append(generator.uniform(0.05, 0.3, 2), heart.breaths_per_min / 60)
    phases = generator.uniform(0, 2 * np.pi, (shape[0], 3, 1))
    drift = np.sin(2 * np.pi * drift_hz[:, None] * time + phases).sum(axis=1)
    noise: Floats = heart.muscle_mv * muscle + heart.wander_mv / 2 * drift
    return noise
