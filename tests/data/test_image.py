"""Opening one image file: what is refused and why, and what is loaded at reduced size."""

import random
import struct
import threading
import time
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image

from hfgnn.data.image import Unreadable, decode, load

ORIENTATION = 0x0112
SIDEWAYS = Image.Exif()
SIDEWAYS[ORIENTATION] = 6


def decode_it(path):
    return decode(path, min_side_px=100, max_megapixels=50)


def reason(path):
    """Why a file is refused."""
    with pytest.raises(Unreadable) as caught:
        decode_it(path)
    return str(caught.value)


def page(width=640, height=480):
    """A picture that differs in all four corners: red, green, blue and grey on a ramp."""
    ramp = np.linspace(0, 255, width * height).reshape(height, width).astype(np.uint8)
    pixels = np.stack([ramp, ramp // 2, 255 - ramp], axis=2)
    pixels[: height // 4, : width // 4] = (255, 0, 0)
    pixels[: height // 4, -(width // 4) :] = (0, 255, 0)
    pixels[-(height // 4) :, : width // 4] = (0, 0, 255)
    pixels[-(height // 4) :, -(width // 4) :] = (128, 128, 128)
    return Image.fromarray(pixels)


def noise(width=300, height=200):
    """A picture that does not compress, so that a cut file misses pixels."""
    return Image.frombytes("RGB", (width, height), random.Random(0).randbytes(3 * width * height))


def save(image, path, **settings):
    image.save(path, **settings)
    return path


def difference(one, other):
    """Mean absolute difference of two pictures in grey levels."""
    return np.abs(np.asarray(one).astype(float) - np.asarray(other).astype(float)).mean()


def png_of_zeros(path, width, height):
    """A 1-bit PNG of any size whose compressed zeros take a few kilobytes."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    squeeze = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )
    return path


def test_a_text_file_named_jpg_is_not_an_image(tmp_path):
    path = tmp_path / "page.jpg"
    path.write_text("This is no picture.")
    assert reason(path).startswith("not an image (its bytes are not JPEG, PNG,")


def test_a_picture_of_another_format_is_not_accepted(tmp_path):
    path = save(page(), tmp_path / "page.jpg", format="PPM")
    assert "not an image" in reason(path)


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "page.jpg"
    path.write_bytes(b"")
    assert reason(path) == "empty file (0 bytes)"


@pytest.mark.parametrize("ending", ["jpg", "png", "gif", "tif", "webp"])
def test_a_file_cut_in_half_is_refused(tmp_path, ending):
    path = save(noise(), tmp_path / f"page.{ending}")
    half = path.read_bytes()[: path.stat().st_size // 2]
    path.write_bytes(half)
    assert "truncated" in reason(path) or "damaged" in reason(path)


def test_a_truncated_jpeg_is_refused_with_its_numbers(tmp_path):
    path = save(noise(), tmp_path / "page.jpg")
    path.write_bytes(path.read_bytes()[:9000])
    assert reason(path) == "truncated (its 9000 bytes end before its 300x200 px do)"


def test_a_file_cut_inside_its_header_is_not_called_something_else(tmp_path):
    path = save(page(), tmp_path / "page.jpg")
    path.write_bytes(path.read_bytes()[:60])
    assert reason(path) == "truncated (its 60 bytes end inside the header)"
    path.write_bytes(b"GIF89a")
    assert "damaged or truncated (starts as GIF" in reason(path)


@pytest.mark.parametrize("size", [(99, 100), (100, 99)])
def test_a_page_with_a_side_of_99_pixels_is_refused(tmp_path, size):
    path = save(page(*size), tmp_path / "page.png")
    width, height = size
    assert reason(path) == f"{width}x{height} px, but both sides must be at least 100 px"


def test_a_page_of_100_by_100_pixels_is_accepted(tmp_path):
    assert decode_it(save(page(100, 100), tmp_path / "page.png")).size == (100, 100)


def test_the_size_in_the_reason_is_that_of_the_upright_page(tmp_path):
    path = save(page(99, 300), tmp_path / "page.jpg", exif=SIDEWAYS)
    assert reason(path).startswith("300x99 px")


def test_a_bomb_is_refused_by_its_header_alone(tmp_path):
    path = png_of_zeros(tmp_path / "page.png", 30_000, 30_000)
    start = time.perf_counter()
    assert reason(path) == "900.0 megapixels, but at most 50 are accepted"
    assert time.perf_counter() - start < 0.2


def test_a_page_above_the_megapixels_is_refused_without_a_warning(tmp_path):
    path = png_of_zeros(tmp_path / "page.png", 12_000, 10_000)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sentence = "12000x10000 px are 120.0 megapixels, but at most 50 are accepted"
        assert reason(path) == sentence


def test_a_page_of_exactly_the_megapixels_is_accepted(tmp_path):
    path = save(page(1000, 500), tmp_path / "page.png")
    assert decode(path, min_side_px=100, max_megapixels=0.5).size == (1000, 500)
    with pytest.raises(Unreadable, match=r"0\.5 megapixels, but at most 0\.499 "):
        decode(path, min_side_px=100, max_megapixels=0.499)


def test_threads_that_open_large_pages_leave_the_warnings_as_they_were(tmp_path):
    path = png_of_zeros(tmp_path / "page.png", 12_000, 10_000)
    before = list(warnings.filters)
    threads = [threading.Thread(target=reason, args=(path,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert warnings.filters == before


def test_a_folder_and_a_vanished_file_are_refused(tmp_path):
    (tmp_path / "x.jpg").mkdir()
    assert reason(tmp_path / "x.jpg") == "a folder, not a file"
    assert reason(tmp_path / "gone.jpg") == "there is no such file any more"


def test_a_link_to_nothing_is_called_so(tmp_path):
    (tmp_path / "link.jpg").symlink_to(tmp_path / "gone.jpg")
    assert reason(tmp_path / "link.jpg") == "a link to a file that is not there"


@pytest.mark.parametrize(
    ("error", "text"),
    [(PermissionError(13, "denied"), "no permission"), (OSError(5, "bad disk"), "bad disk")],
)
def test_a_file_that_the_system_does_not_hand_out_is_refused(tmp_path, monkeypatch, error, text):
    def fail(path):
        raise error

    monkeypatch.setattr("pathlib.Path.read_bytes", fail)
    assert text in reason(tmp_path / "page.jpg")


@pytest.mark.parametrize("crop", [None, (0.1, 0.2, 0.6, 0.9)])
@pytest.mark.parametrize("orientation", [1, 3, 6])
@pytest.mark.parametrize(("least", "scale"), [(30, 8), (70, 4), (180, 2), (500, 1)])
def test_load_shows_what_decode_shows(tmp_path, crop, orientation, least, scale):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    path = save(page(1600, 800), tmp_path / "page.jpg", exif=exif, quality=95)
    whole = decode_it(path)
    part = load(path, least_side_px=least, crop=crop)
    left, top, right, bottom = crop or (0, 0, 1, 1)
    box = (left * whole.width, top * whole.height, right * whole.width, bottom * whole.height)
    assert part.mode == "RGB"
    assert min(part.size) >= least or scale == 1
    # A quarter of the page is the least that any of the crops and orientations leaves.
    assert part.width * part.height <= 1600 * 800 / (scale / 2) ** 2
    small = (40, 40)
    expected = whole.resize(small, Image.Resampling.BOX, box=box)
    assert difference(part.resize(small, Image.Resampling.BOX), expected) < 3


def test_load_decodes_a_large_jpeg_at_reduced_size(tmp_path):
    path = save(page(1600, 800), tmp_path / "page.jpg")
    assert load(path, least_side_px=100, crop=None).size == (200, 100)
    assert load(path, least_side_px=101, crop=None).size == (400, 200)
    assert load(path, least_side_px=900, crop=None).size == (1600, 800)


def test_load_reaches_the_least_side_for_every_crop(tmp_path):
    path = save(page(1237, 911), tmp_path / "page.jpg")
    draw = random.Random(0)
    for number in range(60):
        left, top = draw.uniform(0, 0.5), draw.uniform(0, 0.5)
        crop = (left, top, left + draw.uniform(0.3, 0.5), top + draw.uniform(0.3, 0.5))
        # Just what remains at 1/2, 1/4 or 1/8 of the size, so that rounding decides.
        sides = 1237 * (crop[2] - left), 911 * (crop[3] - top)
        least = round(min(sides) / 2 ** (1 + number % 3))
        assert min(load(path, least_side_px=least, crop=crop).size) >= least


def test_load_reaches_the_least_side_where_both_edges_are_rounded_inward(tmp_path):
    path = save(page(2048, 2048), tmp_path / "page.jpg")
    crop = (1.5 / 256, 0, 100.5 / 256, 1)  # at 1/8 from 1.5 to 100.5 px, rounded to 2 and 100
    assert load(path, least_side_px=99, crop=crop).size == (198, 512)


def test_load_reaches_the_least_side_of_a_narrow_crop_of_a_turned_page(tmp_path):
    path = save(page(1600, 800), tmp_path / "page.jpg", exif=SIDEWAYS)
    assert load(path, least_side_px=120, crop=(0, 0, 0.25, 1)).size == (200, 1600)
    assert load(path, least_side_px=120, crop=(0, 0, 1, 0.25)).size == (400, 200)


def test_load_gives_other_formats_at_full_size(tmp_path):
    path = save(page(1600, 800), tmp_path / "page.png")
    part = load(path, least_side_px=50, crop=(0.5, 0, 1, 0.5))
    assert part.size == (800, 400)
    assert part.getpixel((790, 5)) == (0, 255, 0)


def test_load_refuses_a_file_that_has_changed(tmp_path):
    path = tmp_path / "page.jpg"
    path.write_bytes(b"")
    with pytest.raises(Unreadable, match="empty file"):
        load(path, least_side_px=50, crop=None)


def test_a_crop_that_leaves_no_pixel_is_refused(tmp_path):
    path = save(page(), tmp_path / "page.png")
    with pytest.raises(Unreadable, match=r"640x480 px, of which the crop .* leaves nothing"):
        load(path, least_side_px=1, crop=(0.5, 0.0, 0.5001, 1.0))
