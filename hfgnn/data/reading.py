"""Many image files to records: hashes, patients, and which pages must stay together."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from hfgnn.data.crop import Crop
from hfgnn.data.duplicates import clusters, components, equal
from hfgnn.data.image import Unreadable, crop_box, decode_bytes, read_bytes
from hfgnn.data.known_pages import KnownPages
from hfgnn.types import DataError, Duplicate, Records, Refusal, Rows, Strings

HASH_SIDE = 32
"""Rows and columns of the perceptual hash: 1,024 bits.

On 112 real pages, recompressed (quality 40) or rescaled (to 60 %) copies of a page differed from it
in at most 4 % of these bits, and different pages differed in at least 10 %. A limit of 60 bits, or
6 %, stands between the two.
"""

CLUSTER = "cluster-"
"""How the names of patients begin whom nobody knows."""

Item = TypeVar("Item")


class Progress(Protocol):
    """Passes items through and shows how many have come."""

    def __call__(
        self, items: Iterable[Item], /, *, total: int, description: str
    ) -> Iterable[Item]: ...


@dataclass(frozen=True)
class Page:
    """One image file to read, and what its folder says of it.

    Attributes:
        path: the file.
        record_id: unique name of the page.
        class_name: its class.
        label: 1 for disease, 0 for none.
        patient_id: whose page it is, None where nobody knows.
    """

    path: Path
    record_id: str
    class_name: str
    label: int
    patient_id: str | None


@dataclass(frozen=True)
class _Content:
    """The hashes of one file's bytes, or the reason why they cannot be used."""

    content_hash: str = ""
    perceptual_hash: str = ""
    reason: str = ""


class _Reader:
    """Reads files in several threads and decodes equal bytes once, known ones not at all."""

    def __init__(self, known: KnownPages) -> None:
        self.known = known
        self._contents: dict[str, Future[_Content]] = {}
        self._lock = threading.Lock()

    def read(self, path: Path) -> _Content:
        """Hashes of one file; whoever comes first with its bytes decodes them for all."""
        try:
            data = read_bytes(path)
        except Unreadable as error:
            return _Content(reason=str(error))
        content_hash = hashlib.sha256(data).hexdigest()
        with self._lock:
            is_first = content_hash not in self._contents
            future = self._contents.setdefault(content_hash, Future())
        if is_first:
            try:
                future.set_result(self._content(data, content_hash))
            except BaseException as error:  # else the threads with a copy would wait for ever
                future.set_exception(error)
        return future.result()

    def _content(self, data: bytes, content_hash: str) -> _Content:
        try:
            known = self.known.hash_of(content_hash, lambda: self._decode(data))
        except Unreadable as error:
            return _Content(content_hash, reason=str(error))
        return _Content(content_hash, known)

    def _decode(self, data: bytes) -> str:
        known = self.known
        picture = decode_bytes(
            data, min_side_px=known.min_side_px, max_megapixels=known.max_megapixels
        )
        if known.crop is not None:
            crop_box(picture.size, known.crop)
        import imagehash

        return str(imagehash.phash(picture, hash_size=HASH_SIDE))


def read_pages(
    pages: Sequence[Page],
    *,
    crop: Crop | None,
    min_side_px: int,
    max_megapixels: float,
    near_duplicate_bits: int,
    progress: Progress,
) -> tuple[Records, tuple[Refusal, ...]]:
    """Check and hash every page, and find out which pages must stay together.

    The perceptual hash is that of the whole page, before cropping; see ``HASH_SIDE``. A page that
    was accepted before, by the same limits, is not decoded again.

    Args:
        pages: the files; their order is that of the result.
        crop: the used part of a page; a page of which it leaves nothing is refused.
        min_side_px: least width and height of a page, before cropping.
        max_megapixels: most megapixels of a page.
        near_duplicate_bits: pages whose perceptual hashes differ in at most this many of 1,024
            bits are near duplicates.
        progress: shows how many pages are read.

    Returns:
        The readable pages and the refused files. A page without a known patient has the name of
        its cluster of duplicates for patient_id; see ``_cluster_names``.
    """
    with (
        KnownPages(crop, min_side_px, max_megapixels) as known,
        ThreadPoolExecutor(min(4, max(2, os.cpu_count() or 2))) as pool,
        # Closing the results drops what is still waiting when the user interrupts.
        closing(_in_order(pool, _Reader(known), pages)) as results,
    ):
        contents = list(progress(results, total=len(pages), description="Reading pages"))
    refused = tuple(
        Refusal(page.record_id, content.reason)
        for page, content in zip(pages, contents, strict=True)
        if content.reason
    )
    read = [pair for pair in zip(pages, contents, strict=True) if not pair[1].reason]
    return _records(read, near_duplicate_bits), refused


