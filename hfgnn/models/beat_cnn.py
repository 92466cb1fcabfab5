"""Convolutional network that classifies a heartbeat by its shape."""

from torch import Tensor, nn

from hfgnn.models.beat_encoder import BeatEncoder


class BeatCNN(nn.Module):
    """Three convolutions of 16, 32 and 64 channels, the mean over time, and a linear layer.

    As the extractor of HeartWaveML's CONVXGB, whose 64 numbers per beat also feed boosted trees.

    Args:
        num_leads: leads of the signal.
        num_classes: classes to tell apart.
        hidden_width: numbers per beat before the last layer, a multiple of 4.
        kernel_size: samples that each convolution sees.
        dropout: share of those numbers zeroed in training, in [0, 1).

    Shapes:
        signal: (beats, num_leads, samples), float, in mV or standardised, at least 8 samples.
        returns: (beats, num_classes), float. Logits, in the order of signal.

    Raises:
        ValueError: signal does not have num_leads leads.

    Example:
        >>> import torch
        >>> network = BeatCNN(
        ...     num_leads=1, num_classes=5, hidden_width=64, kernel_size=5, dropout=0.2
        ... )
        >>> network(torch.zeros(3, 1, 187)).shape
        torch.Size([3, 5])
    """

    def __init__(
        self,
        *,
        num_leads: int,
        num_classes: int,
        hidden_width: int,
        kernel_size: int,
        dropout: float,
    ) -> None:
        super().__init__()
        self.encode = BeatEncoder(
            num_leads=num_leads, hidden_width=hidden_width, kernel_size=kernel_size
        )
        self.dropout = nn.Dropout(dropout)
        self.classify = nn.Linear(hidden_width, num_classes)

    def features(self, signal: Tensor) -> Tensor:
        """The numbers before the last layer, (beats, hidden_width), for another classifier."""
        numbers: Tensor = self.encode(signal)
        return numbers

    def forward(self, signal: Tensor) -> Tensor:
        logits: Tensor = self.classify(self.dropout(self.features(signal)))
        return logits
