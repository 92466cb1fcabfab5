"""Recurrence picture of a beat: which of its moments are alike."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool1d


class Recurrence:
    """Distance between the states of a signal at every two moments.

    A state is the voltage now and at some moments after (delay embedding). Pixel (i, j) is the
    distance between states i and j, so the picture is symmetric, its diagonal is empty, and a
    signal turned upside down has the same picture.

    Source: Eckmann, Kamphorst and Ruelle 1987, Recurrence Plots of Dynamical Systems,
    https://doi.org/10.1209/0295-5075/4/9/004; here distances as they are, unless ``radius_mv``
    says from where on two states count as alike.

    Args:
        size: moments, evenly over the signal, and so rows and columns.
        dimension: voltages in a state.
        delay: moments from one voltage of a state to the next.
        floor_mv: pixels grow with the logarithm of the distance from here on, evenly below.
        radius_mv: where given, a pixel is 1 if two states are nearer than this, and else 0.

    Shapes:
        signal: (beats, leads, samples), float, mV.
        returns: (beats, leads, size, size), float.
    """

    def __init__(
        self, *, size: int, dimension: int, delay: int, floor_mv: float, radius_mv: float | None
    ) -> None:
        self.size = size
        self.dimension = dimension
        self.delay = delay
        self.floor_mv = floor_mv
        self.radius_mv = radius_mv

    def __call__(self, signal: Tensor) -> Tensor:
        ahead = (self.dimension - 1) * self.delay
        moments = adaptive_avg_pool1d(signal, self.size + ahead)
        states = moments.unfold(-1, ahead + 1, 1)[..., :: self.delay]
        # Not by a matrix product, whose rounding would be larger than small distances.
        squares = (states[..., :, None, :] - states[..., None, :, :]).square().sum(-1)
        distance = squares.sqrt()
        if self.radius_mv is not None:
            return (distance < self.radius_mv).to(signal.dtype)
        return torch.log1p(distance / self.floor_mv)
