"""What a network looked at in a spectrogram: what changes its answer when it is covered.

Zeiler and Fergus 2014, Visualizing and understanding convolutional networks,
https://doi.org/10.1007/978-3-319-10590-1_53, section 4.2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from hfgnn.features.sounds.spectrogram import Picture

BANDS, STEPS = 8, 32
"""Into so many pieces, at most, a picture is divided by pitch and by time."""

SURE = 1e-6

Ask = Callable[[Sequence[Picture]], NDArray[np.float64]]
"""Gives the probability of disease of each picture."""


def occlusion(ask: Ask, picture: Picture) -> NDArray[np.float64]:
    """By how much the log-odds of disease fall when each piece of a picture is covered.

    A covered piece has, in each band of pitch, the median of the clip: as if nothing happened
    there.

    Args:
        ask: the network.
        picture: a spectrogram as the network takes it.

    Shapes:
        picture: (bands, windows).
        returns: (bands, windows), the same number all over a piece; above 0 where the piece
            speaks for disease.
    """
    tall, wide = ceil(picture.shape[0] / BANDS), ceil(picture.shape[1] / STEPS)
    corners = [
        (top, left)
        for top in range(0, picture.shape[0], tall)
        for left in range(0, picture.shape[1], wide)
    ]
    usual = np.median(picture, axis=1, keepdims=True)
    covered = []
    for top, left in corners:
        one = picture.copy()
        one[top : top + tall, left : left + wide] = usual[top : top + tall]
        covered.append(one)
    said = ask([picture, *covered]).clip(SURE, 1 - SURE)
    odds = np.log(said / (1 - said))
    found = np.zeros(picture.shape)
    for (top, left), value in zip(corners, (odds[0] - odds[1:]).tolist(), strict=True):
        found[top : top + tall, left : left + wide] = value
    return found
