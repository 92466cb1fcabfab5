"""Copies of one content: the first is kept, contradicting ones are all left out."""

import numpy as np

from hfgnn.data.reading import exact_copies
from hfgnn.types import Duplicate, Records


def table(content_hash, label):
    """Records of which only content and label matter."""
    rows = len(label)
    blank = np.full(rows, "")
    numbers = np.arange(rows)
    names = np.array([f"page{row}" for row in numbers])
    hashes = np.array(content_hash)
    labels = np.array(label)
    return Records(names, names, numbers, blank, labels, blank, hashes, hashes, numbers * 0, blank)


def test_of_exact_copies_the_first_is_kept():
    keep, duplicates = exact_copies(table(["a", "b", "a", "c", "a"], [1, 0, 1, 0, 1]))
    assert keep.tolist() == [0, 1, 3]
    assert keep.dtype == np.int64
    assert duplicates == (
        Duplicate("page2", "page0", "exact copy"),
        Duplicate("page4", "page0", "exact copy"),
    )


def test_of_copies_with_different_labels_none_is_kept():
    keep, duplicates = exact_copies(table(["a", "b", "a", "a"], [1, 0, 1, 0]))
    assert keep.tolist() == [1]
    note = "copies have different labels"
    assert duplicates == (
        Duplicate("page0", "page3", note),
        Duplicate("page2", "page3", note),
        Duplicate("page3", "page0", note),
    )


def test_without_copies_all_pages_are_kept():
    keep, duplicates = exact_copies(table(["a", "b"], [1, 0]))
    assert (keep.tolist(), duplicates) == ([0, 1], ())
