"""A simulated heart: how severe heart failure moves rate, conduction, voltage and rhythm.

Directions follow the clinic: with severity the rate rises, QRS widens up to a left bundle-branch
block, T turns over in the lateral leads, voltage falls, and ectopic beats and atrial fibrillation
become frequent. The sizes of the shifts are chosen, not measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np

TYPICAL_SEVERITY = 0.3
"""Severity that every heart appears to have where the effect is 0."""


@dataclass(frozen=True)
class Heart:
    """One patient's heart, and the noise that comes with recording it.

    Attributes:
        rate_bpm: mean rate of the beats.
        rate_variability: standard deviation of the RR interval, as a share of its mean.
        pr_ms: from the onset of P to the onset of QRS.
        qrs_ms: duration of QRS.
        qtc_ms: QT at 60 beats per minute; Bazett's square root gives it at other rates.
        left_block: 0 for normal conduction to 1 for complete left bundle-branch block.
        r_mv: length of the dipole at the peak of R.
        t_fraction: T wave as a share of the normal one; negative where it is inverted.
        st_mv: depression of the ST segment.
        p_mv: height of the P wave.
        axis_degrees: turn in the frontal plane against the average, positive to the feet.
        rotation_degrees: turn in the horizontal plane against the average, positive to the back.
        fibrillation_mv: waves of the atria in atrial fibrillation; 0 in sinus rhythm.
        ectopic_fraction: share of the beats that come early from a ventricle.
        ectopic_degrees: frontal axis of those beats.
        breaths_per_min: rate of breathing.
        breathing_fraction: change of voltage with each breath.
        wander_mv: slow drift of the baseline.
        muscle_mv: standard deviation of the noise of muscles.
    """

    rate_bpm: float
    rate_variability: float
    pr_ms: float
    qrs_ms: float
    qtc_ms: float
    left_block: float
    r_mv: float
    t_fraction: float
    st_mv: float
    p_mv: float
    axis_degrees: float
    rotation_degrees: float
    fibrillation_mv: float
    ectopic_fraction: float
    ectopic_degrees: float
    breaths_per_min: float
    breathing_fraction: float
    wander_mv: float
    muscle_mv: float


def draw_heart(severity: float, effect: float, *, generator: np.random.Generator) -> Heart:
    """A patient of this severity.

    Args:
        severity: of heart failure, 0 to 1.
        effect: how far severity moves the heart: 0 not at all, 1 by default.
        generator: draws the individual variation; as many numbers for every patient.
    """
    burden = max(0.0, TYPICAL_SEVERITY + effect * (severity - TYPICAL_SEVERITY))
    normal = generator.standard_normal(15).tolist()
    uniform = generator.uniform(size=6).tolist()
    fibrillates = uniform[0] < 0.02 + 0.35 * burden**2
    left_block = float(np.clip(1.1 * burden - 0.55 + 0.25 * normal[0], 0, 1))
    is_ectopic = uniform[1] < 0.05 + 0.45 * burden
    return Heart(
        rate_bpm=float(np.clip(66 + 18 * burden + 10 * normal[1] + 12 * fibrillates, 45, 150)),
        rate_variability=0.04 * exp(0.4 * normal[2]) * max(0.2, 1 - 0.7 * burden),
        pr_ms=float(np.clip(155 + 20 * burden + 15 * normal[3], 115, 230)),
        qrs_ms=float(np.clip(86 + 14 * burden + 45 * left_block + 7 * normal[4], 70, 190)),
        qtc_ms=float(np.clip(405 + 30 * burden + 15 * normal[5], 350, 520)),
        left_block=left_block,
        r_mv=1.6 * exp(0.22 * normal[6]) * max(0.3, 1 - 0.3 * burden),
        t_fraction=1.25 - 1.15 * burden + 0.35 * normal[7],
        st_mv=max(0.0, 0.08 * burden + 0.03 * normal[8]),
        p_mv=0.11 * exp(0.25 * normal[9]),
        axis_degrees=18 * normal[10] - 15 * burden,
        rotation_degrees=10 * normal[11] + 8 * burden,
        fibrillation_mv=(0.03 + 0.05 * uniform[2]) if fibrillates else 0.0,
        ectopic_fraction=(0.05 + 0.20 * uniform[3]) if is_ectopic else 0.0,
        ectopic_degrees=360 * uniform[4],
        breaths_per_min=12 + 8 * uniform[5],
        breathing_fraction=0.05 * abs(normal[12]),
        wander_mv=0.03 * exp(0.5 * normal[13]),
        muscle_mv=0.012 * exp(0.4 * normal[14]),
    )
