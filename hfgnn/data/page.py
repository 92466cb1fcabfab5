"""An ECG page as it comes from a scanner: 3x4 leads and a rhythm strip on millimeter paper."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from hfgnn.data.furniture import BLANK_GRAY, INK_GRAY, RULING_GRAY, Furniture, scan
from hfgnn.data.leads import LEADS

PIXELS_PER_MM = 4
MM_PER_SECOND = 25.0
MM_PER_MV = 10.0
SECONDS_PER_COLUMN = 2.5
PAGE_SECONDS = 10.0
"""Length of the rhythm strip, and of the traces that a page needs."""

# All lengths in mm from the upper left corner of the page.
PAGE_MM = (276.5, 196.5)
PAPER_MM = (8.5, 35.0, 273.5, 190.0)
PULSE_LEFT_MM = 12.0
TRACE_LEFT_MM = 19.0
BASELINES_MM = (58.0, 95.5, 133.0, 170.5)
SEPARATOR_MM = (53.0, 138.0)
HEADER_LINE_MM = 17.5
FOOTER_MM = 192.0

ROWS = (LEADS[0::3], LEADS[1::3], LEADS[2::3])
RHYTHM_LEAD = "II"

SUPERSAMPLING = 2
TRACE_MM = 0.4
FINE_GRAY, FRAME_GRAY = 240, 195
Point = tuple[float, float]
Line = tuple[NDArray[np.float64], NDArray[np.float64]]


def draw_page(
    leads_mv: NDArray[np.float32],
    sampling_hz: float,
    *,
    generator: np.random.Generator,
    furniture: Furniture,
) -> Image.Image:
    """A scanned page, RGB.

    Args:
        leads_mv: (12, samples), at least ``PAGE_SECONDS`` long.
        sampling_hz: samples per second.
        generator: draws the pixel noise.
        furniture: the rest of the scan.
    """
    return scan(
        print_page(leads_mv, sampling_hz, furniture=furniture), furniture, generator=generator
    )


def print_page(
    leads_mv: NDArray[np.float32], sampling_hz: float, *, furniture: Furniture
) -> Image.Image:
    """The page before it is scanned, grey; arguments as for ``draw_page``.

    Raises:
        ValueError: the traces are too short for the page.
    """
    if leads_mv.shape[1] < PAGE_SECONDS * sampling_hz:
        seconds = leads_mv.shape[1] / sampling_hz
        raise ValueError(f"the traces last {seconds:g} s, but a page shows {PAGE_SECONDS:g} s")
    page = _blank_page().copy()
    _write_furniture(page, furniture)
    page.paste(INK_GRAY, _pixels(*PAPER_MM), _ink_traces(leads_mv, sampling_hz))
    return page


def _pixels(*lengths_mm: float) -> Any:
    """Lengths in pixels, as many as were given; Pillow's types want to know how many."""
    return tuple(round(PIXELS_PER_MM * length) for length in lengths_mm)


