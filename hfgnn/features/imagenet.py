"""What networks trained on ImageNet expect of an image."""

import torch
from torch import Tensor

IMAGE_SIDE_PX = 224
CHANNEL_MEAN = (0.485, 0.456, 0.406)
"""Of ImageNet's images, as shares of full brightness: red, green, blue."""

CHANNEL_SPREAD = (0.229, 0.224, 0.225)
"""Standard deviations of the same."""


def normalized(images: Tensor) -> Tensor:
    """Bytes as the network sees them.

    Shapes:
        images: (images, height, width, 3), uint8, RGB.
        returns: (images, 3, height, width), float32.
    """
    mean, spread = (
        torch.tensor(values, device=images.device).view(1, 3, 1, 1)
        for values in (CHANNEL_MEAN, CHANNEL_SPREAD)
    )
    return (images.permute(0, 3, 1, 2).float() / 255 - mean) / spread
