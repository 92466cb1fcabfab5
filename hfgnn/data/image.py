"""One image file: opened safely, normalized to upright 8-bit RGB, cropped."""

from __future__ import annotations

import io
import math
import re
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from hfgnn.data.crop import Crop
from hfgnn.data.mode import SIDEWAYS, WITHOUT_RANGE, orientation, to_rgb, turn_upright
from hfgnn.data.quiet import quiet

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")


class Unreadable(Exception):
    """An image file that cannot be used; its text is the reason, a phrase without the name."""


def decode(path: Path, *, min_side_px: int, max_megapixels: float) -> Image.Image:
    """The whole picture of a file at full size, upright, in 8-bit RGB.

    The format is found from the bytes, never from the ending of the name. Of several frames the
    first is taken, and what is transparent becomes white.

    Args:
        path: the file.
        min_side_px: least width and height of the upright picture.
        max_megapixels: most megapixels a header may announce; more are not decoded.

    Raises:
        Unreadable: the file cannot be used; the text says why.
    """
    return decode_bytes(read_bytes(path), min_side_px=min_side_px, max_megapixels=max_megapixels)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        Unreadable: the file is empty, not there, not a file or may not be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            raise Unreadable("a link to a file that is not there") from None
        raise Unreadable("there is no such file any more") from None
    except IsADirectoryError:
        raise Unreadable("a folder, not a file") from None
    except PermissionError:
        raise Unreadable("no permission to read it") from None
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror or error})") from error
    if not data:
        raise Unreadable("empty file (0 bytes)")
    return data


def decode_bytes(data: bytes, *, min_side_px: int, max_megapixels: float) -> Image.Image:
    """The same as ``decode``, from the bytes of a file."""
    image = _open(data, max_megapixels=max_megapixels)
    picture = _finish(image, size=image.size, num_bytes=len(data))
    width, height = picture.size
    if min(width, height) < min_side_px:
        raise _too_small(width, height, min_side_px)
    return picture


def load(path: Path, *, least_side_px: int, crop: Crop | None) -> Image.Image:
    """The used part of a page that ``decode`` has accepted, upright, in 8-bit RGB.

    A JPEG is decoded at 1/2, 1/4 or 1/8 of its size where the used part then still has
    ``least_side_px`` on both sides; smaller pages and other formats come at full size.

    Args:
        path: the file.
        least_side_px: pixels that width and height of the result must reach, if the page has them.
        crop: the used part of the upright page.

    Raises:
        Unreadable: the file has changed since it was accepted.
    """
    data = read_bytes(path)
    image = _open(data, max_megapixels=math.inf)
    return _used_part(image, least_side_px=least_side_px, crop=crop, num_bytes=len(data))


def load_unknown(
    path: Path,
    *,
    least_side_px: int,
    crop: Crop | None,
    min_side_px: int,
    max_megapixels: float,
) -> Image.Image:
    """The same as ``load`` of a page that nobody has accepted yet: checked, and decoded once.

    What ``decode`` refuses is refused, since a JPEG is read to its end at any scale.

    Args:
        path: the file.
        least_side_px: as in ``load``.
        crop: as in ``load``.
        min_side_px: least width and height of the whole page.
        max_megapixels: most megapixels a header may announce.

    Raises:
        Unreadable: the file cannot be used; the text says why.
    """
    data = read_bytes(path)
    image = _open(data, max_megapixels=max_megapixels)
    width, height = image.size
    page = _used_part(image, least_side_px=least_side_px, crop=crop, num_bytes=len(data))
    if min(width, height) < min_side_px:
        raise _too_small(width, height, min_side_px)
    return page


def _used_part(
    image: Image.Image, *, least_side_px: int, crop: Crop | None, num_bytes: int
) -> Image.Image:
    """An opened picture, decoded at the least scale that will do, upright and cropped."""
    size = image.size
    width, height = _least_size(least_side_px, crop)
    if orientation(image) in SIDEWAYS:
        width, height = height, width
    image.draft(None, (width, height))
    return cut(_finish(image, size=size, num_bytes=num_bytes), crop)


