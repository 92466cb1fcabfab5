"""Every figure of a run, drawn and written."""

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from hfgnn.reports.canvas import png_bytes
from hfgnn.reports.confusion import draw_confusion
from hfgnn.reports.curves import draw_precision_recall, draw_roc
from hfgnn.reports.extra import extra_figures
from hfgnn.reports.files import write_beside
from hfgnn.reports.finished import Finished
from hfgnn.reports.forest import draw_forest
from hfgnn.reports.graph_captions import GRAPH_FIGURES
from hfgnn.reports.graph_picture import draw_graph
from hfgnn.reports.pages import draw_pages
from hfgnn.reports.use_figures import USE_FIGURES

FIGURES: dict[str, Callable[[Finished], Figure]] = {
    "forest": draw_forest,
    "roc": draw_roc,
    "precision_recall": draw_precision_recall,
    "confusion": draw_confusion,
    "graph": draw_graph,
    "pages": draw_pages,
    **USE_FIGURES,
    **GRAPH_FIGURES,
}
"""File name without its ending, and what draws it."""


def write_figures(finished: Finished, folder: Path) -> dict[str, bytes]:
    """Write ``figures/<name>.png`` below ``folder``; give the files' contents by name.

    Raises:
        ValueError: a further part of the report has a figure of the name of another.
    """
    further = extra_figures(finished.extra, taken=FIGURES)
    drawn = {name: FIGURES[name](finished) for name in shown(finished)}
    pictures = {name: png_bytes(figure) for name, figure in (drawn | further).items()}
    for name, picture in pictures.items():
        write_beside(folder / "figures" / f"{name}.png", picture)
    return pictures


def shown(finished: Finished) -> list[str]:
    """Names of the figures for which the run has something to draw."""
    absent: set[str] = set()
    if finished.drawn is None:
        absent |= {"graph", *GRAPH_FIGURES}
    if not finished.has_pictures:
        absent.add("pages")
    if not finished.metrics.get("use", {}).get("subgroups"):
        absent.add("subgroups")
    return [name for name in FIGURES if name not in absent]
