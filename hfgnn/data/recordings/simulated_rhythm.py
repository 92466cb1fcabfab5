"""Simulated rhythms: when each beat comes, and of which kind it is.

The mechanisms are the clinic's: an early atrial beat resets the sinus node, an early ventricular
one does not and is followed by a full compensatory pause, a fusion beat comes when the node and
the ventricle fire together, fibrillating atria make every interval another, and a pacemaker
keeps its time. How often each occurs is chosen, near to what MIT-BIH has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Strings

FIRST_BEAT_S = 0.3


@dataclass(frozen=True)
class Rhythm:
    """How a patient's heart keeps time.

    Attributes:
        rr_s: mean interval between sinus beats.
        variability: standard deviation of that interval, as a share.
        breath_s: one breath, with which the interval swings.
        fibrillates: whether the atria do, so that no beat has a P wave.
        paced: whether a pacemaker beats for most of the time.
        supraventricular: share of early atrial beats.
        ventricular: share of ventricular beats.
        fusion: share of fusion beats; with a pacemaker, of paced and own.
        earliest: at what share of the usual interval the earliest of these beats come.
    """

    rr_s: float
    variability: float
    breath_s: float
    fibrillates: bool
    paced: bool
    supraventricular: float
    ventricular: float
    fusion: float
    earliest: float


def draw_rhythm(*, paced: bool, generator: np.random.Generator) -> Rhythm:
    """A patient's rhythm.

    Args:
        paced: whether the patient has a pacemaker.
        generator: draws; as many numbers for every patient.
    """
    uniform = generator.uniform(size=11).tolist()
    fibrillates = not paced and uniform[0] < 0.12
    # With fibrillating atria no beat is early, so nobody calls one supraventricular.
    is_supraventricular = not fibrillates and not paced and uniform[1] < 0.6
    is_ventricular = uniform[2] < 0.7
    return Rhythm(
        rr_s=0.6 + 0.5 * uniform[3],
        variability=0.015 + 0.03 * uniform[4],
        breath_s=3 + 2 * uniform[5],
        fibrillates=fibrillates,
        paced=paced,
        supraventricular=(0.01 + 0.12 * uniform[6] ** 2) if is_supraventricular else 0.0,
        ventricular=(0.02 + 0.18 * uniform[7] ** 2) if is_ventricular else 0.0,
        fusion=(0.005 + 0.035 * uniform[8]) if is_ventricular and uniform[9] < 0.6 else 0.0,
        earliest=0.5 + 0.2 * uniform[10],
    )


def draw_beats(
    rhythm: Rhythm, seconds: float, *, generator: np.random.Generator
) -> tuple[NDArray[np.float64], Strings]:
    """Time of each beat in s, rising, and its annotation symbol: N, A, V, F, / or f.

    Args:
        rhythm: of the patient.
        seconds: how long.
        generator: draws.
    """
    times, symbols = [FIRST_BEAT_S], ["/" if rhythm.paced else "N"]
    pause = 0.0
    while times[-1] < seconds:
        interval = _interval(rhythm, times[-1], generator)
        symbol = _symbol(rhythm, after_early=pause > 0, generator=generator)
        early = _prematurity(rhythm, symbol, generator)
        times.append(times[-1] + pause + interval * early)
        symbols.append(symbol)
        # The node keeps its time behind a ventricular beat.
        pause = interval * (1 - early) if symbol == "V" else 0.0
    return np.array(times[:-1]), np.array(symbols[:-1], dtype=np.str_)


def _interval(rhythm: Rhythm, time: float, generator: np.random.Generator) -> float:
    normal = float(generator.standard_normal())
    if rhythm.paced:
        return rhythm.rr_s
    if rhythm.fibrillates:
        return rhythm.rr_s * float(np.clip(1 + 0.22 * normal, 0.55, 1.7))
    breath = float(np.sin(2 * np.pi * time / rhythm.breath_s))
    return rhythm.rr_s * (1 + rhythm.variability * (breath + 0.6 * normal))


def _symbol(rhythm: Rhythm, *, after_early: bool, generator: np.random.Generator) -> str:
    chances = np.array([rhythm.supraventricular, rhythm.ventricular, rhythm.fusion])
    if after_early:
        chances *= 0.1  # two in a row are rare
    which = int(np.searchsorted(np.cumsum(chances), generator.uniform(), side="right"))
    return "fVf/"[which] if rhythm.paced else "AVFN"[which]


def _prematurity(rhythm: Rhythm, symbol: str, generator: np.random.Generator) -> float:
    """The interval before a beat, as a share of the usual one."""
    uniform = float(generator.uniform())
    if symbol == "A":
        return rhythm.earliest + (0.88 - rhythm.earliest) * uniform
    if symbol == "V":
        return rhythm.earliest + (0.98 - rhythm.earliest) * uniform
    return 0.96 + 0.04 * uniform if symbol in "Ff" else 1.0
