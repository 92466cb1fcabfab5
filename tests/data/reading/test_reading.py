"""From files to records: what is kept, what is refused, and nothing read twice."""

import hashlib
import threading

import numpy as np
import pytest

from hfgnn.data import reading
from hfgnn.data.reading import check_usable
from hfgnn.types import DataError, Refusal
from tests.data.reading.conftest import copy, draw, read


def test_a_page_keeps_what_its_folder_says(make):
    page = make("mi/a.png", draw(0), label=1, patient_id="anna")
    records, refused = read([page])
    assert refused == ()
    assert records.record_id.tolist() == ["mi/a.png"]
    assert records.patient_id.tolist() == ["anna"]
    assert records.class_name.tolist() == ["mi"]
    assert records.path.tolist() == [str(page.path)]
    assert records.content_hash[0] == hashlib.sha256(page.path.read_bytes()).hexdigest()
    assert len(records.perceptual_hash[0]) == 1024 // 4
    assert (records.label[0], records.copy[0], records.parent[0]) == (1, 0, "")
    assert {records.label.dtype, records.group.dtype, records.copy.dtype} == {np.dtype("int64")}


def test_records_stand_in_the_order_of_the_pages(make):
    pages = [make(f"mi/{name}.png", draw(seed)) for seed, name in enumerate("dbeca")]
    assert read(pages)[0].record_id.tolist() == [page.record_id for page in pages]


def test_a_page_that_cannot_be_used_is_refused_with_its_reason(make):
    pages = [make("mi/a.png", draw(0)), make("mi/b.png", b"text"), make("mi/c.png", b"")]
    records, refused = read(pages)
    assert records.record_id.tolist() == ["mi/a.png"]
    assert [refusal.file for refusal in refused] == ["mi/b.png", "mi/c.png"]
    assert "not an image" in refused[0].reason
    assert refused[1] == Refusal("mi/c.png", "empty file (0 bytes)")


def test_copies_of_a_bad_page_are_all_refused(make):
    bad = make("mi/a.png", draw(0, 50, 50))
    records, refused = read([bad, copy(bad, "mi/b.png")])
    assert len(records) == 0
    assert [refusal.reason for refusal in refused] == [refused[0].reason] * 2


def test_no_page_at_all_gives_an_empty_table():
    records, refused = read([])
    assert (len(records), refused) == (0, ())
    assert records.group.dtype == np.int64


def test_a_page_of_which_the_crop_leaves_nothing_is_refused(make):
    page = make("mi/a.png", draw(0))
    _, refused = read([page], crop=(0.5, 0.0, 0.5001, 1.0))
    assert "leaves nothing" in refused[0].reason
    assert len(read([page], crop=(0.1, 0.1, 0.9, 0.9))[0]) == 1


def test_size_limits_are_passed_on(make):
    page = make("mi/a.png", draw(0))
    assert "at least 481 px" in read([page], min_side_px=481)[1][0].reason
    assert "at most 0.3 are" in read([page], max_megapixels=0.3)[1][0].reason


def test_equal_bytes_are_decoded_once(make, monkeypatch):
    first = make("mi/a.png", draw(0))
    pages = [first, *(copy(first, f"mi/{number}.png") for number in range(8)),
             make("mi/z.png", draw(1))]  # fmt: skip
    decoded = []

    def decode(data, **settings):
        decoded.append(hashlib.sha256(data).hexdigest())
        return plain(data, **settings)

    plain = reading.decode_bytes
    monkeypatch.setattr(reading, "decode_bytes", decode)
    records, _ = read(pages)
    assert sorted(decoded) == sorted(set(records.content_hash))
    assert len(records) == 10


def test_an_error_in_one_thread_is_raised_and_blocks_nobody(make, monkeypatch):
    first = make("mi/a.png", draw(0))

    def fail(data, **settings):
        raise RuntimeError("out of luck")

    monkeypatch.setattr(reading, "decode_bytes", fail)
    with pytest.raises(RuntimeError, match="out of luck"):
        read([first, *(copy(first, f"mi/{number}.png") for number in range(8))])


def test_progress_sees_every_page_and_its_interruption_ends_the_reading(make, monkeypatch):
    pages = [make(f"mi/{seed}.png", draw(seed)) for seed in range(3)]
    seen = []

    def watch(items, /, *, total, description):
        seen.append((total, description))
        for item in items:
            seen.append(item)
            yield item

    read(pages, progress=watch)
    assert seen[0] == (3, "Reading pages")
    assert len(seen) == 4

    def interrupt(items, /, *, total, description):
        next(iter(items))
        raise KeyboardInterrupt

    opened, threads = [], threading.active_count()
    plain = reading.read_bytes
    monkeypatch.setattr(reading, "read_bytes", lambda path: opened.append(path) or plain(path))
    with pytest.raises(KeyboardInterrupt):
        read(pages * 100, progress=interrupt, min_side_px=99)  # limits by which none is known
    assert len(opened) < 300
    assert threading.active_count() == threads


def test_no_usable_page_is_refused_with_the_number_and_the_first_reason():
    refused = [Refusal("a.png", "too small"), Refusal("b.png", "empty")]
    check_usable(1, "no page", refused)
    with pytest.raises(DataError) as caught:
        check_usable(0, "no page", refused)
    assert str(caught.value) == (
        "no page can be used; 2 files were refused, the first, a.png: too small"
    )
