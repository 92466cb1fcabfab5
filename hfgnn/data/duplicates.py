"""Which pages show the same: equal bytes, or pictures that differ in a few bits of their hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from hfgnn.types import Rows, Strings

BLOCK_ROWS = 256
"""Hashes compared with all others at a time: 20 MB of distances at 20,000 pages."""


def clusters(content_hash: Strings, perceptual_hash: Strings, bits: int) -> Rows:
    """Number of the cluster of exact and near duplicates of each page.

    Args:
        content_hash: (pages,), of the bytes.
        perceptual_hash: (pages,), of the pictures, hexadecimal, all of one length.
        bits: pages that differ in at most this many bits are near duplicates.

    Returns:
        int64 (pages,), numbered by first occurrence.
    """
    hashes, first = np.unique(perceptual_hash, return_index=True)

    def pairs() -> Iterator[tuple[Rows, Rows]]:
        yield equal(content_hash)
        yield equal(perceptual_hash)
        for one, other in near(hashes, bits):
            yield first[one], first[other]

    return components(len(content_hash), pairs())


def near(hashes: Strings, bits: int) -> Iterator[tuple[Rows, Rows]]:
    """Row numbers of all pairs of hashes that differ in at most ``bits`` bits, block by block."""
    if not len(hashes):
        return
    packed = np.array([list(bytes.fromhex(text)) for text in hashes.tolist()], dtype=np.uint8)
    # With +1 and -1 for the bits, a product is the number of bits less twice the distance.
    signs: NDArray[np.float32] = np.unpackbits(packed, axis=1).astype(np.float32) * 2 - 1
    least = signs.shape[1] - 2 * bits
    for start in range(0, len(signs), BLOCK_ROWS):
        product = signs[start : start + BLOCK_ROWS] @ signs[start:].T
        one, other = np.nonzero(product >= least)
        yield one + start, other + start


def equal(values: Strings | Rows) -> tuple[Rows, Rows]:
    """Pairs of row numbers that tie each row to the first row of the same value."""
    _, first, inverse = np.unique(values, return_index=True, return_inverse=True)
    return np.arange(len(values)), first[inverse]


def components(num_rows: int, pairs: Iterable[tuple[Rows, Rows]]) -> Rows:
    """Connected components of rows, numbered by first occurrence, int64 (num_rows,).

    The components so far stand for all earlier pairs, so memory holds one block of pairs.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    component: Rows = np.arange(num_rows)
    for one, other in pairs:
        ends = component[one], component[other]
        graph = coo_array((np.ones(len(one), dtype=bool), ends), shape=(num_rows, num_rows))
        merged = connected_components(graph, directed=False)[1].astype(np.int64)
        component = merged[component]
    # SciPy does not promise the order of its numbers.
    _, first, inverse = np.unique(component, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first)).astype(np.int64)[inverse]
