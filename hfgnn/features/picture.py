"""A page as the backbone sees it: a square of pixels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.nn import functional

from hfgnn.config.backbone import Decoding
from hfgnn.data.crop import Crop
from hfgnn.data.every_pixel import ALL_PX, load_every_pixel
from hfgnn.data.image import load
from hfgnn.features.imagenet import IMAGE_SIDE_PX

OVERSAMPLING = 2  # pictures are distorted at twice the side, then halved, and so stay as sharp
SQUARE_SIDE_PX = IMAGE_SIDE_PX * OVERSAMPLING

Pixels = NDArray[np.uint8]
Distort = Callable[[Image.Image], Image.Image]


def picture(
    path: Path, *, crop: Crop | None, decoding: Decoding, distort: Distort | None
) -> Pixels:
    """A page that was accepted, as the backbone sees it.

    Args:
        path: the file.
        crop: the used part of the upright page, as shares.
        decoding: how many pixels are looked at.
        distort: of an augmented copy, at twice the side; None for the page itself.

    Shapes:
        returns: (224, 224, 3).

    Raises:
        Unreadable: the file has changed since it was accepted.
    """
    if decoding is Decoding.reduced:
        doubled = square(load(path, least_side_px=SQUARE_SIDE_PX, crop=crop))
        return halved(doubled if distort is None else distort(doubled))
    pixels = load_every_pixel(path, crop=crop)
    if distort is None:
        return squeezed(pixels, IMAGE_SIDE_PX)
    return halved(distort(Image.fromarray(squeezed(pixels, SQUARE_SIDE_PX))))


def least_side_px(decoding: Decoding) -> int:
    """What a page must be decoded at for ``finished``."""
    return SQUARE_SIDE_PX if decoding is Decoding.reduced else ALL_PX


def finished(page: Image.Image, decoding: Decoding) -> Pixels:
    """(224, 224, 3): an undistorted page, decoded by someone else."""
    if decoding is Decoding.reduced:
        return halved(square(page))
    return squeezed(np.array(page), IMAGE_SIDE_PX)


def square(page: Image.Image) -> Image.Image:
    """The page squeezed to a square of twice the backbone's side."""
    return page.resize((SQUARE_SIDE_PX, SQUARE_SIDE_PX), Image.Resampling.BILINEAR)


def halved(picture: Image.Image) -> Pixels:
    """(224, 224, 3): the square at the backbone's side."""
    return np.asarray(picture.reduce(OVERSAMPLING))


def squeezed(pixels: Pixels, side_px: int) -> Pixels:
    """A page squeezed to a square in one step, as Pillow's bilinear filter does it up to rounding.

    Shapes:
        pixels: (height, width, 3).
        returns: (side_px, side_px, 3).
    """
    planes = torch.from_numpy(pixels)[None].permute(0, 3, 1, 2)
    small = functional.interpolate(planes, (side_px, side_px), mode="bilinear", antialias=True)
    return np.ascontiguousarray(small[0].permute(1, 2, 0).numpy())
