"""Scores over the strength of synthesized numbers, beside what Bayes' rule allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hfgnn.reports.canvas import (
    CONTROL_LINES,
    GRID,
    INK,
    NETWORK_COLOUR,
    empty_figure,
    tidy,
)
from hfgnn.reports.cohort_lines import NETWORK, SCORES, Line
from hfgnn.reports.control_words import CONTROLS
from hfgnn.reports.estimates import SCORES as SCORE_WORDS
from hfgnn.reports.study_files import Written

MODELS = (
    NETWORK, "no_edges", "logistic_all", "logistic_clinical", "label_propagation", "majority",
)  # fmt: skip
CEILINGS = ("clinical", "clinical and image")


@dataclass(frozen=True)
class Spread:
    """Mean over cohorts, with the lowest and the highest."""

    mean: float
    lowest: float
    highest: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} ({self.lowest:.3f}-{self.highest:.3f})"


@dataclass(frozen=True)
class Dial:
    """The lines of cohorts.csv, by strength.

    Args:
        lines: as they stand in the file.
    """

    lines: Sequence[Line]

    @property
    def strengths(self) -> list[float]:
        """From the lowest to the highest."""
        return sorted({float(line["strength"]) for line in self.lines})

    def spread(self, name: str, strength: float) -> Spread:
        """A column of the file at one strength."""
        values = [float(line[name]) for line in self.lines if line["strength"] == strength]
        return Spread(float(np.mean(values)), min(values), max(values))

    def above_ceiling(self, score: str, model: str = NETWORK) -> list[float]:
        """Strengths at which a model's mean is higher than the ceiling of numbers and image."""
        return [
            strength
            for strength in self.strengths
            if self.spread(f"{score} {model}", strength).mean
            > self.spread(f"ceiling {score} {CEILINGS[1]}", strength).mean
        ]

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries for metrics.json."""
        names = [f"{score} {model}" for score in SCORES for model in MODELS]
        names += [f"ceiling {score} {ceiling}" for score in SCORES for ceiling in CEILINGS]
        return {
            "strengths": [
                {"strength": strength} | {name: vars(self.spread(name, strength)) for name in names}
                for strength in self.strengths
            ],
            "mean_above_ceiling": {score: self.above_ceiling(score) for score in SCORES},
        }

    def conclusions(self) -> list[str]:
        """How far the network follows the dial, and whether it passes the ceiling."""
        first, last = self.strengths[0], self.strengths[-1]
        sentences = []
        for score in SCORES:
            low, high = (self.spread(f"{score} {NETWORK}", one).mean for one in (first, last))
            above = self.above_ceiling(score)
            where = ", ".join(f"{one:g}" for one in above) or "no strength"
            sentences.append(
                f"mean {SCORE_WORDS[score]} of the network goes from {low:.3f} at strength "
                f"{first:g} to {high:.3f} at {last:g}; above the ceiling at {where}"
            )
        return sentences


def dial_tables(dial: Dial) -> list[Written]:
    """A short table of means; then AUROC and accuracy of all models with lowest and highest."""
    return [_short_table(dial), *(_table(dial, score) for score in SCORES)]


def _short_table(dial: Dial) -> Written:
    limit = CEILINGS[1]
    columns = {
        "AUROC": f"auroc {NETWORK}",
        "no edges": "auroc no_edges",
        "logistic": "auroc logistic_all",
        "Bayes": f"ceiling auroc {limit}",
        "accuracy": f"accuracy {NETWORK}",
        "Bayes ": f"ceiling accuracy {limit}",
        "majority": "accuracy majority",
    }
    rows = tuple(
        (f"{strength:g}", *(f"{dial.spread(name, strength).mean:.3f}" for name in columns.values()))
        for strength in dial.strengths
    )
    title = "What is read from numbers drawn from the label, by their strength (means)"
    return Written(title, ("strength", *columns), rows)


def _table(dial: Dial, score: str) -> Written:
    names = [f"{score} {model}" for model in MODELS]
    names += [f"ceiling {score} {ceiling}" for ceiling in CEILINGS]
    rows = tuple(
        (
            f"{strength:g}",
            *(_cell(dial, name, strength) for name in names),
        )
        for strength in dial.strengths
    )
    columns = ("strength", *MODELS, *(f"Bayes, {ceiling}" for ceiling in CEILINGS))
    return Written(f"{SCORE_WORDS[score]}: mean over cohorts (lowest-highest)", columns, rows)


def _cell(dial: Dial, name: str, strength: float) -> str:
    spread = dial.spread(name, strength)
    return f"{spread.mean:.3f}" if name.startswith("ceiling") else str(spread)


def draw_dial(dial: Dial, *, stamps: Sequence[str]) -> Figure:
    """Every model's mean over the strength, a band from the lowest to the highest cohort."""
    figure = empty_figure(9.6, 4.6, stamps=stamps)
    panels = figure.subplots(1, len(SCORES))
    for axes, score in zip(panels, SCORES, strict=True):
        for model in MODELS:
            _draw_model(axes, dial, score, model)
        for ceiling, dash in zip(CEILINGS, (":", "--"), strict=True):
            name = f"ceiling {score} {ceiling}"
            limit = [dial.spread(name, strength).mean for strength in dial.strengths]
            label = f"Bayes' rule, {ceiling}"
            axes.plot(dial.strengths, limit, color=INK, linestyle=dash, linewidth=1.6, label=label)
        axes.set_title(SCORE_WORDS[score], fontsize=10, loc="left")
        axes.set_xlabel("strength of the synthesized numbers", fontsize=9)
        axes.grid(color=GRID, linewidth=0.5)
        tidy(axes)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside right upper", fontsize=8.5, frameon=False)
    return figure


def _draw_model(axes: Axes, dial: Dial, score: str, model: str) -> None:
    is_network = model == NETWORK
    colour, dash = (NETWORK_COLOUR, "-") if is_network else CONTROL_LINES[model]
    spreads = [dial.spread(f"{score} {model}", strength) for strength in dial.strengths]
    label = "network on the graph" if is_network else CONTROLS[model].short
    width = 2.6 if is_network else 1.3
    means = [one.mean for one in spreads]
    axes.plot(dial.strengths, means, color=colour, linestyle=dash, linewidth=width, label=label)
    if is_network:
        low, high = [one.lowest for one in spreads], [one.highest for one in spreads]
        axes.fill_between(dial.strengths, low, high, color=colour, alpha=0.15, linewidth=0)
