"""Network of two branches that classifies a heartbeat by its shape and by its measurements."""

import torch
from torch import Tensor, nn

from hfgnn.models.beat_encoder import BeatEncoder


class CnnMlp(nn.Module):
    """Convolutions on the signal beside two linear layers on the columns, joined by two more.

    As HeartWaveML's CNN+MLP. Shape alone hardly tells an early beat; the time since the beat
    before is among the columns.

    Args:
        num_leads: leads of the signal.
        num_columns: measurements per beat.
        num_classes: classes to tell apart.
        hidden_width: numbers per beat and branch, a multiple of 4.
        kernel_size: samples that each convolution sees.
        dropout: share of numbers zeroed in training, in [0, 1).

    Shapes:
        signal: (beats, num_leads, samples), float, in mV or standardised, at least 8 samples.
        columns: (beats, num_columns), float; standardised here by running means, so in any unit.
        returns: (beats, num_classes), float. Logits, in the order of signal.

    Raises:
        ValueError: signal does not have num_leads leads, or columns not num_columns.

    Example:
        >>> import torch
        >>> network = CnnMlp(
        ...     num_leads=1, num_columns=9, num_classes=5, hidden_width=64, kernel_size=5,
        ...     dropout=0.2,
        ... )
        >>> network(torch.zeros(3, 1, 187), torch.zeros(3, 9)).shape
        torch.Size([3, 5])
    """

    def __init__(
        self,
        *,
        num_leads: int,
        num_columns: int,
        num_classes: int,
        hidden_width: int,
        kernel_size: int,
        dropout: float,
    ) -> None:
        super().__init__()
        self.num_columns = num_columns
        self.encode = BeatEncoder(
            num_leads=num_leads, hidden_width=hidden_width, kernel_size=kernel_size
        )
        self.measure = nn.Sequential(
            nn.BatchNorm1d(num_columns),
            nn.Linear(num_columns, hidden_width),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden_width, hidden_width),
            nn.ReLU(),
        )
        self.classify = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(2 * hidden_width, hidden_width),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden_width, num_classes),
        )

    def forward(self, signal: Tensor, columns: Tensor) -> Tensor:
        if columns.shape[-1] != self.num_columns:
            raise ValueError(
                f"beats have {columns.shape[-1]} columns, but this CnnMlp takes {self.num_columns}"
            )
        both = torch.cat([self.encode(signal), self.measure(columns)], dim=1)
        logits: Tensor = self.classify(both)
        return logits
