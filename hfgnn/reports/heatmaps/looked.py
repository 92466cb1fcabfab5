"""Heat maps with what spoke for the answer over them, and the signal below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from hfgnn.reports.canvas import GRID, INK, VERMILLION, empty_figure, tidy

MOST_BESIDE = 3
HALF = 0.5
"""Share of a map's highest value within which a line is drawn around its pixels."""

FREQUENCIES = (1, 2, 5, 10, 20, 40, 80)
Floats = NDArray[np.floating]


@dataclass(frozen=True)
class LookedAt:
    """A beat, its heat map and what in it spoke for the class that it was called.

    Attributes:
        title: of which recording.
        label: true class.
        called: class that the network gives.
        picture: (rows, columns), mean over the leads.
        spoke: (rows, columns), in [0, 1].
        signal: (leads, samples), mV.
        time_ms: (samples,), from the mark on.
        hz: frequency of each row; None where the rows are times, as the columns.
    """

    title: str
    label: str
    called: str
    picture: Floats
    spoke: Floats
    signal: Floats
    time_ms: Floats
    hz: tuple[float, ...] | None


def draw_looked(beats: Sequence[LookedAt], *, stamps: Sequence[str]) -> Figure:
    """Three rows of panels: heat maps, the same with their maps, and signals, on one time axis.

    Args:
        beats: of one class.
        stamps: of the run.

    Raises:
        ValueError: there is none.
    """
    if not beats:
        raise ValueError("there is no beat to draw")
    beside = min(len(beats), MOST_BESIDE)
    figure = empty_figure(1.1 + 2.75 * beside, 5.0, stamps=stamps)
    grid = figure.subplots(
        3, beside, sharex=True, squeeze=False, gridspec_kw={"height_ratios": [1, 1, 0.7]}
    )
    for beat, (plain, marked, wave) in zip(beats, grid.T, strict=False):
        _draw_picture(plain, beat)
        _draw_picture(marked, beat)
        _draw_map(marked, beat)
        _draw_wave(wave, beat)
        right = "" if beat.called == beat.label else ", is " + beat.label
        plain.set_title(
            f"{beat.title}: called {beat.called}{right}",
            fontsize=9,
            loc="left",
            color=VERMILLION if right else INK,
        )
    in_hz = beats[0].hz is not None
    for axes in grid[:2, 0]:
        axes.set_ylabel("Hz" if in_hz else "ms", fontsize=8.5)
    grid[2, 0].set_ylabel("mV", fontsize=8.5)
    for axes in grid[2]:
        axes.set_xlabel("ms from the beat's mark", fontsize=8.5)
    return figure


def _extent(beat: LookedAt) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of the picture, whose last row is at the bottom."""
    step = float(beat.time_ms[1] - beat.time_ms[0])
    left, right = float(beat.time_ms[0]) - step / 2, float(beat.time_ms[-1]) + step / 2
    rows = beat.picture.shape[0]
    return (left, right, rows - 0.5, -0.5) if beat.hz is not None else (left, right, right, left)


def _draw_picture(axes: Axes, beat: LookedAt) -> None:
    axes.imshow(beat.picture, cmap="Greys", aspect="auto", extent=_extent(beat))
    tidy(axes)
    if beat.hz is None:
        return
    rows = np.arange(len(beat.hz))
    inside = [one for one in FREQUENCIES if beat.hz[-1] <= one <= beat.hz[0]]
    # Frequencies fall from the first row to the last, and interp wants them to rise.
    at = np.interp(np.log(inside), np.log(beat.hz[::-1]), rows[::-1])
    axes.set_yticks(at, [f"{one:g}" for one in inside])


def _draw_map(axes: Axes, beat: LookedAt) -> None:
    extent = _extent(beat)
    shade = np.clip(beat.spoke, 0, 1)
    look: dict[str, Any] = {"cmap": "YlOrRd", "vmin": 0, "vmax": 1, "aspect": "auto"}
    axes.imshow(shade, alpha=0.75 * shade, extent=extent, **look)
    if beat.spoke.max() <= 0:
        axes.text(0.5, 0.5, "nothing", transform=axes.transAxes, ha="center", color=VERMILLION)
        return
    left, right, bottom, top = extent
    rows, columns = beat.spoke.shape
    across = left + (np.arange(columns) + 0.5) * (right - left) / columns
    down = top + (np.arange(rows) + 0.5) * (bottom - top) / rows
    axes.contour(across, down, shade, levels=[HALF], colors=[VERMILLION], linewidths=0.9)


def _draw_wave(axes: Axes, beat: LookedAt) -> None:
    width = 1.2 if len(beat.signal) == 1 else 0.6
    for lead in beat.signal:
        axes.plot(beat.time_ms, lead, color=INK, linewidth=width)
    strongest = beat.spoke.max(axis=0)
    left, right, *_ = _extent(beat)
    edges = np.linspace(left, right, len(strongest) + 1)
    for begin, end, share in zip(edges[:-1], edges[1:], strongest.tolist(), strict=True):
        axes.axvspan(begin, end, color=VERMILLION, alpha=0.3 * max(share, 0), linewidth=0)
    axes.grid(color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    tidy(axes)
