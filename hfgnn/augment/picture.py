"""One distorted picture of an ECG page."""

import numpy as np
from PIL import Image, ImageEnhance, ImageOps


def distort(
    image: Image.Image,
    *,
    rotation_degrees: float,
    shift: tuple[float, ...],
    zoom: float,
    brightness: float,
    mirror: bool,
) -> Image.Image:
    """Rotate, shift, zoom and brighten, in one resampling; what comes into view is paper.

    Args:
        image: RGB.
        rotation_degrees: counter-clockwise.
        shift: right and down, as shares of width and height.
        zoom: factor of size, above 1 enlarges.
        brightness: factor of brightness.
        mirror: whether left and right are exchanged.
    """
    width, height = image.size
    angle = np.deg2rad(rotation_degrees)
    # Where a point of the result comes from: undo shift, rotation and zoom about the middle.
    back = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) / zoom
    middle = np.array([width / 2, height / 2])
    offset = middle - back @ (middle + np.array(shift) * [width, height])
    coefficients = (back[0, 0], back[0, 1], offset[0], back[1, 0], back[1, 1], offset[1])
    moved = image.transform(
        image.size,
        Image.Transform.AFFINE,
        coefficients,
        Image.Resampling.BILINEAR,
        fillcolor=paper_colour(image),
    )
    if mirror:
        moved = ImageOps.mirror(moved)
    return ImageEnhance.Brightness(moved).enhance(brightness)


def paper_colour(image: Image.Image) -> tuple[int, int, int]:
    """Median colour of the picture's edge."""
    pixels = np.asarray(image)
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    red, green, blue = np.median(edge, axis=0).astype(int).tolist()
    return red, green, blue
