"""Heart-rate variability of a day, as the standards define it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hfgnn.data.rr_intervals.fluctuation import fluctuation_exponent
from hfgnn.data.rr_intervals.sample_entropy import sample_entropy
from hfgnn.data.rr_intervals.series import Series
from hfgnn.data.rr_intervals.spectrum import band_powers

Floats = NDArray[np.float64]

SEGMENT_MS = 300_000.0
"""Five minutes, over which the standards take means and deviations."""

LEAST_OF_SEGMENT = 0.5
"""Share of a segment that its intervals must fill; with less it says nothing."""

BIN_MS = 1000 / 128
"""Width of a histogram's bin for the triangular index, as the Task Force recommends."""

FAR_APART_MS = 50.0
"""Successive intervals that differ by more count for pNN50."""

ALPHA1_BEATS, ALPHA2_BEATS = range(4, 17), range(16, 65, 4)

COLUMNS = (
    "recording_mean_nn_ms",
    "recording_log_sdnn_ms",
    "recording_log_sdann_ms",
    "recording_log_sdnn_index_ms",
    "recording_log_rmssd_ms",
    "recording_pnn50_percent",
    "recording_log_triangular_index",
    "recording_log_sd2_ms",
    "recording_log_sd1_by_sd2",
    "recording_log_vlf_ms2",
    "recording_log_lf_ms2",
    "recording_log_hf_ms2",
    "recording_log_lf_by_hf",
    "recording_dfa_alpha1",
    "recording_dfa_alpha2",
    "recording_sample_entropy",
    "recording_deceleration_capacity_ms",
    "recording_not_normal_percent",
)
"""What ``measure`` gives, in its order; a logarithm is the natural one of the unit it names."""


def measure(series: Series) -> Floats:
    """The measures of one recording, in the order of ``COLUMNS``, NaN where one cannot be had.

    SDNN, SDANN, SDNN index, RMSSD, pNN50, triangular index and the bands are those of the Task
    Force of the European Society of Cardiology and NASPE (1996, Circulation 93:1043,
    https://doi.org/10.1161/01.CIR.93.5.1043). Spreads and powers come as logarithms, since they
    are spread over orders of magnitude between people.

    Args:
        series: the intervals; the counted ones are measured.

    Shapes:
        returns: (len(COLUMNS),).
    """
    rr = series.rr_ms[series.counted]
    if len(rr) < 2:
        return np.full(len(COLUMNS), np.nan)
    sdann, sdnn_index = of_segments(series)
    rmssd, pnn50 = of_differences(series)
    sd1, sd2 = poincare(series)
    vlf, lf, hf = band_powers(series)
    values = (
        float(rr.mean()),
        _log(float(rr.std(ddof=1))),
        _log(sdann),
        _log(sdnn_index),
        _log(rmssd),
        pnn50,
        _log(triangular_index(rr)),
        _log(sd2),
        _log(sd1) - _log(sd2),
        _log(vlf),
        _log(lf),
        _log(hf),
        _log(lf) - _log(hf),
        fluctuation_exponent(rr, boxes=ALPHA1_BEATS),
        fluctuation_exponent(rr, boxes=ALPHA2_BEATS),
        sample_entropy(rr),
        deceleration_capacity(series),
        100 * series.not_normal_share,
    )
    return np.array(values, dtype=np.float64)


def of_differences(series: Series) -> tuple[float, float]:
    """RMSSD in ms and pNN50 in per cent, over intervals that follow each other."""
    before, after = series.successive
    if not len(before):
        return np.nan, np.nan
    differences = after - before
    rmssd = float(np.sqrt(np.mean(differences**2)))
    return rmssd, 100 * float((np.abs(differences) > FAR_APART_MS).mean())


def of_segments(series: Series) -> tuple[float, float]:
    """SDANN and SDNN index: deviation of five-minute means, and mean of five-minute deviations."""
    rr = series.rr_ms[series.counted]
    begin = series.end_ms[series.counted] - rr
    segment = (begin // SEGMENT_MS).astype(np.int64)
    count = np.bincount(segment)
    total = np.bincount(segment, weights=rr)
    full = (total >= LEAST_OF_SEGMENT * SEGMENT_MS) & (count > 1)
    if full.sum() < 2:
        return np.nan, np.nan
    mean = total / np.maximum(count, 1)
    squares = np.bincount(segment, weights=(rr - mean[segment]) ** 2)
    deviation = np.sqrt(squares[full] / (count[full] - 1))
    return float(mean[full].std(ddof=1)), float(deviation.mean())


def triangular_index(rr_ms: Floats) -> float:
    """Number of intervals by the height of their histogram, in bins of 1/128 s.

    Shapes:
        rr_ms: (intervals,).
    """
    return len(rr_ms) / int(np.bincount(np.round(rr_ms / BIN_MS).astype(np.int64)).max())


def poincare(series: Series) -> tuple[float, float]:
    """SD1 and SD2: spread of each interval against the one before, across and along the line.

    Brennan et al. 2001, https://doi.org/10.1109/10.959330. SD1 is RMSSD by the root of two, but
    for the mean of the differences, so that only SD2 and SD1 by SD2 are columns.
    """
    before, after = series.successive
    if len(before) < 2:
        return np.nan, np.nan
    across, along = (after - before) / np.sqrt(2), (after + before) / np.sqrt(2)
    return float(across.std(ddof=1)), float(along.std(ddof=1))


def deceleration_capacity(series: Series) -> float:
    """How much the heart slows where it slows, in ms, averaged over the day.

    Phase-rectified signal averaging: about each interval that is longer than the one before, by
    5 % at most, (X0 + X1 - X-1 - X-2) / 4 (Bauer et al. 2006, Lancet 367:1674,
    https://doi.org/10.1016/S0140-6736(06)68735-7).
    """
    if len(series.rr_ms) < 4:
        return np.nan
    x = np.lib.stride_tricks.sliding_window_view(series.rr_ms, 4)
    counted = np.lib.stride_tricks.sliding_window_view(series.counted, 4).all(axis=1)
    slower = (x[:, 2] > x[:, 1]) & (x[:, 2] <= 1.05 * x[:, 1])
    anchors = x[counted & slower]
    if not len(anchors):
        return np.nan
    return float((anchors @ np.array([-0.25, -0.25, 0.25, 0.25])).mean())


def _log(value: float) -> float:
    return float(np.log(value)) if value > 0 else np.nan
