"""What a file shows before anybody reads its trace: size, colours, header, footer."""

from __future__ import annotations

import hashlib
import io
import math
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageStat

from hfgnn.data.crop import Crop
from hfgnn.data.image import FORMATS, crop_box, load, read_bytes
from hfgnn.data.quiet import quiet
from hfgnn.data.reading import Progress
from hfgnn.features.row_cache import RowCache
from hfgnn.types import Records, Strings

Numbers = NDArray[np.float64]

VERSION = "1"  # raise when the same file gives other numbers than before

MIDDLE: Crop = (0.014, 0.185, 0.980, 0.957)
"""Where the trace is looked for if no crop says it: the published ECG pages' box of traces,
x 30-2170 and y 290-1505 of 2213x1572 px."""

READ_PX = 256
"""Least width and height at which the colours of pages are looked at."""

PRINT_PX = 600
"""The same for what is printed: digits of a sheet, 2 mm high, are then six pixels high or more."""

STRIP_PIXELS = 512
"""About so many grey levels stand for a part of a page."""

PAGE_ASPECT = math.sqrt(2)
"""Width of a sheet over its height, lying; the grey levels of a part are then about square."""

INK_SIZE = 256, 16
"""Columns and lines in which the ink of a part is kept: about one column per printed letter."""

PALE = 0.1
"""What is paler than the paper by less than this share is noise of scanner or JPEG, not ink."""

ROUNDED_INK = 0.001
"""Shares of ink are rounded to this, so that a cell without any is the same on all pages."""

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Looks:
    """Some numbers for each page, each block (pages, columns), float64.

    Attributes:
        file_size: logarithm of the number of bytes.
        image_size: width, height and their quotient.
        encoding: mean of the JPEG quantization tables, whether there is EXIF, and the format.
        colours: mean, spread and quantiles of red, green and blue, ink included.
        paper: the same quantiles of the brighter half, which is paper.
        header: small grey picture of what is above the trace; no column if nothing is.
        footer: the same below the trace.
        trace: the same of the trace area.
        header_ink: share of ink in 16 lines of 256 cells, line after line; no column if nothing is.
        footer_ink: the same below the trace.
        trace_ink: the same of the trace area.
    """

    file_size: Numbers
    image_size: Numbers
    encoding: Numbers
    colours: Numbers
    paper: Numbers
    header: Numbers
    footer: Numbers
    trace: Numbers
    header_ink: Numbers
    footer_ink: Numbers
    trace_ink: Numbers


def look_at(records: Records, *, crop: Crop | None, cache_file: Path, progress: Progress) -> Looks:
    """Look at each content once and for all, at reduced size, in several threads.

    Args:
        records: the pages.
        crop: the trace area of a page; ``MIDDLE`` where None.
        cache_file: SQLite file that keeps what was seen, by content and crop.
        progress: shows how many files are looked at.
    """
    area = MIDDLE if crop is None else crop
    keys = [_key(content, area) for content in records.content_hash.tolist()]
    with RowCache(cache_file) as cache:
        rows = cache.get(list(dict.fromkeys(keys)))
        missing = {key: row for row, key in enumerate(keys) if key not in rows}
        seen = _seen(records.path[list(missing.values())], area)
        for key, row in zip(
            missing,
            progress(seen, total=len(missing), description="Looking for shortcuts"),
            strict=True,
        ):
            cache.put([(key, row)])
            rows[key] = row
    table = np.stack([rows[key] for key in keys]).astype(np.float64)
    edges = np.cumsum(list(_widths(area).values()))[:-1]
    return Looks(*np.split(table, edges, axis=1))


def _key(content: str, area: Crop) -> str:
    """Hash of all that the numbers of a page depend on."""
    parts = (VERSION, "/".join(map(str, area)), content)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def _seen(paths: Strings, area: Crop) -> Iterator[NDArray[np.float32]]:
    with ThreadPoolExecutor(min(4, max(2, os.cpu_count() or 2))) as pool:
        yield from pool.map(lambda path: _row(Path(path), area), paths.tolist())


def _row(path: Path, area: Crop) -> NDArray[np.float32]:
    look = _look(path, area)
    return np.concatenate([look[field.name] for field in fields(Looks)]).astype(np.float32)


