"""Lay one ECG page onto another and say how far their ink agrees."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from hfgnn.data.image import load

Ink = NDArray[np.uint8]
"""Ink of a page, (height, width): 0 paper, 255 black line; the longer side has ``SIDE_PX``."""

SIDE_PX = 512
"""Longer side of an ink map: a trace is 1-2 pixels wide, and a page is read in some 10 ms."""

COARSE = 4
"""Pixels of an ink map per pixel of its coarse map."""

LINE_PX = 15
"""What is darker than its surroundings and narrower than this is ink."""

SOLID_PX = 11
"""Dark areas at least this wide are no ink, such as the corners that a rotation fills."""

TILE_PX = 64
"""Side of the squares in which agreement is measured: 48 of them on the usual page."""

LEAST_TILE_INK = 30
"""A square with less ink, in pixels of full black and the mean of both pages, says nothing."""

LEAST_TILES = 6
"""Pages with fewer squares that say something are not compared."""

LEAST_CORRELATION = (0.88, 0.93)
"""Maps at a quarter and at half of their size that correlate less are not looked at more closely.

Of real pages, copies reached 0.94 and 0.96 at least.
"""

LEAST_SHARED = 0.7
"""Share of each page's ink that must lie where the other page is."""


def ink_map(path: Path) -> Ink:
    """The dark thin lines of a page: traces and text, neither paper nor coloured grid.

    The brightest of the three colours is taken, in which a coloured grid is nearly white, and
    closed by a square wider than any line; what that has filled is ink (black top-hat; Serra
    1982, Image Analysis and Mathematical Morphology).

    Args:
        path: a file that ``hfgnn.data.image.decode`` accepts.

    Shapes:
        returns: (height, width), the longer ``SIDE_PX``.

    Raises:
        Unreadable: the file has changed since it was accepted.
    """
    picture = load(path, least_side_px=SIDE_PX * 5 // 8, crop=None)
    return draw_ink(np.asarray(picture))


def draw_ink(picture: NDArray[np.uint8]) -> Ink:
    """The same as ``ink_map``, from a picture of shape (height, width, 3)."""
    grey = _resize(picture.max(axis=2), SIDE_PX / max(picture.shape[:2]))
    ink = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, _square(LINE_PX))
    ink[_solid(grey)] = 0
    # Of faint pages the darkest hundredth counts as black, of empty ones the noise does not.
    black = max(float(np.quantile(ink, 0.99)), 16.0)
    return np.asarray(np.minimum(ink * (255 / black), 255), dtype=np.uint8)


def coarse_map(ink: Ink) -> Ink:
    """An ink map at a quarter of its size, by which pages are found: 12 kB for the usual page."""
    return _resize(ink, 1 / COARSE)


def align(one: Ink, other: Ink) -> NDArray[np.float32] | None:
    """The affine map under which two coarse maps are most alike; None where they are not alike.

    It maximizes the enhanced correlation coefficient, first between blurred maps of half the
    size (Evangelidis and Psarakis 2008, https://doi.org/10.1109/TPAMI.2008.113). It finds
    rotations up to some 3 degrees and shifts or scalings up to some 6 %.

    Args:
        one: coarse map.
        other: coarse map, which is laid onto the first.

    Shapes:
        returns: (2, 3), from coarse pixels of ``one`` to coarse pixels of ``other``.
    """
    halves = _blurred(_resize(one, 0.5), 1.5), _blurred(_resize(other, 0.5), 1.5)
    _, mapping = _correlate(*halves, np.eye(2, 3, dtype=np.float32), blur_px=1)
    correlation, mapping = _correlate(one, other, _finer(mapping, 2), blur_px=3)
    return mapping if correlation >= LEAST_CORRELATION[0] else None


