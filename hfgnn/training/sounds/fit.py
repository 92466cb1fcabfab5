"""Fit a network on spectrograms of clips, ask it, keep it as tensors and bring it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from pytorch_lightning.loggers import Logger
from torch import Tensor, nn

from hfgnn.config.build import build
from hfgnn.config.sound_model import SoundTraining
from hfgnn.training.batches import fit_batches, predict_batches
from hfgnn.training.examples import Examples
from hfgnn.training.sounds.windows import Picture, Windows, clip_means, cut
from hfgnn.types import Parts, Rows

State = dict[str, Tensor]
"""A fitted network as tensors by name, as a checkpoint holds it."""


@dataclass(frozen=True)
class SoundFitting:
    """How one network is fitted.

    Attributes:
        model: its checked settings, of ``config.sound_model``.
        loss: checked settings, of ``config.loss``.
        training: epochs, batches, windows.
        seed: of initial weights, order and whatever else is drawn.
        logger: of the course of training, or None.
    """

    model: Any
    loss: Any
    training: SoundTraining
    seed: int
    logger: Logger | None


@dataclass(frozen=True)
class BandScale:
    """Spectrograms in standard deviations of the training windows, band by band.

    Attributes:
        mean: float32 (mels,).
        spread: float32 (mels,); 1 where a band is always the same.
    """

    mean: NDArray[np.float32]
    spread: NDArray[np.float32]

    @staticmethod
    def fit(windows: NDArray[np.float32]) -> BandScale:
        """The scale of training windows, (windows, 1, mels, frames)."""
        mean = windows.mean(axis=(0, 1, 3), dtype=np.float64)
        spread = windows.std(axis=(0, 1, 3), dtype=np.float64)
        return BandScale(
            mean.astype(np.float32), np.where(spread > 1e-6, spread, 1).astype(np.float32)
        )

    def apply(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scaled windows, (windows, 1, mels, frames)."""
        return (windows - self.mean[:, None]) / self.spread[:, None]


@dataclass(frozen=True)
class FittedSounds:
    """A fitted network on windows of clips.

    Attributes:
        network: on the processor, takes ``spectrogram`` and gives logits.
        scale: of the bands.
        training: for the windows and the size of batches.
    """

    network: nn.Module
    scale: BandScale
    training: SoundTraining

    def windows(self, spectrograms: Sequence[Picture]) -> Windows:
        """What the network is shown of each clip: windows, scaled."""
        cut_out = _cut(spectrograms, self.training)
        return Windows(self.scale.apply(cut_out.spectrogram), cut_out.clip)

    def state(self) -> State:
        """Weights, and the scale of the bands."""
        weights = {f"network.{name}": value for name, value in self.network.state_dict().items()}
        scale = {
            "scale.mean": torch.from_numpy(self.scale.mean),
            "scale.spread": torch.from_numpy(self.scale.spread),
        }
        return weights | scale


def fit_sounds(
    how: SoundFitting,
    spectrograms: Sequence[Picture],
    class_number: Rows,
    parts: Parts,
    *,
    num_classes: int,
) -> FittedSounds:
    """Train on windows of the training clips; those of the validation clips choose the epoch.

    Where ``training.patience`` is null the last epoch counts, and validation is only logged.

    Args:
        how: network, loss, training, seed.
        spectrograms: of all clips; where ``training.window_frames`` is null, of one length.
        class_number: of each clip.
        parts: which of them train and choose; test clips are not looked at.
        num_classes: how many are told apart.

    Shapes:
        spectrograms: float32 (mels, frames) each.
        class_number: (clips,).

    Raises:
        ValueError: the spectrograms cannot be cut into windows, as ``cut`` says.
    """
    train, validation = (
        _cut([spectrograms[row] for row in rows], how.training)
        for rows in (parts.train, parts.validation)
    )
    scale = BandScale.fit(train.spectrogram)
    fitted = fit_batches(
        lambda: make_network(how.model, train.spectrogram.shape, num_classes),
        _examples(train, scale, class_number[parts.train]),
        _examples(validation, scale, class_number[parts.validation]),
        num_classes=num_classes,
        settings=how.training,
        seed=how.seed,
        logger=how.logger,
        loss=build(how.loss),
    )
    return FittedSounds(fitted.network, scale, how.training)


def predict_sounds(fitted: FittedSounds, spectrograms: Sequence[Picture]) -> NDArray[np.float64]:
    """Probability of each class, the mean over a clip's windows.

    Args:
        fitted: of ``fit_sounds`` or ``restore_sounds``.
        spectrograms: of the clips that are asked about, made as those that it was fitted on.

    Shapes:
        spectrograms: float32 (mels, frames) each.
        returns: (clips, classes).
    """
    windows = fitted.windows(spectrograms)
    asked = Examples.all_of({"spectrogram": windows.spectrogram}, np.zeros_like(windows.clip))
    return clip_means(
        predict_batches(fitted.network, asked, settings=fitted.training), windows.clip
    )


def restore_sounds(
    model: Any, training: SoundTraining, state: State, *, frames: int, num_classes: int
) -> FittedSounds:
    """A fitted network from its settings and tensors.

    Args:
        model: settings that it was fitted with.
        training: likewise.
        state: as ``FittedSounds.state`` gave it.
        frames: length of a picture; looked at only where ``training.window_frames`` is null.
        num_classes: that it tells apart.
    """
    scale = BandScale(state["scale.mean"].numpy(), state["scale.spread"].numpy())
    shape = (1, 1, len(scale.mean), training.window_frames or frames)
    network = make_network(model, shape, num_classes)
    prefix = "network."
    network.load_state_dict(
        {name.removeprefix(prefix): one for name, one in state.items() if name.startswith(prefix)}
    )
    return FittedSounds(network.eval(), scale, training)


def make_network(model: Any, shape: tuple[int, ...], num_classes: int) -> nn.Module:
    """A fresh network for windows of such a shape.

    Args:
        model: its settings.
        shape: (windows, 1, mels, frames).
        num_classes: to tell apart.
    """
    _, _, mels, frames = shape
    network: nn.Module = build(model, num_mels=mels, num_frames=frames, num_classes=num_classes)
    return network


def _cut(spectrograms: Sequence[Picture], training: SoundTraining) -> Windows:
    return cut(spectrograms, frames=training.window_frames, overlap=training.overlap)


def _examples(windows: Windows, scale: BandScale, class_number: Rows) -> Examples:
    inputs = {"spectrogram": scale.apply(windows.spectrogram)}
    return Examples.all_of(inputs, class_number[windows.clip])
