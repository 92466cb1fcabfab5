"""Transformer that classifies every beat of a window from its shape, times and neighbours."""

import torch
from torch import Tensor, nn

from hfgnn.models.beat_encoder import BeatEncoder


class BeatTransformer(nn.Module):
    """One small encoder for all beats, then transformer layers over the beats of a window.

    A beat is told from its neighbours: an early one from the pauses around it, an unusual one
    from the shape of the others. All places of a window are answered at once; a place without a
    beat is neither read nor worth anything (Vaswani et al. 2017,
    https://arxiv.org/abs/1706.03762, with the norm before each block).

    In training the signal of a window is made louder or softer, lead by lead, and all its marks
    are moved together, since electrodes and marks of a new patient differ in both.

    Args:
        num_leads: leads of the signal.
        num_columns: measurements per beat.
        num_classes: classes to tell apart.
        window: beats per window at most.
        signal: whether convolutions read the signal too; else the columns are all that counts.
        hidden_width: numbers per beat between the layers, a multiple of 4 and of heads.
        kernel_size: samples that each convolution sees.
        layers: transformer layers.
        heads: attention heads of each.
        dropout: share of numbers zeroed in training, in [0, 1).
        gain_spread: standard deviation of the logarithm of the factor on a lead in training.
        most_shift: samples that the marks are moved at most in training.

    Shapes:
        columns: (windows, length, num_columns), float; standardised here by running means.
        present: (windows, length), bool.
        signal: (windows, length, num_leads, samples), float, relative to the recording; None
            where it is not read.
        returns: (windows, length, num_classes), float. Logits, place by place.

    Raises:
        ValueError: signal is missing or does not have num_leads leads, columns not num_columns,
            or the windows are longer than window.

    Example:
        >>> import torch
        >>> network = BeatTransformer(
        ...     num_leads=2, num_columns=9, num_classes=3, window=45, signal=True, hidden_width=32,
        ...     kernel_size=5, layers=2, heads=4, dropout=0.3, gain_spread=0.2, most_shift=3,
        ... )
        >>> present = torch.ones(4, 45, dtype=torch.bool)
        >>> network(torch.zeros(4, 45, 9), present, torch.zeros(4, 45, 2, 187)).shape
        torch.Size([4, 45, 3])
    """

    def __init__(
        self,
        *,
        num_leads: int,
        num_columns: int,
        num_classes: int,
        window: int,
        signal: bool,
        hidden_width: int,
        kernel_size: int,
        layers: int,
        heads: int,
        dropout: float,
        gain_spread: float,
        most_shift: int,
    ) -> None:
        super().__init__()
        self.num_columns = num_columns
        self.gain_spread = gain_spread
        self.most_shift = most_shift
        self.encode = (
            BeatEncoder(num_leads=num_leads, hidden_width=hidden_width, kernel_size=kernel_size)
            if signal
            else None
        )
        self.measure = nn.Sequential(
            nn.BatchNorm1d(num_columns),
            nn.Linear(num_columns, hidden_width),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(hidden_width, hidden_width),
        )
        self.place = nn.Parameter(0.02 * torch.randn(window, hidden_width))
        layer = nn.TransformerEncoderLayer(
            hidden_width,
            heads,
            2 * hidden_width,
            dropout,
            activation="gelu",
            batch_first=True,
            norm_first=True,
        )
        self.read = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.classify = nn.Sequential(
            nn.LayerNorm(hidden_width), nn.Dropout(dropout), nn.Linear(hidden_width, num_classes)
        )

    def forward(self, columns: Tensor, present: Tensor, signal: Tensor | None = None) -> Tensor:
        self._refuse(columns, present)
        # Absent places stay out of both branches, whose running means they would change.
        beats = self.measure(columns[present])
        if self.encode is not None:
            if signal is None:
                raise ValueError("this BeatTransformer reads signals, but there are none")
            beats = beats + self.encode((self._vary(signal) if self.training else signal)[present])
        read = beats.new_zeros(*present.shape, beats.shape[-1])
        read[present] = beats
        read = read + self.place[: present.shape[1]]
        logits: Tensor = self.classify(self.read(read, src_key_padding_mask=~present))
        return logits

    def _vary(self, signal: Tensor) -> Tensor:
        """Another gain for each lead of each window, and all marks moved alike."""
        windows, _, leads, _ = signal.shape
        gain = torch.randn(windows, 1, leads, 1, device=signal.device) * self.gain_spread
        shift = int(torch.randint(-self.most_shift, self.most_shift + 1, (1,)))
        return (signal * gain.exp()).roll(shift, dims=-1)

    def _refuse(self, columns: Tensor, present: Tensor) -> None:
        if columns.shape[-1] != self.num_columns:
            raise ValueError(
                f"beats have {columns.shape[-1]} columns, "
                f"but this BeatTransformer takes {self.num_columns}"
            )
        if present.shape[1] > len(self.place):
            raise ValueError(
                f"windows have {present.shape[1]} beats, "
                f"but this BeatTransformer takes {len(self.place)} at most"
            )
