"""A page that was accepted once is known by its bytes and by the limits it was accepted by."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from hfgnn.data import reading
from hfgnn.data.image import Unreadable
from hfgnn.data.known_pages import KnownPages
from hfgnn.data.reading import Page, read_pages
from hfgnn.types import DataError

LIMITS = (None, 100, 50.0)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path))
    return tmp_path


def hash_of(content, *limits, found="ab12"):
    """The hash that is given for a content, and whether its bytes had to be decoded."""
    asked = []
    with KnownPages(*(limits or LIMITS)) as known:
        return known.hash_of(content, lambda: asked.append(content) or found), bool(asked)


def test_a_page_is_decoded_once_for_all_runs():
    assert hash_of("a", found="11") == ("11", True)
    assert hash_of("a", found="22") == ("11", False)
    assert hash_of("b", found="22") == ("22", True)


@pytest.mark.parametrize(
    "other", [((0.1, 0.0, 1.0, 1.0), 100, 50.0), (None, 101, 50.0), (None, 100, 49.5)]
)
def test_by_other_limits_it_is_looked_at_again(other):
    hash_of("a")
    assert hash_of("a", *other)[1]
    assert not hash_of("a", *other)[1]


def test_a_crop_is_the_same_as_list_and_as_tuple():
    hash_of("a", [0.1, 0.0, 1.0, 1.0], 100, 50.0)
    assert not hash_of("a", (0.1, 0.0, 1.0, 1.0), 100, 50.0)[1]


def test_a_page_that_was_refused_is_looked_at_again():
    def refuse():
        raise Unreadable("truncated")

    with KnownPages(*LIMITS) as known, pytest.raises(Unreadable, match="truncated"):
        known.hash_of("a", refuse)
    assert hash_of("a") == ("ab12", True)


def test_many_threads_and_two_runs_may_ask_at_once():
    contents = [f"page {number}" for number in range(60)] * 2
    with KnownPages(*LIMITS) as one, KnownPages(*LIMITS) as other, ThreadPoolExecutor(4) as pool:
        for known in (one, other):
            told = pool.map(lambda text, known=known: known.hash_of(text, text.upper), contents)
            assert list(told) == [text.upper() for text in contents]
    assert not hash_of("page 59")[1]


def test_a_file_that_is_no_cache_is_named(cache):
    (cache / "pages.sqlite").write_text("this is no database, and has never been one")
    with pytest.raises(DataError, match=r"pages\.sqlite cannot be used .*; remove it, or set"):
        KnownPages(*LIMITS)


def test_a_table_of_another_make_is_no_cache_either(cache):
    with sqlite3.connect(cache / "pages.sqlite") as database:
        database.execute("CREATE TABLE pages (page TEXT)")
    with pytest.raises(DataError, match=r"pages\.sqlite cannot be used .*; remove it, or set"):
        hash_of("a")


def read(pages, *, min_side_px=100):
    return read_pages(
        pages,
        crop=None,
        min_side_px=min_side_px,
        max_megapixels=50.0,
        near_duplicate_bits=60,
        progress=lambda items, /, *, total, description: items,
    )


def test_known_pages_give_the_same_records_without_being_decoded(tmp_path, monkeypatch):
    def fail(data, **settings):
        assert data == b"text"
        return plain(data, **settings)

    generator = np.random.default_rng(0)
    for name in ("a.png", "b.png"):
        Image.fromarray(generator.integers(0, 255, (120, 150, 3), np.uint8)).save(tmp_path / name)
    (tmp_path / "c.png").write_bytes(b"text")
    pages = [Page(tmp_path / name, name, "mi", 1, None) for name in ("a.png", "b.png", "c.png")]
    first, refused = read(pages)
    plain = reading.decode_bytes
    monkeypatch.setattr(reading, "decode_bytes", fail)
    again, refused_again = read(pages)
    assert [one.file for one in refused] == ["c.png"]
    assert refused_again == refused
    for name in ("record_id", "patient_id", "content_hash", "perceptual_hash", "group", "path"):
        assert getattr(again, name).tolist() == getattr(first, name).tolist()
    with pytest.raises(AssertionError):
        read(pages, min_side_px=101)
