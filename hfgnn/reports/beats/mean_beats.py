"""The mean beat of each class, and of those that are called otherwise."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from hfgnn.reports.beats.colours import class_colours
from hfgnn.reports.beats.finished import FinishedBeats
from hfgnn.reports.beats.words import class_words
from hfgnn.reports.canvas import GRID, INK, empty_figure, tidy
from hfgnn.splits.inter_patient import Division
from hfgnn.types import Beats, Rows

RANGE = (0.1, 0.9)
MOST_BEATS = 4_000
"""Of a class, taken evenly; more do not change the picture."""

LEAST_WRONG = 10
"""Beats from which on the mean of those called otherwise is shown."""


def draw_mean_beats(finished: FinishedBeats) -> Figure:
    """A panel per class: mean and range of the tested beats, first lead."""
    tested = finished.beats.take(Division(finished.splits, (), ()).test)
    wrong = called_otherwise(finished, tested)
    classes = tested.classes
    figure = empty_figure(1 + 2.5 * len(classes), 2.7, stamps=finished.metrics["stamps"])
    grid = figure.subplots(1, len(classes), sharey=True, squeeze=False)[0]
    for number, axes in enumerate(grid):
        mine = np.flatnonzero(tested.label == number)
        title = f"{classes[number]}: {len(mine):,} beats"
        axes.set_title(title, fontsize=10, loc="left")
        axes.set_xlabel(_wrapped(class_words(classes[number], classes)), fontsize=8)
        _draw_class(axes, tested, mine, wrong=wrong, colour=class_colours(classes)[number])
        tidy(axes)
        axes.grid(color=GRID, linewidth=0.5)
    grid[0].set_ylabel(f"lead {tested.leads[0]}", fontsize=8.5)
    return figure


def _wrapped(words: str) -> str:
    middle = words.find(" ", len(words) // 2) if len(words) > 24 else len(words)
    return f"ms from its mark\n{words[:middle]}\n{words[middle + 1 :]}".rstrip()


def _draw_class(
    axes: Axes, tested: Beats, mine: Rows, *, wrong: NDArray[np.bool_], colour: str
) -> None:
    if not len(mine):
        return
    time = 1000 * (np.arange(tested.signal.shape[2]) - tested.mark) / tested.sampling_hz
    shown = mine[:: -(-len(mine) // MOST_BEATS)]
    signal = tested.signal[shown, 0]
    low, high = np.quantile(signal, RANGE, axis=0)
    axes.fill_between(time, low, high, color=colour, alpha=0.18, linewidth=0)
    axes.plot(time, signal.mean(axis=0), color=colour, linewidth=1.6)
    missed = mine[wrong[mine]]
    if len(missed) >= LEAST_WRONG:
        mean = tested.signal[missed, 0].mean(axis=0)
        axes.plot(time, mean, color=INK, linewidth=1.1, linestyle="--")


def called_otherwise(finished: FinishedBeats, tested: Beats) -> NDArray[np.bool_]:
    """Which of the tested beats the first seed of the model calls wrongly; none if not the same."""
    answers = finished.network
    first = answers.seed == answers.seed.min()
    same = all(
        np.array_equal(getattr(answers, name)[first], getattr(tested, name))
        for name in ("record_id", "sample", "label")
    )
    if not same:
        return np.zeros(len(tested), dtype=bool)
    return np.asarray(answers.predicted[first] != tested.label)
