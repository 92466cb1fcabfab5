"""Which measurements move the answers, of all patients and of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

from hfgnn.reports.canvas import BLUE, GREY, GRID, INK, VERMILLION, empty_figure, tidy
from hfgnn.reports.ensembles.patients import Patients
from hfgnn.reports.estimates import with_minus

Floats = NDArray[np.float64]
SHOWN = 12
"""Measurements in a figure; there may be hundreds."""
LOW_TO_HIGH = LinearSegmentedColormap.from_list("low_to_high", [BLUE, "#cfcfcf", VERMILLION])
ENDS = (0.05, 0.95)
"""Quantiles of a measurement that have the colours' ends, so that one far away takes none."""
LETTERS = 34


def draw_columns(patients: Patients, *, member: str, stamps: Sequence[str]) -> Figure:
    """Left the mean size of what each measurement adds, right what it adds for every patient.

    Args:
        patients: explained test rows.
        member: whose answers.
        stamps: of the run.
    """
    table = patients.contributions(member)
    size = np.abs(table).mean(axis=0)
    order = np.argsort(-size, kind="stable")[:SHOWN]
    scale = patients.folds[0].contributions[member].scale
    figure = empty_figure(8.6, 1.5 + 0.32 * len(order), stamps=stamps)
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[1, 1.7])
    left.barh(range(len(order)), size[order], color=INK, height=0.62)
    left.set_yticks(range(len(order)), labels=[short(patients.names[place]) for place in order])
    left.set_ylim(len(order) - 0.5, -0.5)
    left.set_title(f"mean size, {scale}", fontsize=10, loc="left")
    right.axvline(0, color=GREY, linewidth=0.8)
    numbers = patients.numbers()
    for line, place in enumerate(order):
        _draw_swarm(right, table[:, place], numbers[:, place], line=line)
    right.set_title(
        f"each patient, {scale}: right of 0 speaks for disease", fontsize=10, loc="left"
    )
    for axes in (left, right):
        axes.grid(axis="x", color=GRID, linewidth=0.5)
        axes.set_axisbelow(True)
        tidy(axes)
        axes.tick_params(axis="y", length=0)
    return figure


def _draw_swarm(axes: Axes, added: Floats, value: Floats, *, line: int) -> None:
    """A point per patient, where many are beside each other a thicker line of them."""
    known = ~np.isnan(value)
    height = np.full(len(value), 0.5)
    if known.any():
        low, high = np.quantile(value[known], ENDS)
        height[known] = np.clip((value[known] - low) / ((high - low) or 1.0), 0, 1)
    colours = np.where(known[:, None], LOW_TO_HIGH(height), (0.55, 0.55, 0.55, 1.0))
    axes.scatter(added, line + _beside(added), s=7, c=colours, linewidths=0)


def _beside(added: Floats) -> Floats:
    """How far above or below its line each point stands, so that few cover each other."""
    span = float(np.ptp(added)) or 1.0
    place = np.floor((added - added.min()) / span * 60).astype(int)
    offset = np.zeros(len(added))
    for one in np.unique(place):
        own = np.flatnonzero(place == one)
        rise = (np.arange(len(own)) + 1) // 2 * np.where(np.arange(len(own)) % 2, 1, -1)
        offset[own] = rise * min(0.06, 0.8 / max(len(own), 1))
    return offset


def draw_patient(patients: Patients, patient: int, *, stamps: Sequence[str]) -> Figure:
    """How the answer for one patient comes about, measurement by measurement.

    Args:
        patients: explained test rows.
        patient: number among them.
        stamps: of the run.
    """
    members = tuple(patients.folds[0].contributions)
    lines = min(SHOWN, len(patients.names)) + 1
    figure = empty_figure(9.6, 1.6 + 0.3 * lines, stamps=stamps)
    for axes, member in zip(
        figure.subplots(1, len(members), squeeze=False)[0], members, strict=True
    ):
        _draw_waterfall(axes, patients, patient, member=member)
    return figure


def largest(added: Floats, shown: int) -> NDArray[np.int64]:
    """Numbers of the measurements that add most, whichever way; the largest first."""
    order = np.argsort(-np.abs(added), kind="stable")
    return order[:shown]


def _draw_waterfall(axes: Axes, patients: Patients, patient: int, *, member: str) -> None:
    added = patients.contributions(member)[patient]
    order = largest(added, SHOWN if len(added) <= SHOWN else SHOWN - 1)  # and one for the others
    base = patients.base(patient, member)
    names = [
        f"{short(patients.names[place])} = "
        f"{with_minus(patients.value(patient, patients.names[place]))}"
        for place in order
    ]
    steps = added[order]
    if len(order) < len(added):
        names.append(f"{len(added) - len(order)} others")
        steps = np.append(steps, added.sum() - steps.sum())
    ends = base + np.cumsum(steps)
    begins = ends - steps
    colours = [VERMILLION if step > 0 else BLUE for step in steps]
    axes.barh(range(len(steps)), steps, left=begins, color=colours, height=0.62)
    for line in range(len(steps) - 1):
        axes.plot([ends[line]] * 2, [line - 0.31, line + 1.31], color=GREY, linewidth=0.6)
    axes.axvline(base, color=GREY, linewidth=0.8, linestyle=(0, (1, 2)))
    axes.set_yticks(range(len(steps)), names)
    axes.set_ylim(len(steps) - 0.5, -0.5)
    scale = patients.folds[0].contributions[member].scale
    ends_words = f"{base:.2f} of everybody, {base + added.sum():.2f} of this one"
    axes.set_title(f"{NAMES[member]}, {scale}\n{with_minus(ends_words)}", fontsize=9, loc="left")
    low, high = min(base, ends.min()), max(base, ends.max())
    air = 0.05 * ((high - low) or 1.0)
    axes.set_xlim(low - air, high + air)
    tidy(axes)
    axes.tick_params(axis="y", length=0, labelsize=7.5)


NAMES = {"forest": "random forest", "xgboost": "XGBoost"}
"""How a title calls a member."""


def short(name: str) -> str:
    """A name that fits beside a figure."""
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
