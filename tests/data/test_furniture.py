"""Sheet and scanner: small disturbances that know nothing of the patient."""

from dataclasses import fields, replace

import numpy as np
from PIL import Image

from hfgnn.data.furniture import (
    BLANK_GRAY,
    INK_GRAY,
    RULING_GRAY,
    Furniture,
    draw_furniture,
    scan,
)

FLAT = replace(
    draw_furniture(np.random.default_rng(0)),
    rotation_degrees=0.0,
    offset_px=(0.0, 0.0),
    paper_colour=(255, 255, 255),
    corner_light=(255, 255, 255, 255),
    noise_levels=0,
)


def scanned(gray, furniture, size=(40, 30)):
    page = Image.new("L", size, gray)
    return np.asarray(scan(page, furniture, generator=np.random.default_rng(0)))


def test_paper_stays_white_ruling_turns_pink_and_ink_dark():
    assert (scanned(BLANK_GRAY, FLAT) == 255).all()
    red, green, blue = scanned(RULING_GRAY, FLAT)[15, 20].tolist()
    assert red > 230
    assert green == blue < 220
    assert scanned(INK_GRAY, FLAT)[15, 20].max() < 40


def test_light_runs_from_corner_to_corner():
    light = scanned(BLANK_GRAY, replace(FLAT, corner_light=(255, 240, 255, 240)))
    assert light[:, 0].mean() > light[:, 20].mean() > light[:, -1].mean()


def test_noise_stays_within_its_range():
    noisy = scanned(BLANK_GRAY, replace(FLAT, noise_levels=4))
    assert noisy.min() >= 255 - 8
    assert 1 < noisy.std() < 4


def test_the_offset_moves_the_page_right_and_down():
    page = Image.new("L", (40, 30), BLANK_GRAY)
    page.putpixel((10, 5), INK_GRAY)
    moved = scan(page, replace(FLAT, offset_px=(3, 2)), generator=np.random.default_rng(0))
    darkest = np.unravel_index(np.asarray(moved).sum(2).argmin(), (30, 40))
    assert darkest == (7, 13)


def test_furniture_is_believable_and_varies():
    drawn = [draw_furniture(np.random.default_rng(number)) for number in range(50)]
    assert max(abs(one.rotation_degrees) for one in drawn) <= 0.5
    assert all(len(one.patient_number) == 6 for one in drawn)
    assert min(min(one.paper_colour) for one in drawn) >= 230
    assert len({one.recorded_at for one in drawn}) == 50


def test_furniture_has_no_place_for_a_diagnosis():
    names = {field.name for field in fields(Furniture)}
    assert not names & {"label", "severity", "rate_bpm", "sex", "diagnosis"}
