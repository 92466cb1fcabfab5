"""Convolutional network that classifies a heart sound by the rhythm within its bands."""

from torch import Tensor, nn

from hfgnn.models.sound_autocorrelation import autocorrelation


class SoundCNN(nn.Module):
    """A picture of how alike each band is to itself a little later, convolved and classified.

    First the spectrogram becomes another picture, bands by lags: the autocorrelation of each
    band's log power. It shows a beat as a clock would have it, wherever the window begins: two
    short sounds leave each band unlike itself after a twentieth of a second and alike again when
    the second sound meets the first; a murmur between them fills the gap. Gain and tone of the
    stethoscope leave this picture as it is. Then come one convolution with batch norm and ReLU,
    the mean over small patches, dropout and a linear layer. Place counts, since it means pitch
    and time, so nothing is pooled over all of either.

    Args:
        num_mels: bands.
        num_frames: of a window.
        num_classes: classes to tell apart.
        hidden_width: filters of the convolution.
        kernel_size: bands and lags that each filter sees, odd.
        lags: how many lags.
        lag_frames: frames from one lag to the next; the first is one step.
        patch: bands and lags of which a mean is taken.
        dropout: share of numbers zeroed before the last layer in training, in [0, 1).

    Shapes:
        spectrogram: (windows, 1, num_mels, frames), float; log power, at least as many frames as
            num_frames.
        returns: (windows, num_classes), float. Logits, in the order of spectrogram.

    Raises:
        ValueError: windows have other bands, are no longer than the longest lag, or there are
            fewer bands or lags than a patch has.

    Example:
        >>> import torch
        >>> network = SoundCNN(
        ...     num_mels=24, num_frames=250, num_classes=2, hidden_width=8, kernel_size=5,
        ...     lags=24, lag_frames=1, patch=2, dropout=0.5,
        ... )
        >>> network(torch.zeros(3, 1, 24, 250)).shape
        torch.Size([3, 2])
    """

    def __init__(
        self,
        *,
        num_mels: int,
        num_frames: int,
        num_classes: int,
        hidden_width: int,
        kernel_size: int,
        lags: int,
        lag_frames: int,
        patch: int,
        dropout: float,
    ) -> None:
        super().__init__()
        self.num_mels = num_mels
        self.longest = lags * lag_frames
        self._need_frames(num_frames)
        if min(num_mels, lags) < patch:
            raise ValueError(f"{num_mels} bands and {lags} lags hold no patch of {patch}")
        self.lags = tuple(range(lag_frames, self.longest + 1, lag_frames))
        self.standardize = nn.BatchNorm1d(num_mels * lags, affine=False)
        self.convolve = nn.Sequential(
            nn.Conv2d(1, hidden_width, kernel_size, padding=kernel_size // 2, bias=False),
            nn.BatchNorm2d(hidden_width),
            nn.ReLU(),
            nn.AvgPool2d(patch),
            nn.Flatten(),
        )
        numbers = hidden_width * (num_mels // patch) * (lags // patch)
        self.classify = nn.Sequential(nn.Dropout(dropout), nn.Linear(numbers, num_classes))

    def _need_frames(self, frames: int) -> None:
        if frames <= self.longest:
            raise ValueError(
                f"windows have {frames} frames, but the longest lag of this network is "
                f"{self.longest}"
            )

    def rhythm(self, spectrogram: Tensor) -> Tensor:
        """The picture that is convolved: (windows, num_mels, lags), 1 for a band like itself."""
        if spectrogram.shape[-2] != self.num_mels:
            raise ValueError(
                f"windows have {spectrogram.shape[-2]} bands, but this network takes "
                f"{self.num_mels}"
            )
        self._need_frames(spectrogram.shape[-1])
        return autocorrelation(spectrogram.squeeze(1), self.lags)

    def forward(self, spectrogram: Tensor) -> Tensor:
        picture = self.rhythm(spectrogram)
        picture = self.standardize(picture.flatten(1)).view_as(picture)
        logits: Tensor = self.classify(self.convolve(picture[:, None]))
        return logits