def agreement(one: Ink, other: Ink, mapping: NDArray[np.float32]) -> float:
    """How far the ink of two pages agrees once one is laid onto the other, from 0 to 1.

    That is Pearson's correlation of the ink in each square of the page, and of all squares with
    ink the lower quartile. Different pages of one template agree in header and lead names,
    which fill some squares, but not in the traces, which fill most.

    Args:
        one: ink map.
        other: ink map, which is laid onto the first.
        mapping: as ``align`` gives it; refined here.

    Returns:
        0 where the pages are not alike, or share too little ink to say.
    """
    halves = _resize(one, 0.5), _resize(other, 0.5)
    correlation, mapping = _correlate(*halves, _finer(mapping, COARSE // 2), blur_px=3)
    if correlation < LEAST_CORRELATION[1]:
        return 0.0
    _, mapping = _correlate(one, other, _finer(mapping, 2), blur_px=3)
    here, there, shared = _overlap(one, other, mapping)
    if min(shared) < LEAST_SHARED:
        return 0.0
    correlations = _tile_correlations(_blurred(here, 0.8), _blurred(there, 0.8))
    if len(correlations) < LEAST_TILES:
        return 0.0
    return max(0.0, float(np.quantile(correlations, 0.25)))


def _overlap(
    one: Ink, other: Ink, mapping: NDArray[np.float32]
) -> tuple[Ink, Ink, tuple[float, float]]:
    """Ink of both pages where both are, in pixels of the first, and which share of each it is."""
    both = np.asarray(_lay(np.full_like(other, 255), mapping, onto=one) == 255, dtype=np.uint8)
    # The outermost lines of a page are cut or smeared by cropping and rotating.
    both = np.asarray(cv2.erode(both, _square(9), borderValue=(0,)), dtype=np.uint8)
    here, there = one * both, _lay(other, mapping, onto=one) * both
    area = abs(float(np.linalg.det(mapping[:, :2])))  # pixels of other per pixel of one
    shared = (
        float(here.sum() / max(1, one.sum())),
        float(there.sum() * area / max(1, other.sum())),
    )
    return here, there, shared


def _lay(page: Ink, mapping: NDArray[np.float32], *, onto: Ink) -> Ink:
    size = onto.shape[1], onto.shape[0]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(page, mapping, size, flags=flags), dtype=np.uint8)


def _tile_correlations(one: Ink, other: Ink) -> NDArray[np.float64]:
    """Correlation of two pages in each square that has ink."""
    x, y = one / 255, other / 255
    pixels, sum_x, sum_y = _tile_sums(np.ones_like(x)), _tile_sums(x), _tile_sums(y)
    covariance = _tile_sums(x * y) - sum_x * sum_y / pixels
    variances = (_tile_sums(x * x) - sum_x**2 / pixels) * (_tile_sums(y * y) - sum_y**2 / pixels)
    telling = (sum_x + sum_y) / 2 >= LEAST_TILE_INK
    # A square that is empty on one page alone has no variance there, and agrees in nothing.
    return np.asarray((covariance / np.sqrt(np.maximum(variances, 1e-6)))[telling])


def _tile_sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums over squares of ``TILE_PX``; those at the right and lower edge may be narrower."""
    rows = np.arange(0, values.shape[0], TILE_PX)
    columns = np.arange(0, values.shape[1], TILE_PX)
    return np.add.reduceat(np.add.reduceat(values, rows, axis=0), columns, axis=1).ravel()


def _solid(grey: Ink) -> NDArray[np.bool_]:
    """Where a page is dark over more than a line's width, or joins such an area at its edge."""
    margin = SOLID_PX + LINE_PX // 2
    dark = (grey < 0.6 * np.median(grey)).astype(np.uint8)
    # Beyond its edges the page counts as dark, so that a thin wedge along them is wide.
    dark = np.pad(dark, margin, constant_values=1)
    solid = cv2.dilate(cv2.morphologyEx(dark, cv2.MORPH_OPEN, _square(SOLID_PX)), _square(5))
    return np.asarray(solid[margin:-margin, margin:-margin], dtype=np.bool_)


def _correlate(
    one: Ink, other: Ink, mapping: NDArray[np.float32], *, blur_px: int
) -> tuple[float, NDArray[np.float32]]:
    """Improve an affine map; -1 and the map as it was where the pages have nothing in common."""
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-4)
    everywhere = np.full_like(other, 255)
    try:
        correlation, better = cv2.findTransformECC(
            one, other, mapping.copy(), cv2.MOTION_AFFINE, stop, everywhere, blur_px
        )
    except cv2.error:  # it did not converge, or a page is empty
        return -1.0, mapping
    return float(correlation), np.asarray(better, dtype=np.float32)


def _finer(mapping: NDArray[np.float32], times: int) -> NDArray[np.float32]:
    """The same affine map between pages of ``times`` as many pixels each way."""
    linear, shift = mapping[:, :2], mapping[:, 2]
    # Pixel x of a page covers pixels times * x ... times * x + times - 1 of the finer one.
    centre = np.full(2, (times - 1) / 2)
    return np.column_stack([linear, times * shift + centre - linear @ centre]).astype(np.float32)


def _resize(page: Ink, scale: float) -> Ink:
    size = [max(1, round(side * scale)) for side in page.shape[::-1]]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(page, size, interpolation=way), dtype=np.uint8)


def _blurred(page: Ink, pixels: float) -> Ink:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), pixels), dtype=np.uint8)


def _square(side: int) -> Ink:
    return np.ones((side, side), dtype=np.uint8)
