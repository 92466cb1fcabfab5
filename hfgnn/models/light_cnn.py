"""Light convolutional network for small pictures."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn


class LightCNN(nn.Module):
    """A few convolutions that each halve the picture, the mean over what is left, and a layer.

    Two further channels say where a pixel is, since a mean over the picture would else forget it
    (CoordConv, Liu et al. 2018, https://arxiv.org/abs/1807.03247): in a scalogram, up and down are
    frequencies. Convolutions are plain: depthwise-separable ones have some eighth of the products,
    but took three to five times as long on a processor at these sizes.

    Args:
        num_channels: of the picture, such as leads.
        num_classes: classes to tell apart.
        widths: channels after each convolution; every one but the last halves the picture.
        kernel_size: pixels that a convolution sees in each direction, odd.
        dropout: share of the numbers before the last layer zeroed in training, in [0, 1).

    Shapes:
        picture: (pictures, num_channels, rows, columns), float.
        returns: (pictures, num_classes), float. Logits.

    Example:
        >>> import torch
        >>> network = LightCNN(
        ...     num_channels=1, num_classes=3, widths=[8, 16], kernel_size=3, dropout=0.2
        ... )
        >>> network(torch.zeros(5, 1, 32, 40)).shape
        torch.Size([5, 3])
    """

    def __init__(
        self,
        *,
        num_channels: int,
        num_classes: int,
        widths: Sequence[int],
        kernel_size: int,
        dropout: float,
    ) -> None:
        super().__init__()
        self.scale = nn.BatchNorm2d(num_channels)
        layers: list[nn.Module] = []
        for number, (width, wider) in enumerate(pairwise([num_channels + 2, *widths]), 1):
            stride = 2 if number < len(widths) else 1
            padding = kernel_size // 2
            convolve = nn.Conv2d(width, wider, kernel_size, stride, padding, bias=False)
            layers += [convolve, nn.BatchNorm2d(wider), nn.ReLU()]
        self.convolve = nn.Sequential(*layers)
        self.dropout = nn.Dropout(dropout)
        self.classify = nn.Linear(widths[-1], num_classes)

    def maps(self, picture: Tensor) -> Tensor:
        """What the last convolution sees, and where: (pictures, channels, rows, columns)."""
        maps: Tensor = self.convolve(torch.cat([self.scale(picture), _places(picture)], dim=1))
        return maps

    def answer(self, maps: Tensor) -> Tensor:
        """Logits of maps."""
        logits: Tensor = self.classify(self.dropout(maps.mean(dim=(2, 3))))
        return logits

    def forward(self, picture: Tensor) -> Tensor:
        return self.answer(self.maps(picture))


def _places(picture: Tensor) -> Tensor:
    """Row and column of each pixel, from -1 to 1: (pictures, 2, rows, columns)."""
    number, _, rows, columns = picture.shape
    down, across = (torch.linspace(-1, 1, size).to(picture) for size in (rows, columns))
    both = torch.stack(torch.meshgrid(down, across, indexing="ij"))
    return both.expand(number, 2, rows, columns)