def _in_order(
    pool: ThreadPoolExecutor, reader: _Reader, pages: Sequence[Page]
) -> Generator[_Content]:
    yield from pool.map(reader.read, [page.path for page in pages])


def _records(read: Sequence[tuple[Page, _Content]], near_duplicate_bits: int) -> Records:
    pages = [page for page, _ in read]
    content_hash = np.array([content.content_hash for _, content in read], dtype=np.str_)
    perceptual_hash = np.array([content.perceptual_hash for _, content in read], dtype=np.str_)
    cluster = clusters(content_hash, perceptual_hash, near_duplicate_bits)
    names = _cluster_names(cluster, content_hash)
    patients = [
        name if page.patient_id is None else page.patient_id
        for page, name in zip(pages, names, strict=True)
    ]
    patient_id = np.array(patients, dtype=np.str_)
    return Records(
        record_id=np.array([page.record_id for page in pages], dtype=np.str_),
        patient_id=patient_id,
        group=components(len(pages), [equal(cluster), equal(patient_id)]),
        class_name=np.array([page.class_name for page in pages], dtype=np.str_),
        label=np.array([page.label for page in pages], dtype=np.int64),
        path=np.array([str(page.path.absolute()) for page in pages], dtype=np.str_),
        content_hash=content_hash,
        perceptual_hash=perceptual_hash,
        copy=np.zeros(len(pages), dtype=np.int64),
        parent=np.full(len(pages), "", dtype=np.str_),
    )


def _cluster_names(cluster: Rows, content_hash: Strings) -> list[str]:
    """Name of each page's cluster, such as "cluster-9f86d081884c".

    It begins the smallest content hash of the cluster, so that it stays when other files come or
    go: clinical numbers are drawn from it.
    """
    smallest: dict[int, str] = {}
    for number, text in zip(cluster.tolist(), content_hash.tolist(), strict=True):
        smallest[number] = min(text, smallest.get(number, text))
    return [f"{CLUSTER}{smallest[number][:12]}" for number in cluster.tolist()]


def check_usable(num_usable: int, pages: str, refused: Sequence[Refusal]) -> None:
    """That some pages can be used.

    Args:
        num_usable: how many can.
        pages: begins the sentence where none can, such as "no page of the cohort".
        refused: those that cannot.

    Raises:
        DataError: none can.
    """
    if num_usable:
        return
    first = f", the first, {refused[0].file}: {refused[0].reason}" if refused else ""
    raise DataError(f"{pages} can be used; {len(refused)} files were refused{first}")


def exact_copies(records: Records) -> tuple[Rows, tuple[Duplicate, ...]]:
    """Which rows to keep so that no content occurs twice, and what became of the others.

    The first page of each content is kept. Where copies carry different labels none is kept,
    and each is listed beside the first page that contradicts it.

    Returns:
        Rows to keep, sorted, int64, and the pages left out, in the order of their rows.
    """
    rows_of: dict[str, list[int]] = {}
    for row, content_hash in enumerate(records.content_hash.tolist()):
        rows_of.setdefault(content_hash, []).append(row)
    left_out: dict[int, tuple[int, str]] = {}
    for rows in rows_of.values():
        labels = records.label[rows]
        for row, label in zip(rows, labels, strict=True):
            if (labels != label).any():
                other = rows[int(np.argmax(labels != label))]
                left_out[row] = other, "copies have different labels"
            elif row != rows[0]:
                left_out[row] = rows[0], "exact copy"
    keep = np.array([row for row in range(len(records)) if row not in left_out], dtype=np.int64)
    names = records.record_id.tolist()
    return keep, tuple(
        Duplicate(names[row], names[other], note) for row, (other, note) in sorted(left_out.items())
    )
