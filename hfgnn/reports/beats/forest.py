"""F1 of every class and model with intervals."""

from matplotlib.figure import Figure

from hfgnn.reports.beats.finished import FinishedBeats
from hfgnn.reports.beats.words import beat_model_words
from hfgnn.reports.canvas import empty_figure
from hfgnn.reports.forest import draw_points

MOST_BESIDE = 3
"""Panels in a row."""


def draw_class_forest(finished: FinishedBeats) -> Figure:
    """A panel for macro-F1 and one per class, a line per model in each."""
    metrics, classes = finished.metrics, finished.network.classes
    models = list(metrics["models"])
    panels = len(classes) + 1
    lines = -(-panels // MOST_BESIDE)
    beside = -(-panels // lines)
    height = 0.5 + lines * (0.85 + 0.3 * len(models))
    figure = empty_figure(1.6 + 3.1 * beside, height, stamps=metrics["stamps"])
    grid = figure.subplots(lines, beside, sharey=True, squeeze=False)
    titles = ("macro-F1", *(f"F1 of {name}" for name in classes))
    for axes in grid.ravel()[panels:]:
        axes.set_axis_off()
    for place, (axes, title) in enumerate(zip(grid.ravel(), titles, strict=False)):
        of = [
            metrics["models"][model].get("macro_f1")
            if not place
            else metrics["classes"][model].get(classes[place - 1], {}).get("f1")
            for model in models
        ]
        draw_points(axes, of, name="value", bold=models.index(metrics["network"]))
        axes.set_title(title, fontsize=10, loc="left")
        axes.set_xlim(-0.03, 1.03)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".5", ".75", "1"])
        axes.set_yticks(range(len(models)), [beat_model_words(model).short for model in models])
        axes.set_ylim(len(models) - 0.5, -0.5)
    return figure
