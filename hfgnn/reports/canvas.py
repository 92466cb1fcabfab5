"""Empty figures that carry the run's stamps, and the colours of models and classes."""

import io
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from hfgnn.reports.estimates import with_minus

DPI = 130
INK = "#222222"
GRID = "#d9d9d9"

# Okabe and Ito's palette, which the common kinds of colour blindness can tell apart.
BLUE, SKY, GREEN, ORANGE = "#0072B2", "#56B4E9", "#009E73", "#E69F00"
VERMILLION, PURPLE, BLACK, GREY = "#D55E00", "#CC79A7", "#000000", "#8a8a8a"

NETWORK_COLOUR = BLUE
HEALTHY_COLOUR, ILL_COLOUR = SKY, VERMILLION

CONTROL_LINES: dict[str, tuple[str, str]] = {
    "no_edges": (VERMILLION, "-"),
    "rewired": (ORANGE, "-"),
    "logistic_all": (BLACK, "-"),
    "logistic_image": (SKY, "-"),
    "logistic_clinical": (PURPLE, "-"),
    "logistic_recording": (PURPLE, "--"),
    "logistic_further": (PURPLE, ":"),
    "logistic_bands": (BLACK, "--"),
    "logistic_clusters": (SKY, "--"),
    "logistic_splines": (SKY, ":"),
    "boosting": (GREEN, "-"),
    "xgboost": (GREEN, "--"),
    "forest": (GREEN, ":"),
    "forest_bands": (GREEN, ":"),
    "stacking": (VERMILLION, "--"),
    "shortcut": (ORANGE, "--"),
    "gat": (SKY, "-."),
    "gcn": (SKY, "-."),
    "sage": (SKY, "-."),
    "transformer": (SKY, "-."),
    "gated": (SKY, "-."),
    "appnp": (SKY, "-."),
    "gat_distances": (SKY, "-."),
    "label_propagation": (GREY, "--"),
    "majority": (GREY, ":"),
}
"""Colour and dash of each model beside the network, a second network among them."""


def empty_figure(width: float, height: float, *, stamps: Sequence[str]) -> Figure:
    """A figure of this size in inches, with the stamps along its lower edge."""
    figure = Figure(figsize=(width, height), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    if stamps:
        lines = stamp_lines([with_minus(stamp) for stamp in stamps], letters=int(width * 15))
        bottom = (0.15 + 0.14 * len(lines)) / height
        engine = figure.get_layout_engine()
        if isinstance(engine, ConstrainedLayoutEngine):
            engine.set(rect=(0, bottom, 1, 1 - bottom))
        figure.text(
            0.012, 0.06 / height, "\n".join(lines), fontsize=7.5, color="#8a4b00", va="bottom"
        )
    return figure


def stamp_lines(stamps: Sequence[str], *, letters: int) -> list[str]:
    """The stamps in lines of at most so many letters; a stamp is not broken."""
    lines: list[str] = []
    for stamp in stamps:
        if lines and len(lines[-1]) + len(stamp) + 3 <= letters:
            lines[-1] += f" · {stamp}"
        else:
            lines.append(stamp)
    return lines


def tidy(axes: Axes) -> None:
    """Thin grey frame and ticks, no upper and right edge."""
    axes.tick_params(labelsize=8.5, color=GREY, labelcolor=INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(GREY)


def png_width(picture: bytes) -> int:
    """Width in pixels of a PNG file, which its header holds at bytes 16 to 19."""
    return int.from_bytes(picture[16:20], "big")


def png_bytes(figure: Figure) -> bytes:
    """The figure as a PNG file, the one that ``savefig`` writes after it has drawn it twice."""
    buffer = io.BytesIO()
    canvas: Any = FigureCanvasAgg(figure)
    canvas.print_png(buffer)
    return buffer.getvalue()
