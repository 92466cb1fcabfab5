"""What a page shows besides the trace: its identity, its sheet and its scanner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops

Color = tuple[int, int, int]

BLANK_GRAY, RULING_GRAY, INK_GRAY = 255, 215, 0
"""Paper, the bold lines on it, and ink on a page that is not yet scanned."""

SMEAR_GRAY = 160
GRAYS = (INK_GRAY, SMEAR_GRAY, RULING_GRAY, BLANK_GRAY)
INK, SMEAR, RULING_COLOR = (22, 22, 28), (162, 156, 160), (246, 204, 204)
"""Ink thins out to a grey smear at its edges, so that only the ruling is pink."""


@dataclass(frozen=True)
class Furniture:
    """Everything on a page that does not come from the heart.

    Attributes:
        patient_number: printed in the header.
        recorded_at: date and time, printed in the footer.
        recorder: the line about filters and scales, printed in the footer.
        rotation_degrees: how far the sheet lay askew in the scanner.
        offset_px: how far it lay off, to the right and down.
        paper_colour: red, green and blue of blank paper, 0 to 255.
        corner_light: light at the four corners, row by row, 0 to 255.
        noise_levels: half the range of the pixel noise, in grey levels.
    """

    patient_number: str
    recorded_at: str
    recorder: str
    rotation_degrees: float
    offset_px: tuple[float, float]
    paper_colour: Color
    corner_light: tuple[int, int, int, int]
    noise_levels: int


def draw_furniture(generator: np.random.Generator) -> Furniture:
    """The sheet and the scanner of one page."""
    year, month, day = generator.integers([2015, 1, 1], [2025, 13, 29])
    hour, minute, second = generator.integers(0, [24, 60, 60])
    red, green, blue = generator.integers([248, 246, 238], 256).tolist()
    top_left, top_right, low_left, low_right = generator.integers(238, 256, size=4).tolist()
    return Furniture(
        patient_number=str(generator.integers(100_000, 1_000_000)),
        recorded_at=f"{year}-{month:02d}-{day:02d}   {hour:02d}:{minute:02d}:{second:02d}",
        recorder=f"0.67~{generator.choice([25, 35, 40])}Hz   AC50   25mm/s   10mm/mV   4*2.5s+1r",
        rotation_degrees=float(np.clip(generator.normal(0, 0.2), -0.5, 0.5)),
        offset_px=(float(generator.normal(0, 1.5)), float(generator.normal(0, 1.5))),
        paper_colour=(red, green, blue),
        corner_light=(top_left, top_right, low_left, low_right),
        noise_levels=int(generator.integers(2, 7)),
    )


def scan(page: Image.Image, furniture: Furniture, *, generator: np.random.Generator) -> Image.Image:
    """The page as a scanner sees it: askew, tinted, unevenly lit and noisy.

    Args:
        page: grey, since one channel turns three times as fast; ``RULING_GRAY`` becomes pink.
        furniture: how it lies in the scanner.
        generator: draws the pixel noise.
    """
    turn = _turn(furniture, page.size)
    askew = page.transform(
        page.size, Image.Transform.AFFINE, turn, Image.Resampling.BILINEAR, fillcolor=BLANK_GRAY
    )
    dyes = zip(*_dyes(furniture.paper_colour), strict=True)
    colored = Image.merge("RGB", [askew.point(_develop(dye)) for dye in dyes])
    corners = Image.fromarray(np.array(furniture.corner_light, np.uint8).reshape(2, 2))
    light = corners.resize(page.size, Image.Resampling.BILINEAR)
    levels = furniture.noise_levels
    noise = generator.integers(0, 2 * levels + 1, size=page.size[::-1], dtype=np.uint8)
    light = ImageChops.subtract(light, Image.fromarray(noise))
    return ImageChops.multiply(colored, Image.merge("RGB", [light] * 3))


def _turn(furniture: Furniture, size: tuple[int, int]) -> tuple[float, ...]:
    """Where each pixel of the scan comes from: a turn about the centre, then the offset."""
    angle = np.radians(furniture.rotation_degrees)
    cosine, sine = float(np.cos(angle)), float(np.sin(angle))
    x, y = size[0] / 2, size[1] / 2
    to_x, to_y = x + furniture.offset_px[0], y + furniture.offset_px[1]
    return (
        cosine, sine, x - cosine * to_x - sine * to_y,
        -sine, cosine, y + sine * to_x - cosine * to_y,
    )  # fmt: skip


def _dyes(paper: Color) -> tuple[Color, ...]:
    """Colors of ``GRAYS`` on this paper."""
    red, green, blue = (one * other // 255 for one, other in zip(paper, RULING_COLOR, strict=True))
    return INK, SMEAR, (red, green, blue), paper


def _develop(dye: tuple[int, ...]) -> list[int]:
    """One colour channel of every grey level."""
    return np.interp(np.arange(256), GRAYS, dye).round().astype(int).tolist()
