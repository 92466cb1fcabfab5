"""A page shows the trace at 25 mm/s and 10 mm/mV, and nothing else about the patient."""

import numpy as np
import pytest

from hfgnn.data.furniture import draw_furniture
from hfgnn.data.leads import LEADS
from hfgnn.data.page import (
    BASELINES_MM,
    PAGE_SECONDS,
    PIXELS_PER_MM,
    PULSE_LEFT_MM,
    TRACE_LEFT_MM,
    draw_page,
    print_page,
)

SAMPLING_HZ = 500
FURNITURE = draw_furniture(np.random.default_rng(0))
MM_PER_MV, MM_PER_FIFTH_OF_SECOND = 10, 5


def flat_leads():
    return np.zeros((len(LEADS), round(PAGE_SECONDS * SAMPLING_HZ)), np.float32)


def darkness(leads):
    """The printed page, 0 for paper to 1 for ink, without the pale ruling."""
    page = np.asarray(print_page(leads, SAMPLING_HZ, furniture=FURNITURE)).astype(float)
    return np.clip((190 - page) / 190, 0, 1)


def height_mm(page, x_mm, near_mm):
    """Where the ink lies in one column of pixels, within 12 mm of a height."""
    top = round((near_mm - 12) * PIXELS_PER_MM)
    column = page[top : top + 24 * PIXELS_PER_MM, round(x_mm * PIXELS_PER_MM)]
    return (top + 0.5 + np.average(np.arange(len(column)), weights=column)) / PIXELS_PER_MM


def test_the_calibration_pulse_is_10_mm_high_and_5_mm_wide():
    page = darkness(flat_leads())
    top_mm = BASELINES_MM[0] - MM_PER_MV
    assert height_mm(page, PULSE_LEFT_MM + 2.5, top_mm) == pytest.approx(top_mm, abs=0.2)
    row = page[round((top_mm + 5) * PIXELS_PER_MM)]
    sides = np.flatnonzero(row[: round(TRACE_LEFT_MM * PIXELS_PER_MM)] > 0.5)
    width_mm = (sides.max() - sides.min()) / PIXELS_PER_MM
    assert width_mm == pytest.approx(MM_PER_FIFTH_OF_SECOND, abs=0.5)


def test_1_mv_is_10_mm():
    leads = flat_leads()
    leads[LEADS.index("II"), SAMPLING_HZ:] = 1
    page = darkness(leads)
    strip_mm = BASELINES_MM[-1]
    before = height_mm(page, TRACE_LEFT_MM + 20, strip_mm)
    after = height_mm(page, TRACE_LEFT_MM + 60, strip_mm - MM_PER_MV)
    assert before == pytest.approx(strip_mm, abs=0.2)
    assert before - after == pytest.approx(MM_PER_MV, abs=0.1)


def test_a_fifth_of_a_second_is_5_mm():
    leads = flat_leads()
    leads[LEADS.index("II"), [3000, 3100]] = 1
    row = darkness(leads)[round((BASELINES_MM[-1] - 5) * PIXELS_PER_MM)]
    row[: round(TRACE_LEFT_MM * PIXELS_PER_MM)] = 0
    dark = np.flatnonzero(row > 0.3) + 0.5
    first, second = dark[dark < dark.mean()].mean(), dark[dark > dark.mean()].mean()
    assert (second - first) / PIXELS_PER_MM == pytest.approx(MM_PER_FIFTH_OF_SECOND, abs=0.15)
    assert first / PIXELS_PER_MM == pytest.approx(TRACE_LEFT_MM + 6 * 25, abs=0.3)


@pytest.mark.parametrize(
    ("name", "row", "column"),
    [("I", 0, 0), ("aVL", 1, 1), ("V1", 0, 2), ("V3", 2, 2), ("V6", 2, 3)],
)
def test_every_lead_has_its_place_and_its_time(name, row, column):
    leads = flat_leads()
    first = round(2.5 * column * SAMPLING_HZ)
    leads[LEADS.index(name), first : first + round(2.5 * SAMPLING_HZ)] = -0.5
    page = darkness(leads)
    x_mm = TRACE_LEFT_MM + (column + 0.5) * 62.5
    expected = BASELINES_MM[row] + MM_PER_MV / 2
    assert height_mm(page, x_mm, expected) == pytest.approx(expected, abs=0.2)


def test_a_page_is_a_color_picture_of_a_landscape_sheet():
    generator = np.random.default_rng(0)
    page = draw_page(flat_leads(), SAMPLING_HZ, generator=generator, furniture=FURNITURE)
    assert page.mode == "RGB"
    assert page.size == (1106, 786)


def test_the_same_trace_sheet_and_generator_make_the_same_page():
    pages = [
        draw_page(
            flat_leads(), SAMPLING_HZ, generator=np.random.default_rng(4), furniture=FURNITURE
        )
        for _ in range(2)
    ]
    assert pages[0].tobytes() == pages[1].tobytes()


def test_a_trace_does_not_leave_the_paper():
    page = darkness(flat_leads() + 100)
    assert np.array_equal(page[: 34 * PIXELS_PER_MM], darkness(flat_leads())[: 34 * PIXELS_PER_MM])


def test_a_trace_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="last 5 s, but a page shows 10 s"):
        print_page(flat_leads()[:, :2500], SAMPLING_HZ, furniture=FURNITURE)
