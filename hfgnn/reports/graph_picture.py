"""The patient graph of the first fold in two dimensions."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from hfgnn.reports.canvas import GREY, HEALTHY_COLOUR, ILL_COLOUR, INK, empty_figure
from hfgnn.reports.finished import DrawnGraph, Finished
from hfgnn.reports.layout import (
    Places,
    choose_rows,
    edges_among,
    principal_places,
    spring_places,
)
from hfgnn.reports.words import class_words
from hfgnn.types import Rows

MOST_ROWS = 600
"""More could not be told apart, and the springs take time with the square of it."""


@dataclass(frozen=True)
class PartStyle:
    """How the rows of one part of the split are drawn."""

    name: str
    marker: str
    size: float


TRAINING = PartStyle("training", "o", 20)
VALIDATION = PartStyle("validation", "D", 22)
TEST = PartStyle("test", "s", 34)


def draw_graph(finished: Finished) -> Figure:
    """Patients as points, coloured by label, their shape by the part of the split.

    Raises:
        ValueError: the run has no graph.
    """
    drawn = finished.drawn
    if drawn is None:
        raise ValueError("a run without a graph has none to draw")
    figure = empty_figure(7.4, 6.2, stamps=finished.metrics["stamps"])
    axes = figure.add_subplot()
    others = np.concatenate([drawn.parts.train, drawn.parts.validation])
    rows = choose_rows(drawn.graph, drawn.parts.test, others=others, most=MOST_ROWS)
    edges = edges_among(drawn.graph, rows)
    places = spring_places(principal_places(drawn.nodes.x[rows]), edges)
    alpha = min(0.6, 12 / max(edges.shape[1], 1) ** 0.5)  # many lines, paler lines
    lines = LineCollection(list(places[edges.T]), colors="#8a8a8a", linewidths=0.45, alpha=alpha)
    axes.add_collection(lines)
    parts = _draw_parts(axes, drawn, rows=rows, places=places)
    _finish(axes, finished, parts=parts)
    axes.set_title(
        _title(drawn, num_rows=len(rows), num_edges=edges.shape[1]), fontsize=10, loc="left"
    )
    return figure


def _draw_parts(axes: Axes, drawn: DrawnGraph, *, rows: Rows, places: Places) -> list[PartStyle]:
    """Draw each row once, with the last part that holds it; give the parts that occur."""
    parts = (
        (TRAINING, drawn.parts.train),
        (VALIDATION, drawn.parts.validation),
        (TEST, drawn.parts.test),
    )
    part_of = np.zeros(len(rows), dtype=np.int64)
    for number, (_, members) in enumerate(parts):
        part_of[np.isin(rows, members)] = number
    colours = np.where(drawn.nodes.label[rows] == 1, ILL_COLOUR, HEALTHY_COLOUR)
    for number, (style, _) in enumerate(parts):
        here = part_of == number
        axes.scatter(
            places[here, 0],
            places[here, 1],
            s=style.size,
            marker=style.marker,
            c=colours[here],
            edgecolors=INK if style is TEST else "white",
            linewidths=0.9 if style is TEST else 0.5,
            zorder=2 + number,
        )
    return [style for number, (style, _) in enumerate(parts) if (part_of == number).any()]


def _finish(axes: Axes, finished: Finished, *, parts: list[PartStyle]) -> None:
    """A legend for colours and shapes; the axes have no meaning and are not shown."""
    names = class_words(finished.cohort)
    handles = [
        Line2D([], [], marker="o", linestyle="", color=colour, label=name, markersize=7)
        for colour, name in zip((HEALTHY_COLOUR, ILL_COLOUR), names, strict=True)
    ]
    handles += [
        Line2D(
            [],
            [],
            marker=part.marker,
            linestyle="",
            label=part.name,
            markersize=6,
            markerfacecolor="white",
            markeredgecolor=INK if part is TEST else GREY,
        )
        for part in parts
    ]
    axes.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, 0.0),
        fontsize=8.5,
        ncols=len(handles),
        frameon=False,
        handletextpad=0.2,
        columnspacing=1.4,
    )
    axes.margins(0.03)
    axes.set_axis_off()


def _title(drawn: DrawnGraph, *, num_rows: int, num_edges: int) -> str:
    total = len(np.unique(drawn.parts.all))
    if num_rows == total:
        return f"Patient graph of the first fold: {total} rows, {num_edges} pairs joined"
    return f"Patient graph of the first fold: {num_rows} of {total} rows, drawn by lot"
