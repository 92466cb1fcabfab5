"""A page as the backbone sees it: a square of pixels."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hfgnn.features.resnet18 import IMAGE_SIDE_PX

OVERSAMPLING = 2  # pictures are distorted at twice the side, then halved, and so stay as sharp
SQUARE_SIDE_PX = IMAGE_SIDE_PX * OVERSAMPLING


def square(page: Image.Image) -> Image.Image:
    """The page squeezed to a square of twice the backbone's side."""
    return page.resize((SQUARE_SIDE_PX, SQUARE_SIDE_PX), Image.Resampling.BILINEAR)


def halved(picture: Image.Image) -> NDArray[np.uint8]:
    """(224, 224, 3): the square at the backbone's side."""
    return np.asarray(picture.reduce(OVERSAMPLING))
