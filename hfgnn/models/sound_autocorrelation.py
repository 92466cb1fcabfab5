"""How alike the loudness of a sound is to itself a little later, band by band."""

from collections.abc import Sequence

import torch
from torch import Tensor

STILL = 1e-6
"""Variance below which a band does not move, so that it is like nothing, itself included."""


def autocorrelation(x: Tensor, lags: Sequence[int]) -> Tensor:
    """Correlation of each row with itself, moved by so many frames.

    The mean product over the frames that overlap, over the variance of the row (Box, Jenkins and
    Reinsel 1994, Time Series Analysis, ch. 2, with the mean in place of their sum over all frames,
    since short rows shall not look less like themselves than long ones). It does not change when a
    row is raised, lowered or stretched: of log power, that is what another gain or another tone of
    the stethoscope does.

    Args:
        x: rows of numbers over time.
        lags: by how many frames, each less than there are.

    Shapes:
        x: (..., frames), float.
        returns: (..., lags); 0 where a row does not move.
    """
    frames = x.shape[-1]
    x = x - x.mean(dim=-1, keepdim=True)
    variance = x.square().mean(dim=-1, keepdim=True)
    products = [(x[..., : frames - lag] * x[..., lag:]).mean(dim=-1) for lag in lags]
    alike = torch.stack(products, dim=-1) / variance.clamp_min(STILL)
    return torch.where(variance > STILL, alike, 0.0)
