"""A rhythm strip on millimetre paper, each beat in the colour of what a model calls it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from hfgnn.reports.beats.colours import class_colours
from hfgnn.reports.canvas import GREY, INK, empty_figure
from hfgnn.types import Rows

PAPER, PAPER_FINE = "#f0bdb0", "#f9e4df"
"""Lines of the paper: a large square is 0.2 s by 0.5 mV, a small one 0.04 s by 0.1 mV."""

WRONG = "#fff3a8"
"""Behind the letters of a beat that is called wrongly."""

LARGE, SMALL = (0.2, 0.5), (0.04, 0.1)
MOST_SQUARES = (0.4, 40)
"""Large squares that a row may be high for the paper to have lines across."""

BEAT_S = 0.35
"""Half of the longest piece of the trace that is coloured for one beat, in seconds."""

SURE = 0.9
"""Above this probability the letter stands alone."""

CROWDED_S = 0.5
"""With less room between the beats of a row, letters stand without probabilities."""


@dataclass(frozen=True)
class Strip:
    """A piece of one lead of a recording with the beats in it.

    Attributes:
        title: what it is, such as the recording's name.
        signal: float32 (samples,), mV.
        sampling_hz: samples per second.
        start_s: where in its recording the piece begins, in seconds.
        sample: int64 (beats,), where the beats are in ``signal``, rising.
        classes: names of the classes.
        predicted: int64 (beats,), number of the class that the model gives.
        probability: float64 (beats,), of that class.
        label: int64 (beats,), number of the true class; None where nobody knows.

    Raises:
        ValueError: the columns of the beats differ in length.
    """

    title: str
    signal: NDArray[np.float32]
    sampling_hz: float
    start_s: float
    sample: Rows
    classes: tuple[str, ...]
    predicted: Rows
    probability: NDArray[np.float64]
    label: Rows | None

    def __post_init__(self) -> None:
        lengths = {len(self.sample), len(self.predicted), len(self.probability)}
        if self.label is not None:
            lengths.add(len(self.label))
        if len(lengths) > 1:
            raise ValueError(f"the beats of a strip have columns of {sorted(lengths)} rows")

    @property
    def seconds(self) -> float:
        """How long the piece is."""
        return len(self.signal) / self.sampling_hz


def draw_strip(
    strip: Strip, *, seconds_per_row: float, most_rows: int, stamps: tuple[str, ...]
) -> Figure:
    """The trace in rows, with the class of each beat above it and its errors marked.

    Args:
        strip: what to draw.
        seconds_per_row: usually 10, as on paper.
        most_rows: what would need more is cut off, and the title says so.
        stamps: of the run.

    Raises:
        ValueError: a row has no length, or there may be none.
    """
    if seconds_per_row <= 0 or most_rows < 1:
        raise ValueError(
            f"rows are {seconds_per_row} s long and {most_rows} at most, but there must be one "
            "with a length"
        )
    wanted = max(int(np.ceil(strip.seconds / seconds_per_row - 1e-9)), 1)
    rows = min(wanted, most_rows)
    figure = empty_figure(9.6, 0.85 + 1.45 * rows, stamps=stamps)
    grid = figure.subplots(rows, 1, squeeze=False)[:, 0]
    heights = _heights(strip)
    for row, axes in enumerate(grid):
        begin = strip.start_s + row * seconds_per_row
        end = begin + seconds_per_row
        _draw_paper(axes, begin, end, heights)
        top = heights[1] - 0.03 * (heights[1] - heights[0])
        _draw_row(axes, strip, begin=begin, end=end, top=top)
    grid[-1].set_xlabel("seconds", fontsize=8.5)
    shown = "" if rows == wanted else f", the first {rows * seconds_per_row:g} s"
    grid[0].set_title(strip.title + shown, fontsize=10, loc="left", color=INK)
    _draw_legend(grid[0], strip)
    return figure


def _heights(strip: Strip) -> tuple[float, float]:
    """Lowest and highest voltage that is shown, with room for letters; spikes are cut off."""
    finite = strip.signal[np.isfinite(strip.signal)]
    low, high = np.quantile(finite, [0.001, 0.999]) if len(finite) else (-0.5, 0.5)
    room = max(0.1 * (high - low), 0.1)
    return float(low - room), float(high + max(0.4 * (high - low), 0.3))


def _draw_paper(axes: Axes, begin: float, end: float, heights: tuple[float, float]) -> None:
    axes.set_ylim(*heights)
    axes.set_xlim(begin, end)
    squares = (heights[1] - heights[0]) / LARGE[1]
    for size, colour, width in ((SMALL, PAPER_FINE, 0.4), (LARGE, PAPER, 0.6)):
        look: dict[str, Any] = {"colors": colour, "linewidths": width, "zorder": 0.5}
        axes.vlines(_multiples(begin, end, size[0]), *heights, **look)
        # A signal that is not in mV can span thousands of squares; then there are no such lines.
        if MOST_SQUARES[0] < squares < MOST_SQUARES[1]:
            axes.hlines(_multiples(*heights, size[1]), begin, end, **look)
    axes.set_yticks([])
    axes.set_xticks(_multiples(begin, end, 1.0))
    axes.tick_params(length=0, labelsize=7.5, labelcolor=INK)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.spines[:].set_color(PAPER)


def _multiples(low: float, high: float, step: float) -> NDArray[np.float64]:
    """Multiples of a step between two ends, both counted."""
    # Plus zero, since the first of them may else be written as minus zero.
    return step * np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) + 0.0


def _draw_row(axes: Axes, strip: Strip, *, begin: float, end: float, top: float) -> None:
    time = strip.start_s + np.arange(len(strip.signal)) / strip.sampling_hz
    inside = (time >= begin) & (time < end)
    axes.plot(time[inside], strip.signal[inside], color=INK, linewidth=0.8)
    at = strip.start_s + strip.sample / strip.sampling_hz
    here = np.flatnonzero((at >= begin) & (at < end))
    crowded = len(here) > 1 and (end - begin) / len(here) < CROWDED_S
    colours = class_colours(strip.classes)
    for beat in here.tolist():
        colour = colours[strip.predicted[beat]]
        if strip.predicted[beat]:
            left, right = _ends(at, beat)
            piece = inside & (time >= left) & (time <= right)
            axes.plot(time[piece], strip.signal[piece], color=colour, linewidth=1.6)
        _draw_letter(axes, strip, beat=beat, place=(float(at[beat]), top), crowded=crowded)


def _ends(at: NDArray[np.float64], beat: int) -> tuple[float, float]:
    """Half-way to the beats before and after, at most so far."""
    before = at[beat] - at[beat - 1] if beat else np.inf
    after = at[beat + 1] - at[beat] if beat + 1 < len(at) else np.inf
    return at[beat] - min(before / 2, BEAT_S), at[beat] + min(after / 2, BEAT_S)


def _draw_letter(
    axes: Axes, strip: Strip, *, beat: int, place: tuple[float, float], crowded: bool
) -> None:
    number = int(strip.predicted[beat])
    text = strip.classes[number]
    if strip.probability[beat] < SURE and not crowded:
        text += f" {strip.probability[beat]:.2f}".replace("0.", ".")
    frame = None
    if strip.label is not None and strip.label[beat] != number:
        text += f"\nis {strip.classes[strip.label[beat]]}"
        frame = {"boxstyle": "round,pad=0.15", "facecolor": WRONG, "edgecolor": INK}
    axes.text(
        *place,
        text,
        ha="center",
        va="top",
        fontsize=9 if number else 8,
        fontweight="bold" if number else "normal",
        color=class_colours(strip.classes)[number],
        bbox=frame,
    )


def _draw_legend(axes: Axes, strip: Strip) -> None:
    colours = class_colours(strip.classes)
    lines = [Line2D([], [], color=colour, linewidth=2) for colour in colours]
    names = [f"called {name}" for name in strip.classes]
    if strip.label is not None:
        lines.append(Line2D([], [], color=INK, marker="s", mfc=WRONG, linestyle=""))
        names.append("framed: wrong")
    axes.legend(
        lines, names, loc="lower right", bbox_to_anchor=(1, 1), ncols=len(names), fontsize=7.5,
        frameon=False, borderaxespad=0.2, handlelength=1.2, labelcolor=INK, edgecolor=GREY,
    )  # fmt: skip
