"""Pictures of any mode and orientation, made upright 8-bit RGB without guessing."""

from __future__ import annotations

import numpy as np
from PIL import ExifTags, Image

from hfgnn.data.quiet import quiet

WITHOUT_RANGE = ("I", "F")
"""Modes in which no value is known to be black or white."""

SIDEWAYS = (5, 6, 7, 8)
"""EXIF orientations that exchange width and height."""

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def orientation(image: Image.Image) -> int:
    """EXIF orientation, 1 (upright) where there is none."""
    try:
        with quiet():
            return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a broken EXIF block, whose errors are not documented, says nothing
        return 1


def turn_upright(image: Image.Image) -> Image.Image:
    """A decoded picture as its EXIF orientation wants it seen.

    Only for decoded pictures: a TIFF turns itself upright when it is decoded.
    """
    turn = _UPRIGHT.get(orientation(image))
    return image if turn is None else image.transpose(turn)


def to_rgb(image: Image.Image) -> Image.Image:
    """A decoded picture in 8-bit RGB, on white where it is transparent.

    Raises:
        ValueError: the mode has no defined range or is not known.
    """
    if image.mode in WITHOUT_RANGE:
        raise ValueError(f"mode {image.mode} has no defined range")
    if image.mode.startswith("I;16"):
        return _from_16_bit(image)
    if image.has_transparency_data:
        page = Image.new("RGBA", image.size, "white")
        page.alpha_composite(image.convert("RGBA"))
        return page.convert("RGB")
    # Converting RGB to RGB would copy every pixel.
    return image if image.mode == "RGB" else image.convert("RGB")


def _from_16_bit(image: Image.Image) -> Image.Image:
    """16-bit grey in RGB: 0 to 65535 becomes 0 to 255, rounded."""
    values = np.asarray(image).astype(np.uint32)
    grey = ((values + 128) // 257).astype(np.uint8)
    if isinstance(transparent := image.info.get("transparency"), int):
        grey[values == transparent] = 255
    return Image.fromarray(grey).convert("RGB")
