"""What is measured in one twelve-lead recording: rhythm, QRS width and axis, the average beat.

Rhythm as in Task Force of the ESC and NASPE, Circulation 93 (1996) 1043,
https://doi.org/10.1161/01.CIR.93.5.1043; ten seconds are too short for its norms, so the numbers
only compare recordings of one length. All beats count, since nobody has named them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.leads import LEADS
from hfgnn.data.recordings.peaks import find_peaks
from hfgnn.types import RECORDING_BLOCK, Rows
from hfgnn.types.recording import Recording

Floats = NDArray[np.float64]

RHYTHM = (
    "beats_per_s", "mean_rr_s", "sdnn_s", "rmssd_s", "pnn50", "premature_share", "qrs_s",
    "axis_degrees",
)  # fmt: skip
"""Beats counted per second, mean RR interval, its standard deviation, root mean square of
successive differences, share of these above 50 ms, share of beats that come early, width of QRS,
and the axis of its vector in the frontal plane."""

WAVES = {"q": (-0.06, -0.01), "r": (-0.04, 0.04), "s": (0.01, 0.08), "st": (0.08, 0.12)}
WAVES |= {"t": (0.14, 0.40)}
"""Seconds about the peak in which each wave is looked for."""

SHAPE = tuple(f"{wave}_mv_{lead}" for lead in LEADS for wave in (*WAVES, "t_low"))

COLUMNS = tuple(f"{RECORDING_BLOCK}_{name}" for name in RHYTHM)
SHAPE_COLUMNS = tuple(f"{RECORDING_BLOCK}_{name}" for name in SHAPE)

FEWEST_BEATS = 4
"""So that there are three intervals, of which at least two differ."""

PREMATURE = 0.8
"""Share of the median interval below which a beat comes early."""

BEFORE_S, AFTER_S = 0.25, 0.45
LEVEL_S = (-0.25, -0.15)
"""Before the peak, where the average beat is level in most people: after P, or in its middle."""

QRS_REACH_S = 0.12
QRS_SLOPE = 0.15
"""Share of the steepest slope at which QRS begins and ends."""


def measure(recording: Recording) -> tuple[Floats, Floats]:
    """Rhythm and average beat.

    Args:
        recording: with the leads of hfgnn.data.leads.LEADS, in their order.

    Shapes:
        returns: (8,) in the units of ``RHYTHM``, and (72,) in mV as ``SHAPE``; NaN throughout
            where fewer than four beats are found.
    """
    signal = recording.signal.astype(np.float64)
    peaks = find_peaks(recording.signal, recording.sampling_hz)
    beat = average_beat(signal, peaks, recording.sampling_hz)
    if len(peaks) < FEWEST_BEATS or beat is None:
        return np.full(len(RHYTHM), np.nan), np.full(len(SHAPE), np.nan)
    intervals = np.diff(peaks) / recording.sampling_hz
    width, axis = qrs(beat, recording.sampling_hz)
    rhythm = [len(peaks) / recording.seconds, *rhythm_of(intervals), width, axis]
    return np.array(rhythm), np.array(list(_waves(beat, recording.sampling_hz)))


def rhythm_of(intervals_s: Floats) -> tuple[float, float, float, float, float]:
    """Mean, SDNN, RMSSD, pNN50 and share of premature beats.

    Shapes:
        intervals_s: (intervals,), two or more.
    """
    steps = np.diff(intervals_s)
    return (
        float(intervals_s.mean()),
        float(intervals_s.std(ddof=1)),
        float(np.sqrt((steps**2).mean())),
        float((np.abs(steps) > 0.05).mean()),
        float((intervals_s < PREMATURE * np.median(intervals_s)).mean()),
    )


def average_beat(signal: Floats, peaks: Rows, sampling_hz: float) -> Floats | None:
    """Median over the beats that lie whole in the signal, level before the peak; None without any.

    Shapes:
        signal: (samples, leads).
        peaks: (beats,), rows of the signal.
        returns: (samples about the peak, leads).
    """
    before, after = round(BEFORE_S * sampling_hz), round(AFTER_S * sampling_hz)
    whole = peaks[(peaks >= before) & (peaks + after < len(signal))]
    if not len(whole):
        return None
    beat = np.median(signal[whole[:, None] + np.arange(-before, after + 1)], axis=0)
    level = np.median(beat[_about_peak(LEVEL_S, sampling_hz)], axis=0)
    return np.asarray(beat - level)


def qrs(beat: Floats, sampling_hz: float) -> tuple[float, float]:
    """Width in seconds and axis in degrees, both from the average beat.

    QRS lasts as long as the length of the vector's slope over all leads stays above a share of its
    highest; the axis is the direction of the areas under leads I and aVF in between.

    Shapes:
        beat: (samples, 12).
    """
    slope = np.linalg.norm(np.gradient(beat, axis=0), axis=1) * sampling_hz
    near = _about_peak((-QRS_REACH_S, QRS_REACH_S), sampling_hz)
    steep = np.flatnonzero(slope[near] >= QRS_SLOPE * slope[near].max())
    part = slice(near.start + int(steep[0]), near.start + int(steep[-1]) + 1)
    left, down = beat[part][:, [LEADS.index("I"), LEADS.index("aVF")]].sum(axis=0)
    return (part.stop - part.start) / sampling_hz, float(np.degrees(np.arctan2(down, left)))


def _waves(beat: Floats, sampling_hz: float) -> Iterator[float]:
    """Per lead the depth of Q, height of R, depth of S, level of ST, height and depth of T."""
    parts = {name: beat[_about_peak(seconds, sampling_hz)] for name, seconds in WAVES.items()}
    each = [
        parts["q"].min(axis=0), parts["r"].max(axis=0), parts["s"].min(axis=0),
        np.median(parts["st"], axis=0), parts["t"].max(axis=0), parts["t"].min(axis=0),
    ]  # fmt: skip
    yield from np.array(each).T.ravel().tolist()


def _about_peak(seconds: tuple[float, float], sampling_hz: float) -> slice:
    """Rows of an average beat between these times about its peak."""
    first, last = (round((BEFORE_S + second) * sampling_hz) for second in seconds)
    return slice(first, last + 1)
