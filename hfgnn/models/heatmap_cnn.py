"""Light network that classifies a beat by its heat map."""

from collections.abc import Sequence
from typing import Any

from torch import Tensor, nn

from hfgnn.config.build import build
from hfgnn.models.light_cnn import LightCNN


class HeatmapCNN(nn.Module):
    """A signal as a picture with a channel per lead, and a light network that looks at it.

    The picture has nothing to learn and is made where the signal comes in, so a fitted network
    takes signals: what trains and what predicts cannot see different pictures.

    Args:
        num_leads: leads of the signal.
        num_classes: classes to tell apart.
        heatmap: checked settings of the picture, such as those of a scalogram.
        widths: channels after each convolution; see ``LightCNN``.
        kernel_size: pixels that a convolution sees in each direction, odd.
        dropout: share of the numbers before the last layer zeroed in training, in [0, 1).

    Shapes:
        signal: (beats, num_leads, samples), float, mV.
        returns: (beats, num_classes), float. Logits, in the order of signal.

    Raises:
        ValueError: signal does not have num_leads leads.
    """

    def __init__(
        self,
        *,
        num_leads: int,
        num_classes: int,
        heatmap: Any,
        widths: Sequence[int],
        kernel_size: int,
        dropout: float,
    ) -> None:
        super().__init__()
        self.num_leads = num_leads
        self.draw = build(heatmap)
        self.look = LightCNN(
            num_channels=num_leads,
            num_classes=num_classes,
            widths=widths,
            kernel_size=kernel_size,
            dropout=dropout,
        )

    def picture(self, signal: Tensor) -> Tensor:
        """The heat maps, (beats, num_leads, rows, columns)."""
        if signal.ndim != 3 or signal.shape[1] != self.num_leads:
            raise ValueError(
                f"signal is {tuple(signal.shape)}, but must be (beats, {self.num_leads}, samples)"
            )
        drawn: Tensor = self.draw(signal)
        return drawn

    def forward(self, signal: Tensor) -> Tensor:
        logits: Tensor = self.look(self.picture(signal))
        return logits
