"""A score over the share of labels that training may see, with and without transfer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from numpy.typing import NDArray
from scipy.stats import t as student

from hfgnn.evaluation.paired_seeds import paired_gain
from hfgnn.reports.canvas import BLUE, GRID, INK, VERMILLION, empty_figure, tidy
from hfgnn.reports.estimates import MINUS

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class LearningCurve:
    """Scores of paired runs at rising shares of the labels.

    Attributes:
        score: what is scored, such as "AUROC".
        shares: of the training labels, in (0, 1], rising.
        transferred: (shares, seeds), runs that start from carried-over weights.
        scratch: (shares, seeds), runs of the same seeds that start from random weights.

    Raises:
        ValueError: the shares do not rise in (0, 1], or the scores have other shapes.
    """

    score: str
    shares: tuple[float, ...]
    transferred: Scores
    scratch: Scores

    def __post_init__(self) -> None:
        steps = np.diff((0.0, *self.shares))
        if not self.shares or (steps <= 0).any() or self.shares[-1] > 1:
            raise ValueError(f"shares are {self.shares}, but they must rise within (0, 1]")
        for scores in (self.transferred, self.scratch):
            if scores.shape != self.transferred.shape or scores.shape[0] != len(self.shares):
                raise ValueError(
                    f"scores are {self.transferred.shape} and {self.scratch.shape}, but both need "
                    f"a row for each of {len(self.shares)} shares and the same seeds"
                )


def draw_learning_curve(
    curve: LearningCurve, *, confidence: float, stamps: Sequence[str]
) -> Figure:
    """Above both scores, below the gain of transfer on the same seeds.

    Lines are means over the seeds with Student's interval; a dot is one run. The gain is that of
    ``hfgnn.evaluation.paired_seeds``, whose interval is the one to read: what the two runs of a
    seed share cancels in it.

    Args:
        curve: scores of all runs.
        confidence: of the intervals, in (0, 1).
        stamps: of the runs.
    """
    figure = empty_figure(6.4, 5.6, stamps=stamps)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[2, 1])
    for name, scores, colour in (
        ("transferred", curve.transferred, BLUE),
        ("from scratch", curve.scratch, VERMILLION),
    ):
        _draw_scores(upper, curve.shares, scores, name=name, look=(colour, confidence))
    upper.set_title(
        f"{curve.score}, mean of {curve.scratch.shape[1]} seeds", fontsize=10, loc="left"
    )
    upper.legend(fontsize=9, frameon=False, loc="lower right")
    _draw_gain(lower, curve, confidence)
    lower.set_xscale("log")
    lower.set_xticks(curve.shares, [f"{100 * share:g}" for share in curve.shares])
    lower.xaxis.set_minor_locator(NullLocator())
    lower.set_xlabel("labels used in training, %", fontsize=9)
    for axes in (upper, lower):
        axes.grid(color=GRID, linewidth=0.5)
        axes.set_axisbelow(True)
        tidy(axes)
    return figure


def _draw_scores(
    axes: Axes,
    shares: Sequence[float],
    scores: Scores,
    *,
    name: str,
    look: tuple[str, float],
) -> None:
    colour, confidence = look
    mean, seeds = scores.mean(axis=1), scores.shape[1]
    if seeds > 1:
        error = scores.std(axis=1, ddof=1) / seeds**0.5
        half = error * float(student.ppf((1 + confidence) / 2, seeds - 1))
        axes.fill_between(shares, mean - half, mean + half, color=colour, alpha=0.18, linewidth=0)
    each = np.repeat(np.asarray(shares), seeds)
    axes.plot(each, scores.ravel(), ".", color=colour, markersize=3, alpha=0.6)
    axes.plot(shares, mean, "-o", color=colour, linewidth=1.8, markersize=4.5, label=name)


def _draw_gain(axes: Axes, curve: LearningCurve, confidence: float) -> None:
    axes.axhline(0, color=INK, linewidth=0.9)
    axes.set_title("gain of transfer, paired by seed", fontsize=10, loc="left")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:+.3g}".replace("-", MINUS))
    if curve.scratch.shape[1] < 2:
        return
    for place, share in enumerate(curve.shares):
        gain = paired_gain(curve.transferred[place], curve.scratch[place], confidence)
        axes.plot([share, share], [gain.low, gain.high], color=INK, linewidth=1.6)
        axes.plot([share], [gain.value], "o", color=INK, markersize=5)
