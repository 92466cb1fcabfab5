"""Where a drawn dot goes, and what comes into view."""

import numpy as np
import pytest
from PIL import Image

from hfgnn.augment.picture import distort, paper_colour

PAPER = (250, 230, 220)
STILL = {
    "rotation_degrees": 0.0,
    "shift": (0.0, 0.0),
    "zoom": 1.0,
    "brightness": 1.0,
    "mirror": False,
}


def page_with_a_dot(x, y, size=(101, 101)):
    page = Image.new("RGB", size, PAPER)
    page.putpixel((x, y), (0, 0, 0))
    return page


def place_of_the_dot(picture):
    darkness = PAPER[0] - np.asarray(picture)[..., 0].astype(float)
    y, x = np.unravel_index(darkness.argmax(), darkness.shape)
    return int(x), int(y)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({}, (80, 50)),
        ({"shift": (0.1, 0.0)}, (90, 50)),
        ({"shift": (0.0, 0.2)}, (80, 70)),
        ({"shift": (-0.1, -0.2)}, (70, 30)),
        ({"rotation_degrees": 90}, (50, 20)),
        ({"rotation_degrees": -90}, (50, 80)),
        ({"zoom": 1.5}, (95, 50)),
        ({"zoom": 0.5}, (65, 50)),
        ({"mirror": True}, (20, 50)),
        ({"rotation_degrees": 90, "shift": (0.1, 0.0)}, (60, 20)),
        ({"shift": (0.1, 0.0), "mirror": True}, (10, 50)),
    ],
)
def test_a_dot_right_of_the_middle_goes_where_it_should(change, place):
    moved = distort(page_with_a_dot(80, 50), **(STILL | change))
    assert place_of_the_dot(moved) == pytest.approx(place, abs=1)


def test_a_shift_is_a_share_of_each_side():
    page = page_with_a_dot(40, 20, size=(200, 100))
    moved = distort(page, **(STILL | {"shift": (0.1, 0.1)}))
    assert place_of_the_dot(moved) == (60, 30)


def test_nothing_changes_without_a_change():
    pixels = np.random.default_rng(0).integers(0, 256, (37, 52, 3), dtype=np.uint8)
    assert np.array_equal(distort(Image.fromarray(pixels), **STILL), pixels)


@pytest.mark.parametrize("change", [{"shift": (0.3, 0.3)}, {"rotation_degrees": 45}, {"zoom": 0.5}])
def test_what_comes_into_view_is_paper(change):
    page = Image.new("RGB", (100, 100), PAPER)
    page.paste((10, 20, 30), (5, 5, 95, 95))
    pixels = np.asarray(distort(page, **(STILL | change)))
    assert pixels[0, 0].tolist() == list(PAPER)
    assert pixels[1, 99].tolist() == list(PAPER)


def test_brightness_is_a_factor():
    darker = distort(Image.new("RGB", (9, 9), (200, 100, 50)), **(STILL | {"brightness": 0.5}))
    assert darker.getpixel((4, 4)) == (100, 50, 25)


def test_the_size_stays():
    change = {"rotation_degrees": 30, "shift": (0.1, 0.0), "zoom": 1.1}
    assert distort(page_with_a_dot(3, 3, size=(40, 30)), **(STILL | change)).size == (40, 30)


def test_paper_is_the_median_of_the_edge():
    page = Image.new("RGB", (50, 50), PAPER)
    page.paste((0, 0, 0), (1, 1, 49, 49))
    page.paste((0, 0, 255), (0, 0, 10, 1))
    assert paper_colour(page) == PAPER
