"""Figures on the use of the probabilities: reliability, net benefit, subgroups."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hfgnn.reports.canvas import (
    GREY,
    GRID,
    INK,
    NETWORK_COLOUR,
    ORANGE,
    SKY,
    empty_figure,
    tidy,
)
from hfgnn.reports.estimates import MINUS
from hfgnn.reports.finished import Finished
from hfgnn.reports.units import in_units
from hfgnn.reports.words import network_name

WORST_SHOWN = -0.05
"""Net benefit below this is not shown: treating all falls without end."""


FOOT = 0.03
"""Height of the band that marks thresholds, as a share of the figure's."""


def draw_reliability(finished: Finished) -> Figure:
    """Observed share of disease over the probability that was given, before and after."""
    figure = empty_figure(4.7, 5.0, stamps=finished.metrics["stamps"])
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=0.9, linestyle=(0, (4, 3)))
    found = finished.metrics.get("use", {}).get("calibration", {})
    lines = [("raw", ORANGE, "as the network says it", -0.004)]
    if finished.metrics["protocol"].get("recalibration") != "none":
        lines.append(("recalibrated", NETWORK_COLOUR, "recalibrated", 0.004))
    for name, colour, words, shift in lines:
        _draw_reliability(axes, found.get(name, {}).get("curve", ()), colour, words, shift)
    axes.set_xlabel("probability of disease", fontsize=9)
    axes.set_ylabel("observed share of disease", fontsize=9)
    _square(axes)
    if found:
        axes.legend(loc="upper left", fontsize=8, frameon=False)
    return figure


def _draw_reliability(
    axes: Axes, curve: Sequence[Mapping[str, Any]], colour: str, words: str, shift: float
) -> None:
    if not curve:
        return
    place = [one["probability"] + shift for one in curve]
    observed = [one["observed"] for one in curve]
    axes.plot(place, [one["value"] for one in observed], "o-", color=colour, markersize=4.5,
              linewidth=1.3, label=words)  # fmt: skip
    for x, one in zip(place, observed, strict=True):
        axes.plot([x, x], [one["low"], one["high"]], color=colour, linewidth=0.9, alpha=0.7)


def draw_decision(finished: Finished) -> Figure:
    """Net benefit over the threshold, beside treating everybody and nobody."""
    figure = empty_figure(4.7, 5.0, stamps=finished.metrics["stamps"])
    axes = figure.add_subplot()
    found = finished.metrics.get("use", {}).get("decision_curve", {})
    axes.axhline(0, color=INK, linewidth=0.9, label="treat nobody")
    if found:
        threshold = found["threshold"]
        axes.plot(threshold, found["treat_all"], color=GREY, linewidth=1.3, linestyle="--",
                  label="treat everybody")  # fmt: skip
        axes.fill_between(
            threshold, found["low"], found["high"], color=SKY, alpha=0.35, linewidth=0
        )
        _mark_use(axes, found)
        name = network_name(finished.metrics["network"])
        axes.plot(threshold, found["model"], color=NETWORK_COLOUR, linewidth=2, label=name)
        top = max(*found["high"], *found["treat_all"], 0.05)
        axes.set_ylim(WORST_SHOWN, 1.08 * top)
    axes.set_xlim(0, 1)
    axes.set_xlabel("probability from which one treats", fontsize=9)
    axes.set_ylabel(f"net benefit per {finished.unit}", fontsize=9)
    axes.grid(color=GRID, linewidth=0.5)
    axes.legend(loc="upper right", fontsize=8, frameon=False)
    tidy(axes)
    return figure


def _mark_use(axes: Axes, found: Mapping[str, Any]) -> None:
    """A band at the foot, where the interval of the gain over both others is above 0."""
    sure = np.asarray(found["gain_low"]) > 0
    if not sure.any():
        return
    axes.bar(np.asarray(found["threshold"])[sure], FOOT, width=0.01, color=NETWORK_COLOUR,
             transform=axes.get_xaxis_transform(), label="interval of gain above 0")  # fmt: skip


def draw_subgroups(finished: Finished) -> Figure:
    """AUROC of the network in every subgroup, with interval and number of patients."""
    metrics = finished.metrics
    groups = metrics.get("use", {}).get("subgroups", [])
    figure = empty_figure(8.6, 1.3 + 0.3 * max(len(groups), 1), stamps=metrics["stamps"])
    axes = figure.add_subplot()
    for row, group in enumerate(groups):
        score = group["scores"].get("auroc")
        if score:
            axes.plot([score["low"], score["high"]], [row, row], color=INK, linewidth=1.3)
            axes.plot([score["value"]], [row], "o", color=INK, markersize=4.5)
        told = f"{score['value']:.3f}" if score else "too few for an AUROC"
        text = f"{told}, {group['patients']:,} patients"
        axes.text(1.01, row, text, transform=axes.get_yaxis_transform(), va="center", fontsize=8.5)
    overall = metrics["models"][metrics["network"]].get("auroc")
    if overall:
        axes.axvline(overall["value"], color=NETWORK_COLOUR, linewidth=1.2)
    axes.axvline(0.5, color=GREY, linewidth=0.8, linestyle=(0, (1, 2)))
    names = [f"{one['column']}: {one['value']}".replace("_", " ") for one in groups]
    axes.set_yticks(range(len(groups)))
    axes.set_yticklabels([name.replace("-", MINUS) if name[:1] == "-" else name for name in names])
    axes.set_ylim(max(len(groups), 1) - 0.5, -0.5)
    title = in_units("AUROC in each subgroup; the line is that of all pages", finished.unit)
    axes.set_title(title, fontsize=10, loc="left")
    axes.grid(axis="x", color=GRID, linewidth=0.5)
    tidy(axes)
    return figure


def _square(axes: Axes) -> None:
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    axes.set_aspect("equal")
    axes.set_xticks(np.linspace(0, 1, 6))
    axes.grid(color=GRID, linewidth=0.5)
    tidy(axes)


USE_FIGURES: dict[str, Callable[[Finished], Figure]] = {
    "reliability": draw_reliability,
    "decision": draw_decision,
    "subgroups": draw_subgroups,
}
"""File name without its ending, and what draws it."""


def use_captions(finished: Finished) -> dict[str, tuple[str, str]]:
    """Title and caption of each of these figures, by name."""
    rule = finished.metrics.get("protocol", {}).get("recalibration", "")
    how = {"": "", "none": " Here nothing was corrected, by choice."}.get(
        rule, f" The correction ({rule}) was fitted on validation pages."
    )
    return {
        "reliability": (
            "Can the probability be taken at its word?",
            "Pages in ten equal parts by their probability; on the dashed line as many are ill as "
            "the network says." + how,
        ),
        "decision": (
            "Would it do more good than harm to act on it?",
            "Ill pages found per page, less false alarms at the price that the threshold sets "
            "(at .20, one ill page found is worth four false alarms). The network is of use where "
            "the interval of its gain over both others lies above zero"
            + _use_words(finished)
            + ". All of this depends on the share of disease in this cohort.",
        ),
        "subgroups": (
            "For whom does it work?",
            "Ranked inside the subgroup and the test fold. The more subgroups one looks at, the "
            "more of them differ by chance.",
        ),
    }


def _use_words(finished: Finished) -> str:
    """Whether the figure has a mark on that."""
    curve = finished.metrics.get("use", {}).get("decision_curve", {})
    if any(low > 0 for low in curve.get("gain_low", ())):
        return ", as the band at the foot marks"
    return ", which it does nowhere here" if curve else ""
