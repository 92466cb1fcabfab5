"""Power and false verdicts of the graph verdict as figures."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from hfgnn.config.study import Kind
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
from hfgnn.reports.verdict_rates import TRUTH, Cell
from hfgnn.reports.verdict_tables import kind_words
from hfgnn.types import Estimate

COLOURS = (SKY, BLUE, INK, GREEN, ORANGE, VERMILLION, PURPLE)
ACCEPTED = 0.05
"""Share of wrong verdicts that an interval of 95 % accepts."""
WANTED = 0.90
"""Power that the study aims at."""
BESIDE = 0.14  # of a line's height, between two sizes


def draw_power(cells: Sequence[Cell], *, stamps: Sequence[str]) -> Figure:
    """How often the verdict says that the graph helps, over what it adds, by number of patients."""
    figure = empty_figure(6.4, 4.2, stamps=stamps)
    axes = figure.subplots()
    helping = [cell for cell in cells if cell.kind == Kind.helps]
    sizes = sorted({cell.patients for cell in helping})
    for number, size in enumerate(sizes):
        points = sorted((cell.level, cell.helps) for cell in helping if cell.patients == size)
        middle = number - (len(sizes) - 1) / 2
        _draw_line(axes, points, shift=0.0006 * middle, colour=COLOURS[number], name=f"{size:,}")
    axes.axhline(WANTED, color=GREY, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.text(0, WANTED + 0.01, "goal", fontsize=8, color=GREY)
    axes.set_xlim(left=0)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("what k neighbours truly add: AUROC of the best rule", fontsize=9)
    axes.set_ylabel('share of cohorts with the verdict "helps"', fontsize=9)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.legend(
        title="patients", fontsize=8.5, title_fontsize=8.5, frameon=False, loc="lower right"
    )
    axes.grid(color=GRID, linewidth=0.5)
    tidy(axes)
    return figure


def draw_verdicts(cells: Sequence[Cell], *, stamps: Sequence[str]) -> Figure:
    """Both verdicts by what is true and by number of patients; filled where they are right."""
    truths = list(dict.fromkeys(kind_words(cell.kind, cell.level) for cell in cells))
    figure = empty_figure(8.6, 1.6 + 0.62 * len(truths), stamps=stamps)
    panels = figure.subplots(1, 2, sharey=True)
    sizes = sorted({cell.patients for cell in cells})
    for axes, said in zip(panels, ("helps", "hurts"), strict=True):
        for cell in cells:
            middle = sizes.index(cell.patients) - (len(sizes) - 1) / 2
            row = truths.index(kind_words(cell.kind, cell.level)) + BESIDE * middle
            colour = COLOURS[sizes.index(cell.patients)]
            _draw_point(axes, row, getattr(cell, said), colour, TRUTH[cell.kind] == said)
        axes.set_title(f'share of cohorts with the verdict "{said}"', fontsize=10, loc="left")
        axes.axvline(ACCEPTED, color=GREY, linewidth=0.9, linestyle=(0, (4, 3)))
        axes.set_xlabel("filled where it is true; dashed: 5 %", fontsize=8.5)
        axes.set_xlim(-0.03, 1.03)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.grid(axis="x", color=GRID, linewidth=0.5)
        tidy(axes)
    panels[0].set_yticks(range(len(truths)), truths)
    panels[0].set_ylim(len(truths) - 0.5, -0.5)
    for number, size in enumerate(sizes):
        panels[1].plot([], [], "o-", color=COLOURS[number], label=f"{size:,} patients")
    figure.legend(loc="outside upper right", ncols=len(sizes), fontsize=8.5, frameon=False)
    return figure


def _draw_line(
    axes: Axes,
    points: Sequence[tuple[float, Estimate]],
    *,
    shift: float,
    colour: str,
    name: str,
) -> None:
    places = [level + shift for level, _ in points]
    axes.plot(places, [one.value for _, one in points], "o-", color=colour, label=name)
    axes.vlines(places, [one.low for _, one in points], [one.high for _, one in points], colour)


def _draw_point(axes: Axes, row: float, one: Estimate, colour: str, is_right: bool) -> None:
    axes.plot([one.low, one.high], [row, row], color=colour, linewidth=1.3)
    face = colour if is_right else "white"
    axes.plot([one.value], [row], "o", color=colour, markerfacecolor=face, markersize=5)
