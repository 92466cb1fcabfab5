"""What a graph gains on each data set, with intervals."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hfgnn.reports.canvas import (
    BLUE,
    GREEN,
    GREY,
    GRID,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    empty_figure,
    tidy,
)
from hfgnn.reports.which_graph import Compared, Gain
from hfgnn.reports.which_graph_tables import words

COLOURS = (VERMILLION, SKY, BLUE, GREEN, ORANGE, PURPLE, INK)
BESIDE = 0.17  # of a row's height, between two models
WIDEST = 0.12
"""AUROC beyond which a difference is drawn as an arrow at the edge."""


def draw_gains(
    compared: Sequence[Compared], shown: Sequence[str], *, stamps: Sequence[str]
) -> Figure:
    """A row per data set: AUROC gained over no edges on the left, over logistic on the right.

    Args:
        compared: the data sets, from the top.
        shown: networks and spaces, a colour each.
        stamps: what the figure must carry.
    """
    figure = empty_figure(9.6, 1.7 + 0.66 * len(compared), stamps=stamps)
    panels = figure.subplots(1, 2, sharey=True)
    titles = ("AUROC gained over no edges, 95 %", "AUROC gained over logistic regression, 95 %")
    for axes, title, over_logistic in zip(panels, titles, (False, True), strict=True):
        gains = [
            [one.gain(model, over_logistic=over_logistic) for model in shown] for one in compared
        ]
        _draw_panel(axes, gains)
        axes.set_title(title, fontsize=10, loc="left")
    first_drawn = [one.is_simulated for one in compared].index(True) if _both(compared) else 0
    for axes in panels if first_drawn else ():
        axes.axhline(first_drawn - 0.5, color=GREY, linewidth=1.1)
    names = [f"{one.title}\n{one.facts['patients']:,} patients" for one in compared]
    panels[0].set_yticks(range(len(compared)), names)
    panels[0].set_ylim(len(compared) - 0.5, -0.5)
    for number, model in enumerate(shown):
        panels[1].plot([], [], "o-", color=_colour(number), label=words(model), markersize=5)
    figure.legend(loc="outside upper center", ncols=2, fontsize=8.5, frameon=False)
    return figure


def _both(compared: Sequence[Compared]) -> bool:
    """Whether real and simulated patients stand in one figure."""
    return len({one.is_simulated for one in compared}) == 2


def _draw_panel(axes: Axes, gains: Sequence[Sequence[Gain]]) -> None:
    ends = [end for row in gains for one in row for end in (one.low, one.high, one.difference)]
    reach = min(WIDEST, max((abs(end) for end in ends if end == end), default=0.0) * 1.06 + 0.005)
    axes.axvline(0, color=INK, linewidth=0.9)
    for row, models in enumerate(gains):
        if row:
            axes.axhline(row - 0.5, color=GRID, linewidth=0.5)
        for number, one in enumerate(models):
            place = row + BESIDE * (number - (len(models) - 1) / 2)
            _draw_gain(axes, place, one, colour=_colour(number), reach=reach)
    axes.set_xlim(-reach, reach)
    axes.set_xlabel("right of 0 the network on the graph is better", fontsize=8.5, color=GREY)
    axes.grid(axis="x", color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    tidy(axes)
    axes.tick_params(axis="y", length=0)


def _draw_gain(axes: Axes, place: float, one: Gain, *, colour: str, reach: float) -> None:
    """A point with its interval; an arrow at the edge where it is beyond."""
    if one.low == one.low:
        axes.plot([one.low, one.high], [place, place], color=colour, linewidth=1.4)
    if abs(one.difference) <= reach:
        axes.plot([one.difference], [place], "o", color=colour, markersize=4.5)
        return
    arrow = ">" if one.difference > 0 else "<"
    edge = reach * 0.985 * (1 if one.difference > 0 else -1)
    axes.plot([edge], [place], arrow, color=colour, markersize=6)


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]
