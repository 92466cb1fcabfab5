"""Files of intervals become patients with measures and a picture; what cannot be read is named."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hfgnn.data.rr_intervals.rr_intervals import RrIntervals
from hfgnn.data.rr_intervals.variability import COLUMNS
from hfgnn.types import DataError


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def intervals(seed, *, spread=50.0, hours=1.1):
    generator = np.random.default_rng(seed)
    count = int(hours * 4500)
    slow = 100 * np.sin(np.linspace(0, 6 + seed, count))
    return np.clip(800 + slow + generator.normal(0, spread, size=count), 310, 1900) / 1000


def text(seconds, first="5.25"):
    return "\n".join([first, *(f"{value:.6f}" for value in seconds)])


@pytest.fixture
def folder(tmp_path):
    def write(**changed):
        root = tmp_path / "rr"
        for name, content in {
            "chf/a.txt": text(intervals(1, spread=20)),
            "chf/b.txt": text(intervals(2, spread=20)),
            "normal/c.txt": text(intervals(3)),
            "normal/d.txt": text(intervals(4)),
            **changed.get("files", {}),
        }.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write


def cohort(root, **changed):
    settings = {
        "root": str(root),
        "positive": ["chf"],
        "least_hours": 1,
        "same_length": True,
        "least_filled": 0.5,
        "intervals": "all",
        "picture": "tachogram",
        "crop": None,
        "min_side_px": 100,
        "max_megapixels": 100,
        "near_duplicate_bits": 60,
    }
    return RrIntervals(**settings | changed).read(lambda items, /, **_: items)


def test_a_file_is_a_patient_with_a_picture_and_measures(folder):
    read = cohort(folder())
    assert read.records.record_id.tolist() == [
        "chf/a.txt", "chf/b.txt", "normal/c.txt", "normal/d.txt",
    ]  # fmt: skip
    assert read.records.label.tolist() == [1, 1, 0, 0]
    assert read.records.patient_id.tolist() == ["chf/a", "chf/b", "normal/c", "normal/d"]
    assert len(set(read.records.group.tolist())) == 4
    assert (read.unit, read.refused, read.stamps, read.positive) == ("recording", (), (), ("chf",))
    assert read.measured.columns == COLUMNS
    assert read.measured.record_id.tolist() == read.records.record_id.tolist()
    assert np.isfinite(read.measured.values).all()
    assert read.source == (
        "RR intervals of 4 patients, 2 of them chf; the first 1 h of each recording measured, and "
        "drawn as picture tachogram"
    )


def test_what_was_left_out_and_what_could_stand_in_for_the_heart_is_said(folder):
    ectopic = intervals(5)
    ectopic[100], ectopic[101], ectopic[200] = 0.4, 1.3, 7.0
    notes = cohort(folder(files={"chf/e.txt": text(ectopic)})).notes
    assert "Recordings last 1.1 to 1.1 h; the first 1 h of each are used." in notes
    assert any(note.startswith("1 of 22,") and "gaps or artefacts" in note for note in notes)
    assert any(note.endswith("count all the same.") for note in notes)
    assert "hours recorded" in notes[-1]
    assert "first value of the file 0.50" in notes[-1]


def test_only_the_first_hours_are_measured_and_drawn(folder):
    longer = np.concatenate([intervals(1, spread=20), intervals(9)])
    root = folder()
    before = cohort(root)
    (root / "chf/a.txt").write_text(text(longer, first="99"))
    after = cohort(root)
    np.testing.assert_array_equal(before.measured.values[0], after.measured.values[0])
    assert before.records.content_hash[0] == after.records.content_hash[0]
    whole = cohort(root, same_length=False)
    assert not np.array_equal(whole.measured.values[0], after.measured.values[0])
    assert whole.records.content_hash[0] != after.records.content_hash[0]


def test_neither_name_nor_class_nor_patient_moves_a_pixel(folder):
    root = folder()
    before = cohort(root)
    (root / "chf/a.txt").rename(root / "normal/z.txt")
    after = cohort(root)
    assert after.records.label[-1] == 0
    assert after.records.content_hash[-1] == before.records.content_hash[0]
    np.testing.assert_array_equal(after.measured.values[-1], before.measured.values[0])


def test_milliseconds_give_the_same_as_seconds_and_are_noted(folder):
    in_ms = "\n".join(["5250", *(f"{1000 * value:.3f}" for value in intervals(1, spread=20))])
    root = folder()
    before = cohort(root)
    (root / "chf/a.txt").write_text(in_ms)
    after = cohort(root)
    np.testing.assert_allclose(after.measured.values, before.measured.values)
    assert "1 file is in milliseconds, as its median tells." in after.notes


def test_marks_say_what_is_normal_where_only_that_counts(folder):
    seconds = intervals(1, spread=20)
    marks = ["N"] * (len(seconds) + 1)
    marks[500] = "V"
    lines = text(seconds).split("\n")
    marked = "\n".join(f"{line}\t{mark}" for line, mark in zip(lines, marks, strict=True))
    root = folder(files={"chf/a.txt": marked})
    column = COLUMNS.index("recording_not_normal_percent")
    with_mark = cohort(root, intervals="normal").measured.values[0, column]
    (root / "chf/a.txt").write_text("\n".join(lines))
    without = cohort(root, intervals="normal").measured.values[0, column]
    assert with_mark > without


def test_the_same_file_twice_is_an_exact_copy_in_one_group(folder):
    root = folder(files={"normal/copy.txt": text(intervals(3))})
    records = cohort(root).records
    names = records.record_id.tolist()
    one, other = names.index("normal/c.txt"), names.index("normal/copy.txt")
    assert records.content_hash[one] == records.content_hash[other]
    assert records.group[one] == records.group[other]


def test_pictures_and_measures_wait_in_the_cache(folder, monkeypatch):
    root = folder()
    before = cohort(root)
    for name in ("draw", "measure", "parse"):
        target = f"hfgnn.data.rr_intervals.rr_intervals.{name}"
        monkeypatch.setattr(target, lambda *_, **__: pytest.fail("made again"))
    after = cohort(root)
    assert after.records.path.tolist() == before.records.path.tolist()
    np.testing.assert_array_equal(after.measured.values, before.measured.values)


def test_a_deleted_picture_is_drawn_again(folder):
    root = folder()
    before = cohort(root).records
    picture = before.path[0]
    Image.open(picture).verify()
    Path(picture).unlink()
    assert cohort(root).records.content_hash.tolist() == before.content_hash.tolist()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (text(np.full(2250, 0.8)), "it lasts 0.5 h, but it must last 1 h"),
        (
            text(np.tile([0.8, 0.8, 0.8, 9.0], 600)),
            "intervals of 0.3 to 2 s fill 0.211 of its time",
        ),
        (b"", "empty file (0 bytes)"),
        (b"\xff\xfe\x00", "it is no text"),
        ("1\nNaN\n0.8", "value 2 is 'NaN', but it must be above 0"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_the_others_are_read(folder, content, reason):
    read = cohort(folder(files={"normal/x.txt": content}))
    assert len(read.records) == 4
    (refused,) = read.refused
    assert refused.file == "normal/x.txt"
    assert refused.reason.startswith(reason)


def test_a_side_without_a_usable_recording_is_refused(folder):
    root = folder(files={"chf/a.txt": "1\n", "chf/b.txt": "1\n"})
    with pytest.raises(DataError, match="no recording of chf can be used; 2 files were refused"):
        cohort(root)
    with pytest.raises(DataError, match="no recording of the other classes can be used"):
        cohort(root, positive=["normal"])
