"""The published convolutional network that classifies a drawn mel spectrogram."""

from itertools import pairwise

from torch import Tensor, nn


class SoundPublished(nn.Module):
    """Two convolutions with batch norm and pooling, then four linear layers.

    Deep Stethoscope as published: 64 filters of 5 x 5, batch norm, pooling, 32 of 5 x 5, batch
    norm, pooling, 100 - 50 - 8 numbers and the classes, with dropout.

    Args:
        num_mels: height of a picture.
        num_frames: width of a picture.
        num_classes: classes to tell apart.
        dropout: share of numbers zeroed in training, in [0, 1).

    Shapes:
        spectrogram: (clips, 1, num_mels, num_frames), float.
        returns: (clips, num_classes), float. Logits, in the order of spectrogram.

    Raises:
        ValueError: pictures have another size, or are smaller than 16 x 16.

    Example:
        >>> import torch
        >>> network = SoundPublished(num_mels=64, num_frames=64, num_classes=2, dropout=0.5)
        >>> network(torch.zeros(3, 1, 64, 64)).shape
        torch.Size([3, 2])
    """

    def __init__(self, *, num_mels: int, num_frames: int, num_classes: int, dropout: float) -> None:
        super().__init__()
        if min(num_mels, num_frames) < SMALLEST:
            raise ValueError(
                f"pictures are {num_mels} x {num_frames}, but this network needs {SMALLEST} x "
                f"{SMALLEST} or more"
            )
        self.shape = (num_mels, num_frames)
        left = [((side - 4) // 2 - 4) // 2 for side in self.shape]
        self.convolve = nn.Sequential(*_convolution(1, 64), *_convolution(64, 32), nn.Flatten())
        widths = (32 * left[0] * left[1], 100, 50, 8)
        layers = [
            nn.Sequential(nn.Linear(before, after), nn.ReLU(), nn.Dropout(dropout))
            for before, after in pairwise(widths)
        ]
        self.classify = nn.Sequential(*layers, nn.Linear(widths[-1], num_classes))

    def forward(self, spectrogram: Tensor) -> Tensor:
        if spectrogram.shape[-2:] != self.shape:
            raise ValueError(
                f"pictures are {tuple(spectrogram.shape[-2:])}, but this network takes {self.shape}"
            )
        logits: Tensor = self.classify(self.convolve(spectrogram))
        return logits


SMALLEST = 16
"""Pixels that are left something of after two convolutions of 5 and two poolings of 2."""


def _convolution(before: int, after: int) -> tuple[nn.Module, ...]:
    return nn.Conv2d(before, after, 5), nn.ReLU(), nn.BatchNorm2d(after), nn.MaxPool2d(2)
