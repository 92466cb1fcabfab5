"""How many beats of each recording are called wrongly, and what each does to the score."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hfgnn.evaluation.classes.by_record import RecordScores, by_record
from hfgnn.reports.beats.colours import class_colours
from hfgnn.reports.beats.finished import FinishedBeats
from hfgnn.reports.canvas import GREY, GRID, INK, empty_figure, tidy
from hfgnn.reports.estimates import MINUS

MOST_RECORDS = 30


def worst_records(finished: FinishedBeats) -> tuple[RecordScores, ...]:
    """The tested recordings in which the model in question errs, those with most errors first."""
    records = (one for one in by_record(finished.network) if one.errors)
    return tuple(sorted(records, key=lambda one: -sum(one.errors.values())))


def draw_errors(finished: FinishedBeats) -> Figure:
    """A bar of errors per recording by true class, and the change of macro-F1.

    Raises:
        ValueError: there is no error.
    """
    every = worst_records(finished)
    records = every[:MOST_RECORDS]
    if not records:
        raise ValueError(f"{finished.network.model} calls every beat rightly: no error to draw")
    figure = empty_figure(8.6, 1.3 + 0.21 * len(records), stamps=finished.metrics["stamps"])
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[2, 1])
    _draw_bars(left, records, finished.network.classes)
    changes = [one.macro_f1_change for one in records]
    colours = [GREY if change >= 0 else INK for change in changes]
    right.barh(range(len(records)), np.nan_to_num(changes), color=colours, height=0.7)
    right.axvline(0, color=INK, linewidth=0.8)
    left.set_yticks(range(len(records)), [one.record_id for one in records], fontsize=8)
    left.set_ylim(len(records) - 0.4, -0.6)
    more = f"; {len(every) - len(records)} more with fewer" if len(every) > len(records) else ""
    left.set_title(f"Beats called wrongly, by recording{more}", fontsize=10, loc="left")
    right.set_title("macro-F1 with it less without it", fontsize=10, loc="left")
    right.xaxis.set_major_formatter(lambda value, _: f"{value:+.2f}".replace("-", MINUS))
    for axes in (left, right):
        axes.grid(axis="x", color=GRID, linewidth=0.5)
        axes.set_axisbelow(True)
        tidy(axes)
        axes.tick_params(axis="y", length=0)
    return figure


def _draw_bars(axes: Axes, records: Sequence[RecordScores], classes: Sequence[str]) -> None:
    start = np.zeros(len(records))
    for number, colour in enumerate(class_colours(classes)):
        wrong = np.array(
            [one.confusion[number].sum() - one.confusion[number, number] for one in records]
        )
        label = f"is {classes[number]}, called otherwise"
        axes.barh(range(len(records)), wrong, left=start, color=colour, height=0.7, label=label)
        start += wrong
    for row, (one, total) in enumerate(zip(records, start.tolist(), strict=True)):
        share = total / one.beats
        axes.text(total, row, f" {total:,.0f}, {share:.1%}", va="center", fontsize=7.5, color=INK)
    axes.set_xlim(0, float(start.max()) * 1.22)
    axes.legend(fontsize=8, frameon=False, loc="lower right")