def _too_small(width: int, height: int, min_side_px: int) -> Unreadable:
    return Unreadable(f"{width}x{height} px, but both sides must be at least {min_side_px} px")


def _least_size(least_side_px: int, crop: Crop | None) -> tuple[int, int]:
    """Width and height that a whole upright page must keep for the used part to be large enough."""
    if crop is None:
        return least_side_px, least_side_px
    left, top, right, bottom = crop
    # One pixel more than asked for, since rounding both edges of the crop can cost one.
    least = least_side_px + 1
    return math.ceil(least / (right - left)), math.ceil(least / (bottom - top))


def cut(image: Image.Image, crop: Crop | None) -> Image.Image:
    """The part of an upright picture that ``crop`` names, its edges rounded to whole pixels.

    Raises:
        Unreadable: the part is less than one pixel wide or high.
    """
    if crop is None:
        return image
    box = crop_box(image.size, crop)
    with quiet():
        return image.crop(box)


def crop_box(size: tuple[int, int], crop: Crop) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of a crop in pixels of a picture of this width and height.

    Raises:
        Unreadable: the part is less than one pixel wide or high.
    """
    width, height = size
    left, right = round(crop[0] * width), round(crop[2] * width)
    top, bottom = round(crop[1] * height), round(crop[3] * height)
    if left == right or top == bottom:
        raise Unreadable(f"{width}x{height} px, of which the crop {list(crop)} leaves nothing")
    return left, top, right, bottom


def _open(data: bytes, *, max_megapixels: float) -> Image.Image:
    """The picture with its header read and nothing decoded."""
    try:
        with quiet():
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_large(error, max_megapixels) from error
    except UnidentifiedImageError as error:
        raise Unreadable(_unidentified(data)) from error
    # What a decoder raises on damaged bytes is not documented: OSError, ValueError, struct.error.
    except Exception as error:
        raise _damaged(error, f"its {len(data)} bytes end inside the header") from error
    megapixels = image.width * image.height / 1e6
    if megapixels > max_megapixels:
        raise Unreadable(
            f"{image.width}x{image.height} px are {megapixels:.1f} megapixels, "
            f"but at most {max_megapixels:g} are accepted"
        )
    if image.mode in WITHOUT_RANGE:
        raise Unreadable(f"mode {image.mode} has no defined range")
    return image


def _too_large(error: Exception, max_megapixels: float) -> Unreadable:
    """The reason for a picture at which Pillow itself stops, whatever ``max_megapixels`` is."""
    numbers = [int(number) / 1e6 for number in re.findall(r"\d{6,}", str(error))]
    if len(numbers) < 2:
        return Unreadable(f"too many megapixels ({error})")
    megapixels, limit = numbers[:2]
    return Unreadable(
        f"{megapixels:.1f} megapixels, but at most {min(limit, max_megapixels):g} are accepted"
    )


def _unidentified(data: bytes) -> str:
    """Why no format was found: other bytes, or a header that breaks off."""
    for name in FORMATS:
        accept = Image.OPEN[name][1]
        if accept and accept(data[:16]) is True:
            return f"damaged or truncated (starts as {name}, but its header cannot be read)"
    return f"not an image (its bytes are not {', '.join(FORMATS[:-1])} or {FORMATS[-1]})"


def _finish(image: Image.Image, *, size: tuple[int, int], num_bytes: int) -> Image.Image:
    """Decode, turn upright and convert to 8-bit RGB; ``size`` is that of the file."""
    width, height = size
    try:
        image.load()
        return to_rgb(turn_upright(image))
    except Image.DecompressionBombError as error:
        raise _too_large(error, math.inf) from error
    # What a decoder raises on damaged bytes is not documented: OSError, ValueError, struct.error.
    except Exception as error:
        short = f"its {num_bytes} bytes end before its {width}x{height} px do"
        raise _damaged(error, short) from error


def _damaged(error: Exception, short: str) -> Unreadable:
    """The reason for bytes on which a decoder gave up; ``short`` is said if they break off."""
    if "truncated" in str(error).lower():
        return Unreadable(f"truncated ({short})")
    return Unreadable(f"damaged ({str(error) or type(error).__name__})")
