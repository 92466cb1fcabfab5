"""Clips of any length as windows of one length, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows

Picture = NDArray[np.float32]


@dataclass(frozen=True)
class Windows:
    """Equally long pieces of spectrograms.

    Attributes:
        spectrogram: (windows, 1, mels, frames), float32.
        clip: (windows,), the number of the clip that each was cut from, in the order of clips.
    """

    spectrogram: NDArray[np.float32]
    clip: Rows


def cut(spectrograms: Sequence[Picture], *, frames: int | None, overlap: float) -> Windows:
    """Windows that cover each clip from its first to its last frame.

    A clip that is shorter than a window begins again until the window is full: what counts is how
    a beat looks and not when it comes. So each clip has at least one window.

    Args:
        spectrograms: of each clip.
        frames: length of a window; None where all clips have one length, which is then it.
        overlap: least share of a window that lies in the next, in [0, 1).

    Shapes:
        spectrograms: (mels, frames) each.

    Raises:
        ValueError: there is no clip, one has no frame, the numbers of mels differ, or, with frames
            None, the lengths.
    """
    _need_alike(spectrograms, same_length=frames is None)
    length = spectrograms[0].shape[1] if frames is None else frames
    pieces = [_pieces(one, length, overlap) for one in spectrograms]
    clip = np.repeat(np.arange(len(pieces)), [len(one) for one in pieces])
    return Windows(np.concatenate(pieces)[:, None], clip)


def _need_alike(spectrograms: Sequence[Picture], *, same_length: bool) -> None:
    if not spectrograms or not all(one.shape[1] for one in spectrograms):
        raise ValueError("there must be a clip, and a frame in each")
    shapes = {one.shape if same_length else one.shape[:1] for one in spectrograms}
    if len(shapes) > 1:
        what = "pictures are" if same_length else "numbers of mels are"
        raise ValueError(f"{what} {sorted(shapes)}, but they must be alike")


def _pieces(picture: Picture, length: int, overlap: float) -> NDArray[np.float32]:
    """Windows of one clip, evenly spread, (windows, mels, length)."""
    spare = picture.shape[1] - length
    if spare <= 0:
        return picture[None, :, np.arange(length) % picture.shape[1]].astype(np.float32)
    steps = int(np.ceil(spare / max(1.0, length * (1 - overlap))))
    starts = np.linspace(0, spare, steps + 1).round().astype(int)
    return np.stack([picture[:, start : start + length] for start in starts]).astype(np.float32)


def clip_means(values: NDArray[np.float64], clip: Rows) -> NDArray[np.float64]:
    """The mean over the windows of each clip.

    Args:
        values: of each window.
        clip: as ``Windows`` has it: sorted, every number from 0 on.

    Shapes:
        values: (windows, classes).
        returns: (clips, classes).
    """
    count = np.bincount(clip)
    return np.add.reduceat(values, np.cumsum(count) - count) / count[:, None]
