"""Other lengths of the neighbour list, the other metric, and repeated averaging, as curves."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator

from hfgnn.reports.canvas import GREY, GRID, NETWORK_COLOUR, VERMILLION, empty_figure, tidy
from hfgnn.reports.finished import Finished
from hfgnn.reports.neighbourhood_figures import graph_numbers, without_content
from hfgnn.reports.units import in_units

METRIC_LINES = {"euclidean": (NETWORK_COLOUR, "o"), "cosine": (VERMILLION, "s")}
"""Colour and marker of each metric."""

PANELS = (
    ("homophily", "Neighbours of equal label"),
    ("vote_auroc", "AUROC of the neighbours' vote"),
    ("overlap", "Overlap with this run's lists"),
)
"""Number per length and metric, and its title."""

DEPTH_OF_NETWORKS = 2
"""Rounds of averaging in the networks of this package."""


def draw_sensitivity(finished: Finished) -> Figure:
    """Homophily, vote and overlap over the number of neighbours, a line per metric."""
    figure = empty_figure(8.6, 3.5, stamps=finished.metrics["stamps"])
    lists = graph_numbers(finished).get("sensitivity")
    if not lists:
        reason = in_units("there are too few training pages to compare", finished.unit)
        return without_content(figure.add_subplot(), reason)
    for axes, (name, title) in zip(figure.subplots(1, len(PANELS)), PANELS, strict=True):
        _draw_lists(axes, lists, name)
        axes.set_title(title, fontsize=10, loc="left")
        _finish(axes, "neighbours (k)")
    chance = graph_numbers(finished).get("homophily_by_chance")
    if chance is not None:
        _draw_level(figure.axes[0], chance)
    _draw_level(figure.axes[1], 0.5)
    figure.axes[2].set_ylim(0, 1.05)
    handles, labels = figure.axes[2].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=4, fontsize=8.5, frameon=False)
    return figure


def _draw_lists(axes: Axes, lists: Sequence[Mapping[str, Any]], name: str) -> None:
    for metric, (colour, marker) in METRIC_LINES.items():
        known = [one for one in lists if one["metric"] == metric and name in one]
        known.sort(key=lambda one: one["k"])
        axes.plot(
            [one["k"] for one in known],
            [one[name] for one in known],
            color=colour,
            marker=marker,
            markersize=4,
            linewidth=1.6,
            label=f"{metric.replace('euclidean', 'Euclidean')} distance",
        )
    own = [one for one in lists if one["is_own"] and name in one]
    axes.plot(
        [one["k"] for one in own],
        [one[name] for one in own],
        linestyle="",
        marker="o",
        markersize=12,
        markerfacecolor="none",
        markeredgecolor="black",
        markeredgewidth=1.3,
        label="this run",
    )
    lengths = sorted({one["k"] for one in lists})
    axes.set_xscale("log")
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(lengths, labels=[str(k) for k in lengths])


def draw_smoothing(finished: Finished) -> Figure:
    """What is left of differences between neighbours, and of those between classes."""
    figure = empty_figure(8.6, 3.5, stamps=finished.metrics["stamps"])
    depths = graph_numbers(finished).get("smoothing")
    if not depths:
        return without_content(figure.add_subplot(), "averaging was not measured")
    left, right = figure.subplots(1, 2)
    _draw_depths(left, depths, name="energy")
    if any(one.get("energy", 0) > 0 for one in depths):
        left.set_yscale("log")
        left.yaxis.set_major_locator(LogLocator(subs=(1.0, 3.0)))
        left.yaxis.set_minor_locator(NullLocator())
        left.yaxis.set_major_formatter(lambda share, _: f"{share:g}")
    left.set_title("Differences between neighbours (Dirichlet energy)", fontsize=10, loc="left")
    left.set_ylabel("share of that at depth 0", fontsize=9)
    _draw_depths(right, depths, name="class_auroc")
    _draw_level(right, 0.5)
    told_apart = in_units("Classes told apart on test pages (AUROC)", finished.unit)
    right.set_title(told_apart, fontsize=10, loc="left")
    left.text(
        DEPTH_OF_NETWORKS + 0.12,
        0.95,
        "depth of the networks",
        transform=left.get_xaxis_transform(),
        fontsize=7.5,
        color=GREY,
    )
    for axes in (left, right):
        axes.axvline(DEPTH_OF_NETWORKS, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
        _finish(axes, "rounds of averaging over neighbours")
    return figure


def _draw_depths(axes: Axes, depths: Sequence[Mapping[str, float]], *, name: str) -> None:
    known = [one for one in depths if name in one and one[name] > 0]
    axes.plot(
        [one["depth"] for one in known],
        [one[name] for one in known],
        color=NETWORK_COLOUR,
        marker="o",
        markersize=4.5,
        linewidth=1.8,
    )
    axes.set_xticks([one["depth"] for one in depths])
    axes.set_xlim(-0.3, max(one["depth"] for one in depths) + 0.3)


def _draw_level(axes: Axes, level: float) -> None:
    """A dotted line at what chance gives."""
    axes.axhline(level, color=GREY, linewidth=0.9, linestyle=(0, (1, 2)))
    axes.text(
        0.99,
        level,
        "chance",
        transform=axes.get_yaxis_transform(),
        fontsize=7.5,
        color=GREY,
        ha="right",
        va="bottom",
    )


def _finish(axes: Axes, x: str) -> None:
    axes.set_xlabel(x, fontsize=9)
    axes.grid(color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    tidy(axes)
