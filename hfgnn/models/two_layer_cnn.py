"""Convolutional network of two layers that classifies a heartbeat, and can start from another."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

FIRST = "convolve.0.weight"


class TwoLayerCNN(nn.Module):
    """Two convolutions, each with ReLU and pooling, dropout, and a linear layer.

    The published network for arrhythmia and infarction has 100 and 160 filters of 10 samples on one
    lead. Here a beat may have several, which the first convolution sums over; with one lead the two
    are the same.

    Args:
        num_leads: leads of the signal.
        num_samples: samples of a beat.
        num_classes: classes to tell apart.
        widths: filters of the two convolutions.
        kernel_size: samples that each convolution sees.
        pool: samples of which the highest is kept after each convolution.
        dropout: share of the numbers before the last layer zeroed in training, in [0, 1).

    Shapes:
        signal: (beats, num_leads, num_samples), float, in mV or shares of the range.
        returns: (beats, num_classes), float. Logits, in the order of signal.

    Raises:
        ValueError: signal has other leads or samples, or a beat is too short for two convolutions.

    Example:
        >>> import torch
        >>> network = TwoLayerCNN(
        ...     num_leads=1, num_samples=187, num_classes=5,
        ...     widths=(100, 160), kernel_size=10, pool=2, dropout=0.5,
        ... )
        >>> network(torch.zeros(3, 1, 187)).shape
        torch.Size([3, 5])
    """

    def __init__(
        self,
        *,
        num_leads: int,
        num_samples: int,
        num_classes: int,
        widths: Sequence[int],
        kernel_size: int,
        pool: int,
        dropout: float,
    ) -> None:
        super().__init__()
        self.shape = (num_leads, num_samples)
        first, second = widths
        left = ((num_samples - kernel_size + 1) // pool - kernel_size + 1) // pool
        if left < 1:
            raise ValueError(
                f"beats have {num_samples} samples, too few for two convolutions of {kernel_size}"
            )
        self.convolve = nn.Sequential(
            nn.Conv1d(num_leads, first, kernel_size),
            nn.ReLU(),
            nn.MaxPool1d(pool),
            nn.Conv1d(first, second, kernel_size),
            nn.ReLU(),
            nn.MaxPool1d(pool),
        )
        self.dropout = nn.Dropout(dropout)
        self.classify = nn.Linear(second * left, num_classes)

    def maps(self, signal: Tensor) -> Tensor:
        """What the second convolution answers, (beats, filters, places)."""
        if signal.shape[1:] != self.shape:
            raise ValueError(
                f"beats have {signal.shape[1]} leads of {signal.shape[2]} samples, but this "
                f"network takes {self.shape[0]} of {self.shape[1]}"
            )
        found: Tensor = self.convolve(signal)
        return found

    def features(self, signal: Tensor) -> Tensor:
        """The strongest answer of each filter of the second convolution, (beats, filters)."""
        return self.maps(signal).amax(dim=2)

    def forward(self, signal: Tensor) -> Tensor:
        logits: Tensor = self.classify(self.dropout(self.maps(signal).flatten(1)))
        return logits


def carried_over(network: TwoLayerCNN, weights: Mapping[str, Tensor]) -> TwoLayerCNN:
    """The network with both convolutions of another; its last layer stays as it is.

    The other network may have seen one lead only: then every lead begins with its filters, divided
    by the square root of the number of leads, so that their sum varies as much as before.

    Args:
        network: just made.
        weights: of a TwoLayerCNN, by name.

    Raises:
        ValueError: filters differ in number or length, or the weights are of several other leads.
    """
    own = network.state_dict()
    taken = {name: value for name, value in weights.items() if name.startswith("convolve.")}
    if set(taken) != {name for name in own if name.startswith("convolve.")}:
        raise ValueError("the weights to carry over are not those of two convolutions")
    first, leads = taken[FIRST], network.shape[0]
    if first.shape[1] == 1 < leads:
        taken[FIRST] = first.expand(-1, leads, -1) / leads**0.5
    for name, value in taken.items():
        if value.shape != own[name].shape:
            raise ValueError(
                f"{name} to carry over is {tuple(value.shape)}, but this network's is "
                f"{tuple(own[name].shape)}"
            )
    with torch.no_grad():
        network.load_state_dict(taken, strict=False)
    return network
