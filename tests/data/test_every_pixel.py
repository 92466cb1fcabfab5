"""All pixels of a page, whichever library decodes it."""

import numpy as np
import pytest
from PIL import Image

from hfgnn.data.every_pixel import is_plain, load_every_pixel
from hfgnn.data.image import Unreadable, decode


@pytest.fixture
def page(tmp_path):
    """A page of 90 x 70 px in some format and mode."""

    def write(name, mode="RGB", **options):
        blots = np.random.default_rng(0).integers(0, 256, (7, 9, 3), dtype=np.uint8)
        path = tmp_path / name
        image = Image.fromarray(blots).resize((90, 70), Image.Resampling.BICUBIC)
        image.convert(mode).save(path, **options)
        return path

    return write


def as_decoded(path):
    return np.asarray(decode(path, min_side_px=1, max_megapixels=1))


def turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif.tobytes()


@pytest.mark.parametrize(
    ("name", "options", "plain"),
    [
        ("plain.jpg", {}, True),
        ("progressive.jpg", {"progressive": True}, True),
        ("grey.jpg", {"mode": "L"}, False),
        ("inks.jpg", {"mode": "CMYK"}, False),
        ("turned.jpg", {"exif": turned()}, False),
        ("plain.png", {}, False),
    ],
)
def test_the_pixels_are_those_of_the_checked_page(page, name, options, plain):
    path = page(name, **options)
    pixels = load_every_pixel(path, crop=None)
    assert is_plain(path.read_bytes()) is plain
    assert np.abs(pixels.astype(int) - as_decoded(path)).max() <= 1  # decoders round differently


def test_only_the_crop_is_given(page):
    path = page("page.jpg")
    whole = load_every_pixel(path, crop=None)
    assert np.array_equal(load_every_pixel(path, crop=(0.1, 0.2, 0.9, 0.5)), whole[14:35, 9:81])


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_page_that_breaks_off_is_refused(page, share):
    path = page("page.jpg")
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    assert not is_plain(path.read_bytes())
    with pytest.raises(Unreadable, match=r"truncated|damaged"):
        load_every_pixel(path, crop=None)


def test_what_opencv_cannot_decode_is_left_to_pillow(page, monkeypatch):
    path = page("page.jpg")
    expected = load_every_pixel(path, crop=None)
    monkeypatch.setattr("cv2.imdecode", lambda *_: None)
    assert np.abs(load_every_pixel(path, crop=None).astype(int) - expected).max() <= 1
