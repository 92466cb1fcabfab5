"""Pictures of every mode and orientation come out upright, in RGB, and look the same."""

import warnings

import numpy as np
import pytest
from PIL import Image

from hfgnn.data.image import Unreadable, decode
from hfgnn.data.mode import to_rgb

ORIENTATION = 0x0112


def decode_it(path):
    return decode(path, min_side_px=100, max_megapixels=50)


def page(width=640, height=480):
    """A picture that differs in all four corners: red, green, blue and grey on a ramp."""
    ramp = np.linspace(0, 255, width * height).reshape(height, width).astype(np.uint8)
    pixels = np.stack([ramp, ramp // 2, 255 - ramp], axis=2)
    pixels[: height // 4, : width // 4] = (255, 0, 0)
    pixels[: height // 4, -(width // 4) :] = (0, 255, 0)
    pixels[-(height // 4) :, : width // 4] = (0, 0, 255)
    pixels[-(height // 4) :, -(width // 4) :] = (128, 128, 128)
    return Image.fromarray(pixels)


def save(image, path, **settings):
    image.save(path, **settings)
    return path


def difference(one, other):
    """Mean absolute difference of two pictures in grey levels."""
    return np.abs(np.asarray(one).astype(float) - np.asarray(other).astype(float)).mean()


@pytest.mark.parametrize("mode", ["I", "F"])
def test_a_mode_without_a_defined_range_is_refused(tmp_path, mode):
    path = save(Image.new(mode, (120, 120)), tmp_path / "page.tif")
    with pytest.raises(Unreadable, match=f"mode {mode} has no defined range"):
        decode_it(path)


@pytest.mark.parametrize(
    ("mode", "ending"),
    [
        ("1", "png"), ("L", "png"), ("L", "bmp"), ("LA", "png"), ("P", "png"), ("P", "gif"),
        ("RGBA", "png"), ("RGBA", "webp"), ("RGB", "jpg"), ("CMYK", "jpg"), ("CMYK", "tif"),
        ("YCbCr", "tif"), ("LAB", "tif"),
    ],
)  # fmt: skip
def test_a_half_black_half_white_page_looks_the_same_in_every_mode(tmp_path, mode, ending):
    grey = Image.new("L", (200, 120), 255)
    grey.paste(0, (0, 0, 100, 120))
    if mode == "LAB":  # lightness 0 and 255; 128 is no color
        neutral = Image.new("L", grey.size, 128)
        picture = Image.merge("LAB", (grey, neutral, neutral))
    else:
        picture = grey.convert("RGB").convert(mode)
    upright = decode_it(save(picture, tmp_path / f"page.{ending}"))
    assert upright.mode == "RGB"
    expected = np.repeat(np.asarray(grey)[:, :, None], 3, axis=2)
    assert difference(upright, expected) < 2


def test_a_cmyk_jpeg_keeps_its_colors(tmp_path):
    path = save(page().convert("CMYK"), tmp_path / "page.jpg", quality=95)
    assert difference(decode_it(path), page()) < 3


def test_an_hsv_picture_keeps_its_colors():
    assert difference(to_rgb(page().convert("HSV")), page()) < 3


def test_a_mode_without_range_is_not_converted():
    with pytest.raises(ValueError, match="mode F has no defined range"):
        to_rgb(Image.new("F", (2, 2)))


@pytest.mark.parametrize(("mode", "order"), [("I;16", "<"), ("I;16B", ">"), ("I;16", "png")])
def test_16_bit_grey_is_scaled_to_8_bit(tmp_path, mode, order):
    values = np.zeros((120, 120), dtype=np.uint16)
    values[0, :6] = [65535, 257, 0, 128, 129, 25700]
    if order == "png":
        path = save(Image.fromarray(values), tmp_path / "page.png")
    else:
        picture = Image.frombytes(mode, values.shape, values.astype(f"{order}u2").tobytes())
        path = save(picture, tmp_path / "page.tif")
        with Image.open(path) as saved:
            assert saved.mode == mode
    red = np.asarray(decode_it(path))[0, :6, 0]
    assert red.tolist() == [255, 1, 0, 0, 1, 100]


def test_the_transparent_color_of_a_palette_becomes_white(tmp_path):
    picture = Image.new("P", (120, 120), 0)
    picture.putpalette([200, 0, 0, 0, 0, 200])
    picture.paste(1, (60, 0, 120, 120))
    upright = decode_it(save(picture, tmp_path / "page.png", transparency=0))
    assert upright.getpixel((10, 10)) == (255, 255, 255)
    assert upright.getpixel((100, 10)) == (0, 0, 200)


@pytest.mark.parametrize("mode", ["L", "RGB", "I;16"])
def test_the_transparent_color_of_a_picture_without_palette_becomes_white(tmp_path, mode):
    picture = Image.new(mode, (120, 120), 0)
    transparent = (0, 0, 0) if mode == "RGB" else 0
    upright = decode_it(save(picture, tmp_path / "page.png", transparency=transparent))
    assert upright.getpixel((10, 10)) == (255, 255, 255)


def test_half_transparent_black_is_grey(tmp_path):
    picture = Image.new("RGBA", (120, 120), (0, 0, 0, 128))
    assert decode_it(save(picture, tmp_path / "page.png")).getpixel((0, 0)) == (127, 127, 127)


@pytest.mark.parametrize("ending", ["gif", "webp", "tif", "png"])
def test_of_several_frames_the_first_is_taken(tmp_path, ending):
    frames = [Image.new("RGB", (120, 120), color) for color in ("red", "green", "blue")]
    settings = {"save_all": True, "append_images": frames[1:]}
    if ending == "webp":
        settings["lossless"] = True
    path = save(frames[0], tmp_path / f"page.{ending}", **settings)
    with Image.open(path) as saved:
        assert saved.n_frames == 3
    assert decode_it(path).getpixel((5, 5)) == (255, 0, 0)


RED_CORNER = {
    1: (5, 5), 2: (-5, 5), 3: (-5, -5), 4: (5, -5), 5: (5, 5), 6: (-5, 5), 7: (-5, -5), 8: (5, -5),
}  # fmt: skip
"""Where the stored top left corner is seen, by orientation, in pixels from left and top or,
where negative, from right and bottom (EXIF 2.32, 4.6.4: 6 is row 0 at the right)."""


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("ending", ["jpg", "png", "tif", "compressed.tif"])
def test_a_page_is_turned_upright(tmp_path, orientation, ending):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    settings = {"compression": "tiff_lzw"} if ending == "compressed.tif" else {}
    path = save(page(320, 160), tmp_path / f"page.{ending}", exif=exif, **settings)
    upright = decode_it(path)
    assert upright.size == ((320, 160) if orientation < 5 else (160, 320))
    x, y = RED_CORNER[orientation]
    red, green, blue = upright.getpixel((x % upright.width, y % upright.height))
    assert red > 240
    assert max(green, blue) < 15


@pytest.mark.parametrize(
    "block",
    [
        b"nonsense",
        b"II*\x00\x08\x00\x00\x00\x05\x00",  # announces five entries and has none
        # An orientation of "ab".
        b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x02\x00\x00\x00\x02ab\x00\x00",
    ],
)
@pytest.mark.parametrize("ending", ["jpg", "webp"])
def test_a_broken_exif_block_does_not_matter(tmp_path, ending, block):
    path = save(page(), tmp_path / f"page.{ending}", exif=b"Exif\x00\x00" + block)
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        assert decode_it(path).size == (640, 480)
    assert shown == []
