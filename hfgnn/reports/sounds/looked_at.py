"""Spectrograms of clips, and what a network looked at in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from numpy.typing import NDArray

from hfgnn.reports.canvas import GREY, empty_figure, tidy

ROW_INCHES = 2.1
FAINTEST_PERCENTILE = 2
"""Below it a spectrogram is black, so that a few silent places do not take all its greys."""

LEAST_WEIGHT = 0.05
"""In log-odds: of less than this no colour is made, since it changes nothing."""


@dataclass(frozen=True)
class SeenClip:
    """A clip as a network is shown it.

    Attributes:
        title: what it is, and what is said of it.
        picture: float32 (bands, windows), row 0 the lowest pitch.
        seconds: how long it lasts.
        pitch_hz: float64 (bands,), pitch of each row; None where rows are stretched.
        weight: float64 (bands, windows), above 0 where it speaks for disease.
    """

    title: str
    picture: NDArray[np.float32]
    seconds: float
    pitch_hz: NDArray[np.float64]
    weight: NDArray[np.float64]


def draw_looked_at(clips: Sequence[SeenClip], disease: str, *, stamps: Sequence[str]) -> Figure:
    """Each clip's spectrogram on the left, and what spoke for and against disease on the right.

    Args:
        clips: one row each.
        disease: what the network was asked about.
        stamps: of the run.
    """
    figure = empty_figure(9.0, 0.6 + ROW_INCHES * len(clips), stamps=stamps)
    rows = figure.subplots(len(clips), 2, squeeze=False, sharey="row")
    for (left, right), clip in zip(rows, clips, strict=True):
        _draw_picture(left, clip)
        _draw_weight(right, clip, disease)
    for axes in rows[-1]:
        axes.set_xlabel("seconds", fontsize=9)
    return figure


def _draw_picture(axes: Axes, clip: SeenClip) -> None:
    faintest = float(np.percentile(clip.picture, FAINTEST_PERCENTILE))
    _show(axes, clip, clip.picture, "magma", (faintest, float(clip.picture.max())))
    axes.set_title(clip.title, fontsize=9, loc="left")
    axes.set_ylabel("pitch, Hz", fontsize=9)


def _draw_weight(axes: Axes, clip: SeenClip, disease: str) -> None:
    most = max(LEAST_WEIGHT, float(np.abs(clip.weight).max()))
    image = _show(axes, clip, clip.weight, "RdBu_r", (-most, most))
    figure = axes.get_figure()
    if figure is not None:
        bar = figure.colorbar(image, ax=axes, pad=0.02)
        bar.ax.tick_params(labelsize=7.5)
        bar.outline.set_edgecolor(GREY)
    axes.set_title(f"speaks for {disease} (log-odds)", fontsize=9, loc="left")


def _show(
    axes: Axes,
    clip: SeenClip,
    values: NDArray[np.floating],
    colours: str,
    limits: tuple[float, float],
) -> AxesImage:
    """Rows by pitch, columns by time."""
    bands = len(clip.pitch_hz)
    image = axes.imshow(
        values,
        origin="lower",
        aspect="auto",
        cmap=colours,
        vmin=limits[0],
        vmax=limits[1],
        extent=(0, clip.seconds, -0.5, bands - 0.5),
        interpolation="nearest",
    )
    at = np.unique(np.linspace(0, bands - 1, 5).round().astype(int))
    axes.set_yticks(at, [f"{clip.pitch_hz[row]:.0f}" for row in at.tolist()])
    tidy(axes)
    return image
