"""From files to records: hashes, patients, groups and exact copies."""

import hashlib
import shutil
import threading

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hfgnn.data import reading
from hfgnn.data.reading import Page, check_usable, read_pages
from hfgnn.types import DataError, Refusal


@pytest.fixture(autouse=True)
def nothing_known(tmp_path, monkeypatch):
    """A cache without the pages of other tests, some of which draw the same."""
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path / "cache"))


def silent(items, /, *, total, description):
    """Shows no progress."""
    return items


def read(pages, **changes):
    settings = {
        "crop": None,
        "min_side_px": 100,
        "max_megapixels": 50,
        "near_duplicate_bits": 60,
        "progress": silent,
    }
    return read_pages(pages, **settings | changes)


def draw(seed, width=640, height=480):
    """A page with a hundred strokes that no other seed draws."""
    rng = np.random.default_rng(seed)
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    for ends in rng.uniform(0, 1, (100, 2, 2)) * (width, height):
        pen.line([tuple(end) for end in ends], fill="black", width=5)
    return picture


def cluster_of(*pages):
    """The name that pages of these bytes share where nobody knows their patient."""
    hashes = [hashlib.sha256(page.path.read_bytes()).hexdigest() for page in pages]
    return f"cluster-{min(hashes)[:12]}"


@pytest.fixture
def make(tmp_path):
    """A function that saves a page under a name such as mi/a.jpg and describes it."""

    def save(name, picture, *, label=1, patient_id=None, **settings):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        if isinstance(picture, bytes):
            path.write_bytes(picture)
        else:
            picture.save(path, **settings)
        return Page(path, name, name.split("/")[0], label, patient_id)

    return save


def copy(page, name, *, label=1, patient_id=None):
    """The same bytes under another name."""
    path = page.path.parents[1] / name
    path.parent.mkdir(exist_ok=True)
    shutil.copy(page.path, path)
    return Page(path, name, name.split("/")[0], label, patient_id)


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


def test_pages_of_one_patient_are_one_group(make):
    patients = ["anna", "bert", "anna", None]
    pages = [make(f"mi/{row}.png", draw(row), patient_id=who) for row, who in enumerate(patients)]
    records, _ = read(pages)
    assert records.group.tolist() == [0, 1, 0, 2]
    assert records.patient_id.tolist() == ["anna", "bert", "anna", cluster_of(pages[3])]


def test_exact_copies_are_one_cluster(make):
    first = make("mi/a.png", draw(0))
    other = make("mi/0.png", draw(1))
    records, _ = read([first, copy(first, "normal/b.png"), other])
    assert records.group.tolist() == [0, 0, 1]
    assert records.patient_id.tolist() == [cluster_of(first)] * 2 + [cluster_of(other)]


def test_a_cluster_is_named_after_its_smallest_content_whatever_the_order(make):
    picture = draw(0)
    pages = [make(f"mi/{quality}.jpg", picture, quality=quality) for quality in (40, 60, 90)]
    for order in (pages, pages[::-1]):
        assert set(read(order)[0].patient_id.tolist()) == {cluster_of(*pages)}


def test_a_file_more_changes_no_other_cluster(make):
    pages = [make(f"mi/{seed}.png", draw(seed)) for seed in range(3)]
    before = read(pages)[0].patient_id.tolist()
    after = read([make("mi/+.png", draw(3)), *pages])[0].patient_id.tolist()
    assert after[1:] == before
    assert len(set(after)) == 4


def test_recompressed_and_rescaled_pages_are_one_cluster(make):
    picture = draw(0, 1200, 900)
    pages = [
        make("mi/a.png", picture),
        make("mi/b.jpg", picture, quality=40),
        make("mi/c.png", picture.resize((720, 540), Image.Resampling.LANCZOS)),
        make("mi/d.png", draw(1, 1200, 900)),
    ]
    records, _ = read(pages)
    assert records.group.tolist() == [0, 0, 0, 1]
    assert len(set(records.content_hash)) == 4
    assert read(pages, near_duplicate_bits=1024)[0].group.tolist() == [0, 0, 0, 0]


def test_the_crop_does_not_change_the_hash(make):
    page = make("mi/a.png", draw(0))
    cropped, _ = read([page], crop=(0.1, 0.2, 0.9, 0.8))
    assert cropped.perceptual_hash[0] == read([page])[0].perceptual_hash[0]


def test_a_copy_without_patient_keeps_a_cluster_name_and_joins_the_group(make):
    first = make("mi/a.png", draw(0), patient_id="anna")
    records, _ = read([first, copy(first, "mi/b.png")])
    assert records.patient_id.tolist() == ["anna", cluster_of(first)]
    assert records.group.tolist() == [0, 0]


def test_a_duplicate_ties_all_pages_of_two_patients(make):
    first = make("mi/a.png", draw(0), patient_id="anna")
    pages = [
        make("mi/z.png", draw(1), patient_id="bert"),
        make("mi/y.png", draw(2), patient_id="carl"),
        first,
        copy(first, "mi/b.png", patient_id="bert"),
        make("mi/x.png", draw(3), patient_id="anna"),
    ]
    assert read(pages)[0].group.tolist() == [0, 1, 0, 0, 0]


def test_no_usable_page_is_refused_with_the_number_and_the_first_reason():
    refused = [Refusal("a.png", "too small"), Refusal("b.png", "empty")]
    check_usable(1, "no page", refused)
    with pytest.raises(DataError) as caught:
        check_usable(0, "no page", refused)
    assert str(caught.value) == (
        "no page can be used; 2 files were refused, the first, a.png: too small"
    )
