"""How often the network calls which patients diseased."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hfgnn.reports.canvas import INK, empty_figure
from hfgnn.reports.finished import Finished
from hfgnn.reports.units import in_units
from hfgnn.reports.words import class_words, network_name
from hfgnn.types import Predictions, Rows


def draw_confusion(finished: Finished) -> Figure:
    """Counts over all test pages, and shares of each row."""
    figure = empty_figure(4.4, 3.9, stamps=finished.metrics["stamps"])
    axes = figure.add_subplot()
    draw_counts(axes, confusion_counts(finished.network), class_words(finished.cohort))
    axes.set_xlabel(f"called by {network_name(finished.network.model)}", fontsize=9)
    title = in_units("Test pages of all folds", finished.unit)
    axes.set_title(title, fontsize=10, loc="left")
    return figure


def draw_counts(axes: Axes, counts: Rows, words: Sequence[str]) -> None:
    """A field per class and what it was called, shaded by the share of its row.

    Args:
        axes: to draw into.
        counts: (classes, classes), true class before called one.
        words: names of the classes.
    """
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1.25)
    size = 12 if len(counts) < 4 else 8.5
    for row, column in np.ndindex(*counts.shape):
        text = f"{counts[row, column]:,}\n{shares[row, column]:.1%}"
        colour = "white" if shares[row, column] > 0.7 else INK
        axes.text(column, row, text, ha="center", va="center", fontsize=size, color=colour)
    words = [word.replace(" or ", " or\n") for word in words]
    axes.set_xticks(range(len(words)), words, fontsize=9)
    axes.set_yticks(range(len(words)), words, fontsize=9, rotation=90, va="center")
    axes.set_ylabel("is", fontsize=9)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def confusion_counts(predictions: Predictions) -> Rows:
    """Pages by label (row) and by what they were called (column), int64 (2, 2)."""
    return np.bincount(2 * predictions.label + predictions.predicted, minlength=4).reshape(2, 2)
