"""Who stands in whose neighbourhood, how alike they are, and which columns decide it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, NullLocator

from hfgnn.reports.canvas import (
    GREY,
    GRID,
    INK,
    NETWORK_COLOUR,
    ORANGE,
    SKY,
    empty_figure,
    tidy,
)
from hfgnn.reports.estimates import MINUS
from hfgnn.reports.finished import Finished
from hfgnn.reports.units import in_units
from hfgnn.types import BLOCKS

HOMOPHILIES = (
    ("homophily", "edges from\nequal label"),
    ("node_homophily", "the same,\nmean over pages"),
    ("adjusted_homophily", "corrected for\nchance"),
)
"""Key in metrics.json, and what the reader sees."""

TOGETHER = ", together"
"""What the bar of a whole block is called by, behind its name."""

MOST_COLUMNS = 24
"""Single columns that have a bar, those with the largest shares."""

ABBREVIATIONS = ("ef", "bnp", "nyha", "sbp")

MOST_BINS = 20
"""Bars of the hub figure, beside that of the pages that nobody hears."""

LONG_TAIL = 40
"""Heard more often than this, hubs would not show on a linear scale."""


def draw_homophily(finished: Finished) -> Figure:
    """How alike the ends of the edges to test pages are, beside chance."""
    figure = empty_figure(4.3, 3.4, stamps=finished.metrics["stamps"])
    axes = figure.add_subplot()
    graph = graph_numbers(finished)
    known = [(name, words) for name, words in HOMOPHILIES if name in graph]
    if not known:
        return without_content(axes, in_units("no edge leads to a test page", finished.unit))
    for row, (name, _) in enumerate(known):
        is_adjusted = name == "adjusted_homophily"
        colour = NETWORK_COLOUR if is_adjusted else SKY
        axes.barh(row, graph[name], color=colour, height=0.55, zorder=2)
        chance = 0.0 if is_adjusted else graph["homophily_by_chance"]
        axes.plot([chance] * 2, [row - 0.4, row + 0.4], color=INK, linewidth=1.8, zorder=3)
        text = f"{graph[name]:.2f}".replace("-", MINUS)
        place = max(graph[name], chance) + 0.02
        axes.text(place, row, text, va="center", fontsize=8.5, color=INK)
    axes.plot([], [], color=INK, linewidth=1.8, label="by chance")
    axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.1), fontsize=8, frameon=False)
    axes.set_xlim(min(0, *(graph[name] for name, _ in known)) - 0.02, 1.12)
    _name_rows(axes, [in_units(words, finished.unit) for _, words in known])
    title = in_units("Homophily of edges to test pages", finished.unit)
    axes.set_title(title, fontsize=10, loc="left")
    return figure


def draw_senders(finished: Finished) -> Figure:
    """How many pages hear each training page: few are hubs, some are heard by nobody."""
    figure = empty_figure(4.3, 3.4, stamps=finished.metrics["stamps"])
    axes = figure.add_subplot()
    senders = graph_numbers(finished).get("senders")
    if not senders:
        return without_content(axes, "senders were not counted")
    low, width, rows = times_in_bins(senders["histogram"])
    colours = [ORANGE if not times else NETWORK_COLOUR for times in low]
    left = np.array(low) - 0.5
    left[0] = 0.5 - width[-1]  # as wide as the others, or it could not be seen
    axes.bar(left, rows, width[-1], align="edge", color=colours, edgecolor="white", zorder=2)
    _leave_room(axes, rows, is_long=low[-1] > LONG_TAIL)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_xlabel(in_units("pages that hear it (orange: none)", finished.unit), fontsize=9)
    axes.set_ylabel(in_units("training pages per fold", finished.unit), fontsize=9)
    axes.text(
        0.98,
        0.97,
        sender_words(senders),
        transform=axes.transAxes,
        ha="right",
        va="top",
        fontsize=8.5,
        color=INK,
        linespacing=1.4,
    )
    title = in_units("How often a training page is heard", finished.unit)
    axes.set_title(title, fontsize=10, loc="left")
    tidy(axes)
    return figure


def times_in_bins(
    histogram: Sequence[Mapping[str, float]],
) -> tuple[list[int], list[int], list[float]]:
    """Rows by how often they are heard: nobody apart, then at most MOST_BINS equal bins.

    Returns:
        Of each bin the lowest number of times, how many numbers it holds, and its rows.
    """
    highest = int(max(entry["times"] for entry in histogram))
    width = max(1, -(-highest // MOST_BINS))
    low = [0, *range(1, highest + 1, width)]
    widths = [1] + [width] * (len(low) - 1)
    rows = [
        sum(entry["rows"] for entry in histogram if first <= entry["times"] < first + many)
        for first, many in zip(low, widths, strict=True)
    ]
    return low, widths, rows


def _leave_room(axes: Axes, rows: Sequence[float], *, is_long: bool) -> None:
    """Air above the bars for the words; a logarithmic scale where the hubs stand far out."""
    most = max(rows)
    if not is_long:
        axes.set_ylim(0, 1.6 * most)
        return
    least = min(number for number in rows if number) / 2
    axes.set_yscale("log")
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_ylim(least, most * (most / least) ** 0.6)


def sender_words(senders: Mapping[str, float]) -> str:
    """Median, maximum, hubs and the unheard, a line each; what is not known is left out."""
    lines = [f"median {senders['median']:.3g}, at most {senders['max']:.0f}"]
    if "skewness" in senders:
        lines.append(f"skewness {senders['skewness']:.1f}".replace("-", MINUS))
    for name, words in (
        ("top_1_percent_share", "of edges from the top 1%"),
        ("top_5_percent_share", "of edges from the top 5%"),
        ("never_heard_share", "are heard by nobody"),
    ):
        if name in senders:
            lines.append(f"{senders[name]:.0%} {words}")
    return "\n".join(lines)


def draw_blocks(finished: Finished) -> Figure:
    """Share of the image and of every clinical column in the squared distance."""
    shares = graph_numbers(finished).get("block_shares", {})
    bars = block_bars(shares)
    figure = empty_figure(8.6, 1.3 + 0.3 * max(len(bars), 3), stamps=finished.metrics["stamps"])
    axes = figure.add_subplot()
    if not bars:
        return without_content(axes, "shares were not measured")
    for row, (name, share) in enumerate(bars):
        is_block = name == "image" or name.endswith(TOGETHER)
        axes.barh(row, share, color=NETWORK_COLOUR if is_block else SKY, height=0.6, zorder=2)
        axes.text(share + 0.008, row, f"{share:.1%}", va="center", fontsize=8.5, color=INK)
    axes.set_xlim(0, 1.08)
    axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    _name_rows(axes, [name for name, _ in bars])
    axes.set_title("Share of the expected squared distance", fontsize=10, loc="left")
    return figure


def block_bars(shares: Mapping[str, Any]) -> list[tuple[str, float]]:
    """The image, each other block together, then each of its columns by its size, if few."""
    bars = [("image", shares["image"])] if shares.get("image") else []
    others = [name for name in BLOCKS if name != "image" and shares.get(name)]
    bars += [(f"{name}{TOGETHER}", shares[name]) for name in others]
    columns = sorted(shares.get("columns", {}).items(), key=lambda item: -item[1])
    return bars + [(column_words(name), share) for name, share in columns[:MOST_COLUMNS]]


def column_words(name: str) -> str:
    """A clinical column as a reader would write it: bnp_pg_per_ml is BNP pg/ml."""
    first, *rest = name.split("_")
    words = [first.upper() if first in ABBREVIATIONS else first, *rest]
    return " ".join(words).replace(" per ", "/")


def graph_numbers(finished: Finished) -> Mapping[str, Any]:
    """The graph section of metrics.json; empty where a run has none."""
    numbers: Mapping[str, Any] = finished.metrics.get("graph", {})
    return numbers


def without_content(axes: Axes, reason: str) -> Figure:
    """Say why there is nothing to draw."""
    axes.set_axis_off()
    axes.text(
        0.5, 0.5, reason, transform=axes.transAxes, ha="center", va="center", color=GREY, fontsize=9
    )
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("axes stand in no figure, but must, for a figure to be given back")
    return figure


def _name_rows(axes: Axes, names: list[str]) -> None:
    """Names on the left, the first row on top, thin vertical lines."""
    axes.set_yticks(range(len(names)))
    axes.set_yticklabels(names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="x", color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    tidy(axes)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
