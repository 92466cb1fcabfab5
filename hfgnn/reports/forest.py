"""Every model's AUROC, and what the network gains over it, with intervals."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hfgnn.reports.canvas import GREY, GRID, INK, NETWORK_COLOUR, empty_figure, tidy
from hfgnn.reports.estimates import MINUS, Estimate, gains, value_text
from hfgnn.reports.finished import Finished
from hfgnn.reports.words import model_words, network_name

MOST_LETTERS = 12
"""Of a name that is said twice in a title, which would else leave the figure."""


def draw_forest(finished: Finished) -> Figure:
    """Left the AUROC of each model, right how much higher the network's is."""
    metrics = finished.metrics
    models = list(metrics["models"])
    figure = empty_figure(8.6, 1.5 + 0.34 * len(models), stamps=metrics["stamps"])
    left, right = figure.subplots(1, 2, sharey=True)
    scores = [metrics["models"][model].get("auroc") for model in models]
    bold, gain = models.index(metrics["network"]), gains(metrics)
    draw_points(left, scores, name="value", bold=bold)
    draw_points(right, [gain.get(model) for model in models], name="difference", bold=bold)
    names = [model_words(one, metrics["network"], metrics["protocol"]).short for one in models]
    left.set_yticks(range(len(models)))
    left.set_yticklabels(names)
    left.set_ylim(len(models) - 0.5, -0.5)
    left.axvline(0.5, color=GREY, linewidth=0.8, linestyle=(0, (1, 2)))
    right.axvline(0, color=INK, linewidth=0.9)
    left.set_title("AUROC", fontsize=10, loc="left")
    name = network_name(metrics["network"])
    name = name if len(name) <= MOST_LETTERS else "the network"
    right.set_title(
        f"AUROC of {name} minus it: right of 0, {name} is better", fontsize=10, loc="left"
    )
    _widen(right)
    return figure


def draw_points(axes: Axes, estimates: Sequence[Estimate | None], *, name: str, bold: int) -> None:
    """A point with its interval in each row, and both in numbers beside it.

    Args:
        axes: to draw into, rows from the top.
        estimates: of each row; one without a number stays empty.
        name: of the number in an estimate, "value" or "difference".
        bold: the row that stands out.
    """
    for row, estimate in enumerate(estimates):
        if not estimate or name not in estimate:
            continue
        is_network = row == bold
        colour = NETWORK_COLOUR if is_network else INK
        value = estimate[name]
        ends = [estimate.get("low", value), estimate.get("high", value)]
        axes.plot(ends, [row, row], color=colour, linewidth=2.6 if is_network else 1.3)
        axes.plot([value], [row], "o", color=colour, markersize=7 if is_network else 4.5)
        text = value_text(estimate, name=name, sign="+" if name == "difference" else "")
        axes.text(
            1.01,
            row,
            text.replace("-", MINUS),
            transform=axes.get_yaxis_transform(),
            va="center",
            fontsize=8.5,
            color=colour,
            fontweight="bold" if is_network else "normal",
        )
    axes.grid(axis="x", color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    tidy(axes)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _widen(axes: Axes) -> None:
    """Leave the zero inside, with some air on both sides."""
    low, high = axes.get_xlim()
    margin = 0.05 * max(high - low, 0.02)
    axes.set_xlim(min(low, -margin), max(high, np.float64(margin)))
