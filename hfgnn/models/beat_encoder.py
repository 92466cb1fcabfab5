"""Convolutions that turn the signal of one heartbeat into a few numbers."""

from itertools import pairwise

from torch import Tensor, nn


class BeatEncoder(nn.Module):
    """Three convolutions, each with batch norm, ReLU and pooling, then the mean over time.

    Args:
        num_leads: leads of the signal.
        hidden_width: numbers per beat; the first convolution gives a quarter, the second half.
        kernel_size: samples that each convolution sees.

    Shapes:
        signal: (beats, num_leads, samples), float, at least 8 samples.
        returns: (beats, hidden_width), float.

    Raises:
        ValueError: signal does not have num_leads leads.
    """

    def __init__(self, *, num_leads: int, hidden_width: int, kernel_size: int) -> None:
        super().__init__()
        self.num_leads = num_leads
        widths = (num_leads, hidden_width // 4, hidden_width // 2, hidden_width)
        self.layers = nn.Sequential(
            *(
                nn.Sequential(
                    nn.Conv1d(before, after, kernel_size, padding=kernel_size // 2, bias=False),
                    nn.BatchNorm1d(after),
                    nn.ReLU(),
                    nn.MaxPool1d(2),
                )
                for before, after in pairwise(widths)
            )
        )

    def forward(self, signal: Tensor) -> Tensor:
        if signal.shape[-2] != self.num_leads:
            raise ValueError(
                f"beats have {signal.shape[-2]} leads, but this network takes {self.num_leads}"
            )
        encoded: Tensor = self.layers(signal)
        return encoded.mean(dim=-1)
