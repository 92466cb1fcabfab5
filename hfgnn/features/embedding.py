"""Embed pages and their augmented copies, each picture once and for all."""

import hashlib
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hfgnn.config.backbone import Decoding
from hfgnn.data.crop import Crop
from hfgnn.data.image import Unreadable
from hfgnn.data.reading import Progress
from hfgnn.features.picture import Pixels, picture
from hfgnn.features.resnet18 import ResNet18
from hfgnn.features.row_cache import KEYS_PER_QUESTION, RowCache
from hfgnn.types import IMAGE_WIDTH, DataError, Records

# Raise when the same file gives other pixels than before.
PREPARATION = {Decoding.reduced: "1", Decoding.full: "full-1"}
READERS = 2
PICTURES_AHEAD = 64


class Distortion(Protocol):
    """What the embedding needs of an augmentation."""

    @property
    def fingerprint(self) -> str: ...

    def distort(self, image: Image.Image, content_hash: str, copy: int) -> Image.Image: ...


@dataclass(frozen=True)
class Embedded:
    """Rows in the order of the records, and what they cost.

    Attributes:
        rows: float32 (records, 512).
        computed: pictures that no cache had.
        seconds: spent on those, decoding and waiting for the cache included.
    """

    rows: NDArray[np.float32]
    computed: int
    seconds: float


def embed(
    records: Records,
    backbone: ResNet18,
    cache_file: Path,
    *,
    crop: Crop | None,
    distortion: Distortion,
    progress: Progress,
) -> Embedded:
    """512 numbers per record, from the cache or computed and cached batch by batch.

    Args:
        records: pages and augmented copies; equal pictures are embedded once.
        backbone: the network.
        cache_file: SQLite file, which other runs may use at the same time.
        crop: left, top, right, bottom as shares of the page, or None.
        distortion: draws the augmented copies.
        progress: wraps the loop over batches.

    Raises:
        DataError: a page cannot be read any more.
    """
    keys = [
        picture_key(content, copy, backbone, crop=crop, distortion=distortion)
        for content, copy in zip(records.content_hash, records.copy.tolist(), strict=True)
    ]
    place = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    table = np.empty((len(place), IMAGE_WIDTH), dtype=np.float32)
    with RowCache(cache_file) as cache:
        known = _fill(table, place, cache)
        start = time.perf_counter()
        missing = {key: row for row, key in enumerate(keys) if key not in known}
        pictures = _prepared(records, list(missing.values()), backbone, crop, distortion)
        names = list(missing)
        size = backbone.batch_size
        starts = range(0, len(names), size)
        for begin in progress(
            starts, total=len(starts), description=f"embedding batches of {size} images"
        ):
            batch = names[begin : begin + size]
            rows = backbone.rows(np.stack([next(pictures) for _ in batch]))
            cache.put(zip(batch, rows, strict=True))
            table[[place[key] for key in batch]] = rows
    if len(place) < len(keys):
        table = table[[place[key] for key in keys]]
    return Embedded(table, len(missing), time.perf_counter() - start)


def _fill(table: NDArray[np.float32], place: dict[str, int], cache: RowCache) -> set[str]:
    """Copy what is cached to its place, some rows at a time; return the keys that were there."""
    known: set[str] = set()
    keys = list(place)
    for begin in range(0, len(keys), KEYS_PER_QUESTION):
        for key, row in cache.get(keys[begin : begin + KEYS_PER_QUESTION]).items():
            table[place[key]] = row
            known.add(key)
    return known


def picture_key(
    content: str, copy: int, backbone: ResNet18, *, crop: Crop | None, distortion: Distortion
) -> str:
    """Hash of all that a row depends on."""
    drawn = f"{distortion.fingerprint}/{copy}" if copy else "original"
    shares = "whole" if crop is None else "/".join(map(str, crop))
    parts = (PREPARATION[backbone.decoding], content, drawn, shares, backbone.fingerprint)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def _prepared(
    records: Records,
    rows: list[int],
    backbone: ResNet18,
    crop: Crop | None,
    distortion: Distortion,
) -> Iterator[Pixels]:
    """Pictures at the network's size, read in threads some way ahead of it."""

    def prepare(row: int) -> Pixels:
        path, distort = Path(records.path[row]), None
        if copy := int(records.copy[row]):
            content = str(records.content_hash[row])
            distort = partial(distortion.distort, content_hash=content, copy=copy)
        try:
            return picture(path, crop=crop, decoding=backbone.decoding, distort=distort)
        except Unreadable as reason:
            raise DataError(f"{path} was readable before, but now: {reason}") from None

    with ThreadPoolExecutor(READERS) as readers:
        waiting = deque(readers.submit(prepare, row) for row in rows[:PICTURES_AHEAD])
        for row in rows[PICTURES_AHEAD:]:
            yield waiting.popleft().result()
            waiting.append(readers.submit(prepare, row))
        while waiting:
            yield waiting.popleft().result()