@cache
def _font(height_mm: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(PIXELS_PER_MM * height_mm)


def _write(draw: ImageDraw.ImageDraw, at_mm: Point, text: str, *, height_mm: float = 3.0) -> None:
    draw.text(_pixels(*at_mm), text, fill=INK_GRAY, font=_font(height_mm))


@cache
def _blank_page() -> Image.Image:
    """Paper, lead names, separators, pulses and the words that all pages share."""
    page = Image.new("L", _pixels(*PAGE_MM), BLANK_GRAY)
    draw = ImageDraw.Draw(page)
    _rule(draw)
    _letter(draw)
    for number, names in enumerate(ROWS):
        for column, name in enumerate(names):
            left = TRACE_LEFT_MM + column * SECONDS_PER_COLUMN * MM_PER_SECOND
            _write(draw, (left + 0.3, BASELINES_MM[number] - 4.5), name, height_mm=3.4)
    _write(draw, (TRACE_LEFT_MM + 0.3, BASELINES_MM[-1] - 4.5), RHYTHM_LEAD, height_mm=3.4)
    return page


def _rule(draw: ImageDraw.ImageDraw) -> None:
    """Millimeter paper: a fine line each mm, a bold one each 5 mm."""
    left, top, right, bottom = PAPER_MM
    for step_mm, grey in ((1, FINE_GRAY), (5, RULING_GRAY)):
        for x in np.arange(left, right, step_mm):
            draw.line(_pixels(x, top, x, bottom), grey)
        for y in np.arange(top, bottom, step_mm):
            draw.line(_pixels(left, y, right, y), grey)
    draw.rectangle(_pixels(*PAPER_MM), outline=FRAME_GRAY, width=2)


def _letter(draw: ImageDraw.ImageDraw) -> None:
    """The words of the form."""
    _write(draw, (124, 3), "ECG REPORT", height_mm=5)
    words = {28: "Years", 66: "cm", 84: "kg", 106: "/   mmHg", 160: "Room No.:", 186: "Department:"}
    for left, word in words.items():
        _write(draw, (left + 12, 9), word)
    _write(draw, (8.5, 13), "Exam.Room:        Medication:")
    for y in (HEADER_LINE_MM, HEADER_LINE_MM + 0.75):
        draw.line(_pixels(PAPER_MM[0], y, PAPER_MM[2] - 3, y), INK_GRAY, 2)
    for row, word in enumerate(("Technician :", "Ref-Phys. :", "Report Confirmed by:")):
        _write(draw, (194, 21 + 4 * row), word)


def _write_furniture(page: Image.Image, furniture: Furniture) -> None:
    draw = ImageDraw.Draw(page)
    _write(draw, (8.5, 9), f"ID : {furniture.patient_number}")
    _write(draw, (8.5, FOOTER_MM), furniture.recorder, height_mm=2.7)
    _write(draw, (222, FOOTER_MM), furniture.recorded_at, height_mm=2.7)


def _ink_traces(leads_mv: NDArray[np.float32], sampling_hz: float) -> Image.Image:
    """How much ink lies on the paper, 0 to 255; smooth, since drawn larger and reduced."""
    left, top, right, bottom = PAPER_MM
    size = _pixels(right - left, bottom - top)
    sheet = Image.new("L", (size[0] * SUPERSAMPLING, size[1] * SUPERSAMPLING))
    draw = ImageDraw.Draw(sheet)
    scale = PIXELS_PER_MM * SUPERSAMPLING
    width = round(TRACE_MM * scale)
    for x_mm, y_mm in _lay_lines(leads_mv, sampling_hz):
        points = np.column_stack([x_mm - left, np.clip(y_mm, top, bottom) - top]) * scale
        # Pixel 0 covers 0 to 1, so that its centre lies at 0.5.
        draw.line((points - 0.5).ravel().tolist(), 255, width)
    return sheet.reduce(SUPERSAMPLING)


def _lay_lines(leads_mv: NDArray[np.float32], sampling_hz: float) -> list[Line]:
    """All lines of ink, as x and y in mm."""
    lines = [_pulse(baseline) for baseline in BASELINES_MM]
    strip = leads_mv[LEADS.index(RHYTHM_LEAD)]
    lines.append(_trace(strip, sampling_hz, first_s=0, seconds=PAGE_SECONDS, row=3))
    for row, names in enumerate(ROWS):
        for column, name in enumerate(names):
            lead, first_s = leads_mv[LEADS.index(name)], column * SECONDS_PER_COLUMN
            seconds = SECONDS_PER_COLUMN
            lines.append(_trace(lead, sampling_hz, first_s=first_s, seconds=seconds, row=row))
    for column in range(1, len(ROWS[0])):
        x = TRACE_LEFT_MM + column * SECONDS_PER_COLUMN * MM_PER_SECOND
        lines.append((np.array([x, x]), np.array(SEPARATOR_MM)))
    return lines


def _pulse(baseline_mm: float) -> Line:
    """The calibration pulse of 1 mV for 0.2 s."""
    height, width = MM_PER_MV, 0.2 * MM_PER_SECOND
    x = np.array([0, 1, 1, 1 + width, 1 + width, 2 + width])
    y = np.array([0, 0, height, height, 0, 0])
    return PULSE_LEFT_MM - 1 + x, baseline_mm - y


def _trace(
    lead_mv: NDArray[np.float32], sampling_hz: float, *, first_s: float, seconds: float, row: int
) -> Line:
    """A part of one lead, at its place on the time axis that all rows share."""
    samples = np.arange(round(first_s * sampling_hz), round((first_s + seconds) * sampling_hz))
    x = TRACE_LEFT_MM + samples / sampling_hz * MM_PER_SECOND
    return x, BASELINES_MM[row] - MM_PER_MV * lead_mv[samples].astype(np.float64)