def _widths(area: Crop) -> dict[str, int]:
    """Columns of each block, in order."""
    parts = _parts(area)
    return {
        "file_size": 1,
        "image_size": 3,
        "encoding": 2 + len(FORMATS),
        "colours": 3 * (2 + len(QUANTILES)),
        "paper": 3 * len(QUANTILES),
        **{name: math.prod(_size(part)) for name, part in parts.items()},
        **{
            f"{name}_ink": math.prod(INK_SIZE) * bool(_size(part)[0])
            for name, part in parts.items()
        },
    }


def _parts(area: Crop) -> dict[str, Crop]:
    return {"header": (0, 0, 1, area[1]), "footer": (0, area[3], 1, 1), "trace": area}


def _look(path: Path, area: Crop) -> dict[str, Numbers]:
    data = read_bytes(path)
    with quiet():
        file = Image.open(io.BytesIO(data), formats=FORMATS)
        size, encoding = file.size, _encoding(file)
    page = load(path, least_side_px=PRINT_PX, crop=None)
    page = page.reduce(max(1, min(page.size) // PRINT_PX))
    small = page.reduce(max(1, min(page.size) // READ_PX))
    inside = np.asarray(small.crop(crop_box(small.size, area)), dtype=np.float64).reshape(-1, 3)
    grey = page.convert("L")
    parts = _parts(area)
    return {
        "file_size": np.log([float(len(data))]),
        "image_size": np.array([*size, size[0] / size[1]], dtype=np.float64),
        "encoding": encoding,
        "colours": _statistics(inside),
        "paper": _paper(inside),
        **{name: _picture(grey, part) for name, part in parts.items()},
        **{f"{name}_ink": _ink(grey, part) for name, part in parts.items()},
    }


def _encoding(file: Image.Image) -> Numbers:
    tables = getattr(file, "quantization", None) or {}
    steps = [step for table in tables.values() for step in table]
    kinds = [file.format == name for name in FORMATS]
    return np.array([np.mean(steps) if steps else 0, "exif" in file.info, *kinds], dtype=np.float64)


def _statistics(pixels: Numbers) -> Numbers:
    quantiles = np.quantile(pixels, QUANTILES, axis=0).ravel()
    return np.concatenate([pixels.mean(axis=0), pixels.std(axis=0), quantiles])


def _paper(pixels: Numbers) -> Numbers:
    grey = pixels.mean(axis=1)
    return np.asarray(np.quantile(pixels[grey >= np.median(grey)], QUANTILES, axis=0).ravel())


def _size(part: Crop) -> tuple[int, int]:
    """Columns and lines of the small picture of a part; none where the part is empty."""
    left, top, right, bottom = part
    if left == right or top == bottom:
        return 0, 0
    # Decided by the part alone, so that pages of different size have equal columns.
    columns = round(math.sqrt(STRIP_PIXELS * PAGE_ASPECT * (right - left) / (bottom - top)))
    columns = min(max(columns, 1), STRIP_PIXELS)
    return columns, STRIP_PIXELS // columns


def _box(page: Image.Image, part: Crop) -> tuple[float, float, float, float]:
    left, top, right, bottom = part
    return left * page.width, top * page.height, right * page.width, bottom * page.height


def _picture(grey: Image.Image, part: Crop) -> Numbers:
    """Grey levels of a part, coarsely, less their median: what is printed, not on what."""
    size = _size(part)
    if not size[0]:
        return np.zeros(0)
    small = grey.resize(size, Image.Resampling.BOX, box=_box(grey, part))
    values = np.asarray(small, dtype=np.float64).ravel()
    return values - float(np.median(values))


def _ink(grey: Image.Image, part: Crop) -> Numbers:
    """How much darker than the paper each cell of a part is, counting what is clearly darker."""
    if not _size(part)[0]:
        return np.zeros(0)
    left, top, right, bottom = _box(grey, part)
    box = math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)
    around = grey.crop(box)
    paper = max(float(ImageStat.Stat(around).median[0]), 1.0)  # of a histogram, so quick
    levels = np.asarray(around, dtype=np.float32)
    ink = Image.fromarray(np.maximum(0, 1 - PALE - levels / paper))
    inner = left - box[0], top - box[1], right - box[0], bottom - box[1]
    small = ink.resize(INK_SIZE, Image.Resampling.BOX, box=inner)
    cells = np.asarray(small, dtype=np.float64).ravel()
    return np.asarray(np.round(cells / ROUNDED_INK) * ROUNDED_INK)
