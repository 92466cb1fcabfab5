"""ROC and precision-recall curves, averaged over folds so that their areas are the scores.

Pages are ranked inside their test fold only. The folds' curves are averaged vertically, with the
weights that evaluation/metrics.py gives their scores: pairs for ROC, diseased pages for
precision-recall. The area under each drawn curve is then the AUROC or AUPRC of the table.
"""

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from hfgnn.reports.canvas import (
    CONTROL_LINES,
    GREY,
    GRID,
    NETWORK_COLOUR,
    empty_figure,
    tidy,
)
from hfgnn.reports.estimates import MINUS, value_text
from hfgnn.reports.finished import Finished
from hfgnn.reports.words import model_words
from hfgnn.types import Predictions

Values = NDArray[np.float64]
SIZE_INCHES = (4.7, 6.3)


def draw_roc(finished: Finished) -> Figure:
    """Sensitivity over false alarms, of the network and of every control."""
    figure = empty_figure(*SIZE_INCHES, stamps=finished.metrics["stamps"])
    axes = figure.add_subplot()
    for predictions in _network_last(finished):
        _draw_line(axes, finished, predictions=predictions, score="auroc")
    _finish(
        axes,
        x=f"1 {MINUS} specificity (false alarms)",
        y="sensitivity",
        title="ROC, average over folds",
    )
    _legend(axes, finished)
    return figure


def draw_precision_recall(finished: Finished) -> Figure:
    """Precision over recall, of the network and of every control, and the base rate."""
    figure = empty_figure(*SIZE_INCHES, stamps=finished.metrics["stamps"])
    axes = figure.add_subplot()
    base_rate = float(finished.network.label.mean())
    axes.axhline(base_rate, color=GREY, linewidth=0.8, linestyle=(0, (1, 2)))
    axes.text(
        0.99,
        base_rate,
        f"base rate {base_rate:.2f}",
        fontsize=7.5,
        color=GREY,
        ha="right",
        va="top",
        zorder=5,
    )
    for predictions in _network_last(finished):
        _draw_line(axes, finished, predictions=predictions, score="auprc")
    _finish(
        axes, x="recall (sensitivity)", y="precision", title="Precision-recall, average over folds"
    )
    _legend(axes, finished)
    return figure


def average_roc(predictions: Predictions) -> tuple[Values, Values]:
    """False alarm rate and sensitivity at every corner of the average curve.

    Returns:
        Two arrays that rise from 0 to 1, empty where no fold holds both classes.
    """
    curves, weights = [], []
    for ill, healthy in _ranked_folds(predictions):
        start = np.zeros(1)
        curves.append((np.append(start, healthy / healthy[-1]), np.append(start, ill / ill[-1])))
        weights.append(ill[-1] * healthy[-1])
    if not curves:
        return np.empty(0), np.empty(0)
    corners = np.unique(np.concatenate([alarms for alarms, _ in curves]))
    # A curve rises vertically at its corners: its values just left and just right of each.
    sides = [
        np.average(
            [_at(alarms, found, where=corners, last=last) for alarms, found in curves],
            axis=0,
            weights=weights,
        )
        for last in (False, True)
    ]
    return np.repeat(corners, 2), np.stack(sides, axis=1).ravel()


def average_precision_recall(predictions: Predictions) -> tuple[Values, Values]:
    """Recall, rising, and the average precision of the step that ends at each.

    Returns:
        Two arrays, empty where no fold holds both classes.
    """
    curves, weights = [], []
    for ill, healthy in _ranked_folds(predictions):
        new = np.diff(ill, prepend=0) > 0
        curves.append((ill[new] / ill[-1], (ill / (ill + healthy))[new]))
        weights.append(ill[-1])
    if not curves:
        return np.empty(0), np.empty(0)
    ends = np.unique(np.concatenate([recall for recall, _ in curves]))
    steps = [precision[np.searchsorted(recall, ends)] for recall, precision in curves]
    return ends, np.average(steps, axis=0, weights=weights)


def _ranked_folds(predictions: Predictions) -> Iterator[tuple[Values, Values]]:
    """Of each fold with both classes: diseased and healthy pages down to each probability."""
    for fit in np.unique(predictions.fit):
        rows = np.flatnonzero(predictions.fit == fit)
        rows = rows[np.argsort(-predictions.probability[rows], kind="stable")]
        ill = predictions.label[rows] == 1
        if ill.all() or not ill.any():
            continue
        last_of_tie = np.append(np.diff(predictions.probability[rows]) != 0, True)
        yield (
            np.cumsum(ill)[last_of_tie].astype(float),
            np.cumsum(~ill)[last_of_tie].astype(float),
        )


def _at(x: Values, y: Values, *, where: Values, last: bool) -> Values:
    """The curve at ``where``; on a vertical piece its first or its last value."""
    corner = np.searchsorted(x, where, side="right") - 1 if last else np.searchsorted(x, where)
    return np.where(x[corner] == where, y[corner], np.interp(where, x, y))


def _network_last(finished: Finished) -> Iterator[Predictions]:
    """The network is drawn on top of the others."""
    yield from reversed(finished.controls)
    yield finished.network


def _draw_line(axes: Axes, finished: Finished, *, predictions: Predictions, score: str) -> None:
    network, protocol = finished.network.model, finished.metrics["protocol"]
    name = predictions.model
    colour, dash = CONTROL_LINES.get(name, (GREY, "-."))
    width, label = 1.1, model_words(name, network, protocol).short
    if name == network:
        colour, dash, width = NETWORK_COLOUR, "-", 2.8
    value = value_text(finished.metrics["models"].get(name, {}).get(score))
    if score == "auroc":
        x, y = average_roc(predictions)
    else:
        x, y = average_precision_recall(predictions)
        x, y = np.repeat(np.append(0, x), 2)[1:-1], np.repeat(y, 2)
    axes.plot(x, y, color=colour, linestyle=dash, linewidth=width, label=f"{value}  {label}")


def _finish(axes: Axes, *, x: str, y: str, title: str) -> None:
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(-0.01, 1.02)
    axes.set_aspect("equal")
    axes.set_xlabel(x, fontsize=9)
    axes.set_ylabel(y, fontsize=9)
    axes.set_title(title, fontsize=10, loc="left")
    axes.grid(color=GRID, linewidth=0.5)
    tidy(axes)


def _legend(axes: Axes, finished: Finished) -> None:
    """The models in the order of the table, with their scores, below the axes."""
    handles, labels = axes.get_legend_handles_labels()
    number = len(finished.controls)
    order = [number, *reversed(range(number))]
    axes.legend(
        [handles[i] for i in order],
        [labels[i] for i in order],
        loc="upper center",
        bbox_to_anchor=(0.46, -0.13),
        ncols=2,
        fontsize=8,
        frameon=False,
        columnspacing=1.2,
    )
