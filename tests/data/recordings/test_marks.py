"""Marks are read as they were written, and refused where they cannot belong to the signal."""

import struct

import pytest

from hfgnn.data.recordings.gaps import Broken
from hfgnn.data.recordings.marks import read_marks


def word(code: int, interval: int) -> bytes:
    """One mark in WFDB's own format."""
    return struct.pack("<H", code << 10 | interval)


def skip(interval: int) -> bytes:
    return word(59, 0) + struct.pack("<HH", interval >> 16 & 0xFFFF, interval & 0xFFFF)


def test_marks_come_with_their_symbols(write):
    sample, symbol = read_marks(
        write("a", marks=[(5, "+"), (10, "N"), (10, "~"), (30, "V")]), "atr", num_samples=31
    )
    assert sample.tolist() == [5, 10, 10, 30]
    assert symbol.tolist() == ["+", "N", "~", "V"]


def test_no_annotator_gives_no_marks(write):
    sample, symbol = read_marks(write("a"), None, num_samples=1000)
    assert (len(sample), len(symbol)) == (0, 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "a.atr marks no beat; it has no mark at all"),
        (word(28, 5) + word(14, 9) + word(0, 0), r"a.atr marks no beat; it has \+, ~"),
        (word(1, 10) + word(45, 5) + word(0, 0), "a.atr has 1 marks that WFDB has no symbol for"),
        (
            word(1, 500) + skip(-100) + word(1, 0) + word(0, 0),
            "the marks of a.atr are not in the order of time",
        ),
        (
            word(1, 10) + skip(990) + word(1, 0) + word(0, 0),
            "a.atr has a mark at sample 1,000, but the signal has 1,000",
        ),
        (
            word(1, 10) + skip(1000) + word(1, 0) + word(0, 0),
            "a.atr has a mark at sample 1,010, but the signal has 1,000",
        ),
    ],
)
def test_marks_that_cannot_belong_to_the_signal_are_refused(write, content, sentence):
    path = write("a")
    path.with_suffix(".atr").write_bytes(content)
    with pytest.raises(Broken, match=sentence):
        read_marks(path, "atr", num_samples=1000)


def test_a_missing_file_is_refused(write):
    with pytest.raises(Broken, match=r"it has no annotation file a.qrs"):
        read_marks(write("a"), "qrs", num_samples=1000)


def test_a_file_that_wfdb_cannot_decode_is_refused(write, monkeypatch):
    def fail(*_):
        raise ValueError("odd\nand more")

    monkeypatch.setattr("wfdb.rdann", fail)
    with pytest.raises(Broken, match=r"a.atr is no annotation file \(odd\)"):
        read_marks(write("a"), "atr", num_samples=1000)
