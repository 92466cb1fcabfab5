"""Where in a picture a network found what it answers."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor
from torch.nn.functional import interpolate


class Looks(Protocol):
    """A network in two halves: maps that still have places, and the answer made of them."""

    def maps(self, picture: Tensor) -> Tensor:
        """(pictures, channels, rows, columns)."""

    def answer(self, maps: Tensor) -> Tensor:
        """Logits, (pictures, classes)."""


def grad_cam(network: Looks, picture: Tensor, target: Tensor) -> Tensor:
    """How much each pixel speaks for a class: gradient-weighted class activation maps.

    Each channel of the maps is weighed by the mean of the gradient of the class's logit; the
    positive part of their sum is drawn out to the size of the picture, and its highest pixel is 1.
    Where nothing speaks for the class, the map is empty. There is one map for all leads.

    Source: Selvaraju et al. 2017, Grad-CAM, https://arxiv.org/abs/1610.02391.

    Args:
        network: in evaluation mode.
        picture: what it looks at.
        target: the class that each picture is asked about.

    Shapes:
        picture: (pictures, channels, rows, columns).
        target: (pictures,), int64.
        returns: (pictures, rows, columns), in [0, 1].
    """
    with torch.enable_grad():
        maps = network.maps(picture).detach().requires_grad_()
        logits = network.answer(maps).gather(1, target[:, None])
        (gradient,) = torch.autograd.grad(logits.sum(), maps)
    weight = gradient.mean(dim=(2, 3), keepdim=True)
    spoken = (weight * maps.detach()).sum(dim=1, keepdim=True).relu()
    drawn = interpolate(spoken, picture.shape[2:], mode="bilinear", align_corners=False)[:, 0]
    highest = drawn.amax(dim=(1, 2), keepdim=True)
    return drawn / torch.where(highest > 0, highest, 1)
