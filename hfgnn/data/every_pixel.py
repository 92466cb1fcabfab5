"""All pixels of a page's used part, as an array."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hfgnn.data.crop import Crop
from hfgnn.data.image import crop_box, load, read_bytes
from hfgnn.data.mode import orientation
from hfgnn.data.quiet import quiet

ALL_PX = 1_000_000
"""A side that no page has, so that none is decoded at a reduced size."""

END_OF_JPEG = b"\xff\xd9"


def load_every_pixel(path: Path, *, crop: Crop | None) -> NDArray[np.uint8]:
    """The used part of a page that ``decode`` has accepted, at full size, upright.

    What Pillow would give; a plain JPEG is decoded by OpenCV straight into the array, since Pillow
    takes as long to hand over its pixels as to decode them.

    Args:
        path: the file.
        crop: the used part of the upright page.

    Shapes:
        returns: (height, width, 3), uint8, RGB.

    Raises:
        Unreadable: the file has changed since it was accepted.
    """
    data = read_bytes(path)
    pixels = _decode_plain(data) if is_plain(data) else None
    if pixels is None:
        return np.asarray(load(path, least_side_px=ALL_PX, crop=crop))
    if crop is None:
        return pixels
    height, width = pixels.shape[:2]
    left, top, right, bottom = crop_box((width, height), crop)
    return pixels[top:bottom, left:right]


def is_plain(data: bytes) -> bool:
    """Whether these bytes are a whole JPEG in colour that needs no turning."""
    if not data.startswith(b"\xff\xd8") or not data.rstrip(b"\0").endswith(END_OF_JPEG):
        return False
    try:
        with quiet():
            image = Image.open(io.BytesIO(data), formats=("JPEG",))
    except Exception:  # what is wrong with it, ``load`` says
        return False
    return image.mode == "RGB" and orientation(image) == 1


def _decode_plain(data: bytes) -> NDArray[np.uint8] | None:
    """The pixels, or None where OpenCV cannot decode them."""
    flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        pixels = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), flags)
    except cv2.error:
        return None
    return None if pixels is None else np.asarray(pixels, dtype=np.uint8)
