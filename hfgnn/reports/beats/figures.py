"""Every figure of a run on heartbeats, with what to look for in it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from hfgnn.reports.beats.errors import draw_errors, worst_records
from hfgnn.reports.beats.finished import FinishedBeats
from hfgnn.reports.beats.forest import draw_class_forest
from hfgnn.reports.beats.mean_beats import draw_mean_beats
from hfgnn.reports.beats.strip import draw_strip
from hfgnn.reports.beats.words import beat_model_words
from hfgnn.reports.canvas import empty_figure, png_bytes
from hfgnn.reports.confusion import draw_counts
from hfgnn.reports.extra import extra_captions, extra_figures
from hfgnn.reports.files import write_beside

SECONDS_PER_ROW = 10.0
MOST_ROWS = 3
"""Rows of a strip in the report."""

FIGURES = {
    "classes": draw_class_forest,
    "confusion": lambda finished: draw_confusion(finished),
    "errors": draw_errors,
    "mean_beats": draw_mean_beats,
}
"""File name without its ending, and what draws it."""


def draw_confusion(finished: FinishedBeats) -> Figure:
    """Test beats by class and by what they were called, with the shares of each class."""
    counts = np.array(finished.metrics["confusion"][finished.network.model], dtype=np.int64)
    side = 2.2 + 0.85 * len(counts)
    figure = empty_figure(side + 0.4, side, stamps=finished.metrics["stamps"])
    axes = figure.add_subplot()
    draw_counts(axes, counts, finished.network.classes)
    axes.set_xlabel(f"called by {finished.network.model}", fontsize=9)
    seeds = len(np.unique(finished.network.seed))
    times = f", of {seeds} seeds together" if seeds > 1 else ""
    axes.set_title(f"Test beats{times}", fontsize=10, loc="left")
    return figure


def write_beat_figures(finished: FinishedBeats, folder: Path) -> dict[str, bytes]:
    """Write ``figures/<name>.png`` below ``folder``; give the files' contents by name."""
    pictures = {
        name: png_bytes(draw(finished))
        for name, draw in FIGURES.items()
        if name != "errors" or worst_records(finished)
    }
    for number, strip in enumerate(finished.strips, 1):
        figure = draw_strip(
            strip,
            seconds_per_row=SECONDS_PER_ROW,
            most_rows=MOST_ROWS,
            stamps=tuple(finished.metrics["stamps"]),
        )
        pictures[f"strip_{number}"] = png_bytes(figure)
    further = extra_figures(finished.extra, taken=pictures)
    pictures |= {name: png_bytes(figure) for name, figure in further.items()}
    for name, picture in pictures.items():
        write_beside(folder / "figures" / f"{name}.png", picture)
    return pictures


def beat_captions(finished: FinishedBeats) -> dict[str, dict[str, str]]:
    """Title and caption of each figure, by name."""
    return {
        name: {"title": title, "caption": caption} for name, title, caption in _captions(finished)
    } | extra_captions(finished.extra)


def _captions(finished: FinishedBeats) -> Iterator[tuple[str, str, str]]:
    name = beat_model_words(finished.network.model).long
    yield (
        "classes",
        "Which class is told apart, by whom?",
        "F1 of each class and of all together, with its interval over patients. A class that few "
        "patients have has a wide one: what looks like a better model may be other patients.",
    )
    yield (
        "confusion",
        "What is called what.",
        f"{name}. Each row holds the beats of one class and adds to 100 %; the diagonal is right.",
    )
    yield (
        "errors",
        "Whose beats are called wrongly?",
        "A bar per recording, those with most errors first, in the colour of the true class. "
        "Right: macro-F1 of all recordings less that without this one. Where it is far left, one "
        "patient costs much of the score.",
    )
    yield (
        "mean_beats",
        "What the beats look like.",
        "Mean of the tested beats of each class, first lead, with the range of the middle 80 %; "
        "dashed, the mean of those that are called otherwise. Where the dashed line lies on the "
        "solid one, shape alone does not tell them apart.",
    )
    for number, strip in enumerate(finished.strips, 1):
        wrong = 0 if strip.label is None else int((strip.predicted != strip.label).sum())
        yield (
            f"strip_{number}",
            f"{strip.title[:1].upper()}{strip.title[1:]}.",
            f"{wrong} of {len(strip.sample)} beats are called wrongly. A letter is the class "
            "that the model gives, with its probability where that is below .90; a frame says "
            "what a beat is that is called wrongly. A large square is 0.2 s by 0.5 mV.",
        )
