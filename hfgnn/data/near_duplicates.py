"""Which pages are pictures of one page: rescaled, recompressed, cropped or rotated a little.

Different pages of one template look much alike, so no descriptor of a whole page is trusted:
it only names candidates, and each is laid onto its page and compared line by line.

A page costs one core some 20 ms to read and describe, and a candidate 2 ms to align and reject or
25 ms to compare. Memory is 13 kB per page, and some 100 MB for the ink maps in use.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from hfgnn.data.duplicates import near
from hfgnn.data.image import Unreadable
from hfgnn.data.reading import Progress
from hfgnn.data.registration import Ink, agreement, align, coarse_map, ink_map
from hfgnn.types import DataError, Records, Rows

Vectors = NDArray[np.float32]

CANDIDATES = 10
"""Most similar pages of each page that are laid onto it."""

LEAST_AGREEMENT = 0.93
"""From here on two pages are one.

Planted copies of 112 real pages agreed with their page by 0.970 at least, different real pages by
0.859 at most, and different ones of 400 simulated pages by 0.889.
"""

ROTATIONS_DEGREES = (-2.0, 0.0, 2.0)
ZOOMS = (0.94, 0.97, 1.0, 1.03, 1.06)
"""Each page is looked up in 15 versions; the spectrum does not change with a shift."""

SPECTRUM_PX = 128
FREQUENCIES = (24, 40)
"""Waves per page height, up and down, and per page width that describe a page."""

COMPONENTS = 256
SAMPLE_PAGES = 2_000
"""Principal components that are kept of a spectrum, and most pages from which they are found."""

BLOCK_PAGES = 64
"""Pages that are looked up at a time: 80 MB of similarities at 20,000 pages."""

MAPS_KEPT = 512
"""Ink maps in memory, 190 kB each."""


@dataclass(frozen=True)
class NearDuplicate:
    """Two files that show one page but differ in their bytes.

    Attributes:
        one: row of the first page.
        other: row of the second page, larger than ``one``.
        kind: "same picture" where the perceptual hashes are near, "aligned picture" where the ink
            agrees after one page was laid onto the other.
        agreement: share of equal bits of the hashes; for an aligned picture, as
            ``hfgnn.data.registration.agreement`` says.
    """

    one: int
    other: int
    kind: str
    agreement: float


def near_duplicates(
    records: Records, *, bits: int, progress: Progress
) -> tuple[NearDuplicate, ...]:
    """All pairs of pages that show the same without being exact copies.

    Of exact copies the first stands for all. Not found are pages turned by a quarter or more,
    mirrored ones, photographs in perspective, and parts of a page.

    Args:
        records: the pages; their files are read again.
        bits: pages whose perceptual hashes differ in at most this many bits are the same picture.
        progress: shows how many pages are described and how many candidates are compared.

    Returns:
        Pairs, sorted by their rows.

    Raises:
        DataError: a file has changed since it was read.
    """
    rows = np.sort(np.unique(records.content_hash, return_index=True)[1])
    found = _same_pictures(records, rows, bits)
    paths = [Path(path) for path in records.path[rows].tolist()]

    @lru_cache(MAPS_KEPT)
    def ink(number: int) -> Ink:
        return _read_ink(paths[number])

    with ThreadPoolExecutor(min(4, max(2, os.cpu_count() or 2))) as pool:
        described = pool.map(lambda path: coarse_map(_read_ink(path)), paths)
        coarse = list(progress(described, total=len(paths), description="Describing pages"))
        pairs = [
            (one, other)
            for one, other in candidates(coarse)
            if (int(rows[one]), int(rows[other])) not in found
        ]
        agreements = pool.map(lambda pair: _compare(pair, coarse, ink), pairs)
        shown = progress(agreements, total=len(pairs), description="Comparing pages")
        for (one, other), value in zip(pairs, shown, strict=True):
            if value >= LEAST_AGREEMENT:
                key = int(rows[one]), int(rows[other])
                found[key] = NearDuplicate(*key, "aligned picture", value)
    return tuple(found[key] for key in sorted(found))


def candidates(coarse: Sequence[Ink]) -> list[tuple[int, int]]:
    """Pairs of pages that may show the same: for each page the ``CANDIDATES`` most similar ones.

    A page is described by the amplitudes of its low spatial frequencies, which do not change
    with a shift, less what all pages have in common, and looked up in several rotations and
    sizes by cosine similarity: one matrix product per block of pages.

    Args:
        coarse: coarse ink maps of the pages.

    Returns:
        Pairs of row numbers, the smaller first, each once, sorted.
    """
    if len(coarse) - 1 <= CANDIDATES:
        return [(one, other) for other in range(len(coarse)) for one in range(other)]
    spectra = np.concatenate([_spectra(page, [(0.0, 1.0)]) for page in coarse])
    mean, axes = _principal_axes(spectra)
    table = _directions((spectra - mean) @ axes)
    pairs = {
        (min(pair), max(pair))
        for start in range(0, len(coarse), BLOCK_PAGES)
        for pair in _look_up(coarse, start, mean, axes, table)
    }
    return sorted(pairs)


def _look_up(
    coarse: Sequence[Ink], start: int, mean: Vectors, axes: Vectors, table: Vectors
) -> Iterator[tuple[int, int]]:
    """Each page of a block with the pages most similar to any of its versions."""
    versions = [(turn, zoom) for turn in ROTATIONS_DEGREES for zoom in ZOOMS]
    block = coarse[start : start + BLOCK_PAGES]
    asked = np.concatenate([_spectra(page, versions) for page in block])
    asked = _directions((asked - mean) @ axes).reshape(len(block), len(versions), -1)
    similar = np.full((len(block), len(table)), -np.inf, dtype=np.float32)
    for version in range(len(versions)):
        np.maximum(similar, asked[:, version] @ table.T, out=similar)
    similar[np.arange(len(block)), start + np.arange(len(block))] = -np.inf
    nearest = np.argpartition(-similar, CANDIDATES, axis=1)[:, :CANDIDATES]
    for number, others in enumerate(nearest.tolist()):
        for other in others:
            yield start + number, other


def _spectra(page: Ink, versions: Sequence[tuple[float, float]]) -> Vectors:
    """Logarithmic amplitudes of versions of a page, (versions, 2 * 24 * 40)."""
    from scipy.fft import rfft2

    turned = np.stack([_turn(page, *version) for version in versions])
    waves = np.abs(rfft2(turned.astype(np.float32)))
    high, wide = FREQUENCIES
    low = np.concatenate([waves[:, -high:, :wide], waves[:, :high, :wide]], axis=1)
    low = low.reshape(len(versions), -1)
    scale = low.mean(axis=1, keepdims=True) + 1e-6
    return np.asarray(np.log1p(low / scale), dtype=np.float32)


def _turn(page: Ink, degrees: float, zoom: float) -> Ink:
    """The page in the middle of a square, turned and zoomed; a tenth is left for its corners."""
    height, width = page.shape
    scale = 0.9 * zoom * SPECTRUM_PX / max(height, width)
    mapping = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    centred = np.asarray(mapping, dtype=np.float64)
    centred[:, 2] += SPECTRUM_PX / 2 - np.array([width, height]) / 2
    return np.asarray(cv2.warpAffine(page, centred, (SPECTRUM_PX, SPECTRUM_PX)), dtype=np.uint8)


def _principal_axes(spectra: Vectors) -> tuple[Vectors, Vectors]:
    """Mean spectrum, (frequencies,), and principal axes, (frequencies, components)."""
    sample = spectra[:: -(-len(spectra) // SAMPLE_PAGES)]
    mean = sample.mean(axis=0)
    _, _, axes = np.linalg.svd(sample - mean, full_matrices=False)
    return mean, axes[:COMPONENTS].T


def _directions(vectors: Vectors) -> Vectors:
    """Each row at length 1; a page without ink stays at 0."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


def _compare(pair: tuple[int, int], coarse: Sequence[Ink], ink: Callable[[int], Ink]) -> float:
    one, other = pair
    mapping = align(coarse[one], coarse[other])
    return 0.0 if mapping is None else agreement(ink(one), ink(other), mapping)


def _same_pictures(records: Records, rows: Rows, bits: int) -> dict[tuple[int, int], NearDuplicate]:
    """Pairs of ``rows`` with near perceptual hashes."""
    hashes = records.perceptual_hash[rows]
    found = {}
    for ones, others in near(hashes, bits):
        for one, other in zip(ones.tolist(), others.tolist(), strict=True):
            if one < other:
                key = int(rows[one]), int(rows[other])
                equal_bits = _equal_bits(str(hashes[one]), str(hashes[other]))
                found[key] = NearDuplicate(*key, "same picture", equal_bits)
    return found


def _equal_bits(one: str, other: str) -> float:
    return 1 - (int(one, 16) ^ int(other, 16)).bit_count() / (4 * len(one))


def _read_ink(path: Path) -> Ink:
    try:
        return ink_map(path)
    except Unreadable as error:
        raise DataError(f"{path} cannot be compared with other pages ({error})") from error
