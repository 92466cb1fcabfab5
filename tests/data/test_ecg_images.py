"""A folder per class, its manifest, and the sentence for everything that can be wrong with it."""

import hashlib
import os
import shutil

import numpy as np
import pytest
from PIL import Image

from hfgnn.data.ecg_images import EcgImages
from hfgnn.types import DataError, Refusal


def silent(items, /, *, total, description):
    """Shows no progress."""
    return items


def read(root, **changes):
    settings = {
        "root": str(root),
        "positive": ["mi"],
        "crop": None,
        "min_side_px": 100,
        "max_megapixels": 50,
        "manifest": "manifest.csv",
        "patient_columns": ["patient_id", "patient", "printed_id"],
        "patient_pattern": None,
        "near_duplicate_bits": 60,
    }
    return EcgImages(**settings | changes).read(silent)


def patients(root, **changes):
    """Patient of each page."""
    records = read(root, **changes).records
    return dict(zip(records.record_id.tolist(), records.patient_id.tolist(), strict=True))


def refusal(root, **changes):
    """The sentence with which a folder is refused."""
    with pytest.raises(DataError) as caught:
        read(root, **changes)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def put(path, seed, side=120):
    """A page of noise, unlike any other seed's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 2, (12, 12), dtype=np.uint8) * 255
    Image.fromarray(pixels).resize((side, side), Image.Resampling.NEAREST).save(path)


def cluster_of(path):
    """The name of a page whose patient nobody knows."""
    return f"cluster-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


@pytest.fixture
def root(tmp_path):
    """Two pages of mi, one in a folder of its own, and two normal ones."""
    folder = tmp_path / "hospital"
    names = ("normal/b.png", "mi/a.png", "normal/a.png", "mi/ward/z.png")
    for seed, name in enumerate(names):
        put(folder / name, seed)
    return folder


def test_every_page_of_every_class_is_read_in_the_order_of_its_name(root):
    cohort = read(root)
    records = cohort.records
    names = ["mi/a.png", "mi/ward/z.png", "normal/a.png", "normal/b.png"]
    assert records.record_id.tolist() == names
    assert records.class_name.tolist() == ["mi", "mi", "normal", "normal"]
    assert records.label.tolist() == [1, 1, 0, 0]
    assert records.path.tolist() == [str((root / name).resolve()) for name in names]
    assert (cohort.refused, cohort.positive) == ((), ("mi",))


def test_the_source_names_the_folder_and_not_where_it_lies(root):
    assert read(root).source == "4 pages in 2 classes under hospital"
    assert read(f"{root}/mi/..").source == "4 pages in 2 classes under hospital"


def test_the_crop_is_passed_on(root):
    assert read(root, crop=[0, 0.2, 1, 0.9]).crop == (0.0, 0.2, 1.0, 0.9)
    assert read(root).crop is None
    assert "leaves nothing" in refusal(root, crop=[0.5, 0, 0.5001, 1])


def test_hidden_files_and_folders_are_no_pages(root):
    (root / "mi" / ".DS_Store").write_text("x")
    put(root / "mi" / ".cache" / "a.png", 9)
    put(root / ".git" / "a.png", 9)
    (root / "readme.txt").write_text("x")
    assert len(read(root).records) == 4
    assert read(root).refused == ()


def test_files_that_are_no_pages_are_refused_and_not_passed_over(root):
    (root / "mi" / "notes.txt").write_text("x")
    (root / "mi" / "gone.png").symlink_to(root / "nowhere.png")
    (root / "mi" / "circle").symlink_to(root / "mi")
    put(root / "mi" / "small.png", 9, side=99)
    put(root / "mi" / "folder.jpg" / "page.png", 10)
    cohort = read(root)
    reasons = {refused.file: refused.reason for refused in cohort.refused}
    assert list(reasons) == ["mi/circle", "mi/gone.png", "mi/notes.txt", "mi/small.png"]
    assert "a folder" in reasons["mi/circle"]
    assert reasons["mi/gone.png"] == "a link to a file that is not there"
    assert "not an image" in reasons["mi/notes.txt"]
    assert "99x99 px" in reasons["mi/small.png"]
    assert "mi/folder.jpg/page.png" in cohort.records.record_id


@pytest.mark.parametrize("column", ["patient_id", "patient", "printed_id"])
def test_patients_come_from_the_manifest(root, column):
    (root / "manifest.csv").write_text(
        f"note,file,{column}\nx,mi/a.png,anna\nx,./normal\\a.png, anna \nx,normal/b.png,\n"
    )
    assert patients(root) == {
        "mi/a.png": "anna",
        "mi/ward/z.png": cluster_of(root / "mi/ward/z.png"),
        "normal/a.png": "anna",
        "normal/b.png": cluster_of(root / "normal/b.png"),
    }
    assert read(root).records.group.tolist() == [0, 1, 0, 2]


def test_a_file_that_only_the_manifest_has_is_listed(root):
    put(root / "mi" / ".hidden.png", 9)
    (root / "manifest.csv").write_text(
        "file,patient\nmi/lost.png,anna\nmi/.hidden.png,bert\nmi/a.png,carl\n"
    )
    assert read(root).refused == (
        Refusal("mi/.hidden.png", "named in manifest.csv, but hidden or outside the class folders"),
        Refusal("mi/lost.png", "named in manifest.csv, but not in the folder"),
    )


def test_the_pattern_finds_patients_that_the_manifest_does_not_know(root):
    (root / "manifest.csv").write_text("file,patient\nmi/a.png,anna\nnormal/a.png,\n")
    assert patients(root, patient_pattern=r"^normal/(\w)") == {
        "mi/a.png": "anna",
        "mi/ward/z.png": cluster_of(root / "mi/ward/z.png"),
        "normal/a.png": "a",
        "normal/b.png": "b",
    }


def test_a_pattern_that_matches_nothing_in_its_group_leaves_the_patient_unknown(root):
    found = patients(root, patient_pattern=r"mi/(w)?")
    assert found["mi/a.png"] == cluster_of(root / "mi/a.png")
    assert found["mi/ward/z.png"] == "w"


@pytest.mark.parametrize("pattern", ["(patient[0-9]+)", "mi/(x)?"])
def test_a_pattern_that_finds_no_patient_at_all_is_refused(root, pattern):
    assert refusal(root, patient_pattern=pattern) == (
        f"data.patient_pattern is {pattern!r}, "
        "but it finds a patient in no file name, such as mi/a.png"
    )


def test_pages_whose_patient_nobody_knows_are_counted_in_a_stamp(root):
    (root / "mi" / "notes.txt").write_text("x")
    assert read(root).stamps == ("patients unknown for 4 of 4 pages",)
    (root / "manifest.csv").write_text("file,patient\nmi/a.png,anna\nnormal/a.png,\n")
    assert read(root).stamps == ("patients unknown for 3 of 4 pages",)
    assert read(root, patient_pattern="^normal/(.)").stamps == (
        "patients unknown for 1 of 4 pages",
    )
    assert read(root, patient_pattern="/([az])").stamps == ("patients unknown for 1 of 4 pages",)
    assert read(root, patient_pattern="([a-z])[.]").stamps == ()


def test_a_manifest_that_names_no_file_of_the_folder_is_refused_with_its_first_line(root):
    (root / "manifest.csv").write_text("file,patient\na.png,anna\nb.png,bert\n")
    assert refusal(root) == (
        "manifest.csv names a.png first, but neither it nor a later one is in the class folders "
        f"of '{root}'; files must be named as in mi/a.png"
    )


def test_a_manifest_without_lines_is_refused(root):
    (root / "manifest.csv").write_text("file,patient\n")
    assert f"manifest.csv names no file in the class folders of '{root}'" in refusal(root)


def test_a_manifest_of_another_name_must_be_there(root):
    assert refusal(root, manifest="patients.csv") == (
        f"data.manifest is 'patients.csv', but data.root, '{root}', holds no such file"
    )
    (root / "patients.csv").write_text("file,patient\nmi/a.png,anna\n")
    assert patients(root, manifest="patients.csv")["mi/a.png"] == "anna"


def test_a_manifest_that_is_a_link_to_nothing_is_not_passed_over(root):
    (root / "manifest.csv").symlink_to(root / "nowhere.csv")
    assert "manifest.csv must be a table of commas in UTF-8, but" in refusal(root)


@pytest.mark.parametrize("pattern", ["(", "mi", "(m)(i)"])
def test_a_pattern_without_one_group_is_refused(root, pattern):
    sentence = refusal(root, patient_pattern=pattern)
    assert sentence == (
        f"data.patient_pattern is {pattern!r}, but it must be a regular expression with one group"
    )


def test_a_root_that_is_no_folder_is_refused():
    sentence = refusal("nowhere")
    assert sentence == ("data.root is 'nowhere', but it must be a folder with one folder per class")


def test_a_root_without_class_folders_is_refused(tmp_path):
    put(tmp_path / "a.png", 0)
    assert "but it must hold one folder per class, and holds no folder" in refusal(tmp_path)


def test_class_folders_without_files_are_refused(tmp_path):
    (tmp_path / "mi").mkdir()
    (tmp_path / "normal").mkdir()
    assert "but its class folders hold no files: mi, normal" in refusal(tmp_path)


def test_a_folder_that_cannot_be_listed_is_refused(root, monkeypatch):
    def fail(folder):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("hfgnn.data.ecg_images.os.listdir", fail)
    assert "its folder hospital cannot be listed (Permission denied)" in refusal(root)


def test_a_positive_class_that_is_no_folder_is_refused_with_the_nearest_name(root):
    assert refusal(root, positive=["norml"]) == (
        "data.positive names 'norml', but the class folders are mi, normal; did you mean 'normal'?"
    )
    assert refusal(root, positive=["xyz"]).endswith("the class folders are mi, normal")


def test_a_positive_class_named_twice_counts_once(root):
    assert read(root, positive=["mi", "mi"]).positive == ("mi",)


def test_without_positive_classes_no_page_has_disease(root):
    cohort = read(root, positive=[])
    assert not cohort.records.label.any()
    assert cohort.positive == ()


def test_a_side_without_classes_is_refused(root):
    positive = ["mi", "normal"]
    sentence = refusal(root, positive=positive)
    assert f"data.positive is {positive}, but it must name at least one" in sentence
    assert "leave at least one: mi, normal" in sentence


@pytest.mark.parametrize(("positive", "side"), [("sick", "positive"), ("mi", "negative")])
def test_a_side_without_a_usable_page_is_refused_with_the_first_reason(tmp_path, positive, side):
    put(tmp_path / "mi" / "a.png", 0)
    for name in ("a", "b"):
        put(tmp_path / "sick" / f"{name}.png", 1, side=50)
    sentence = refusal(tmp_path, positive=[positive])
    assert f"no page of its {side} classes (sick) can be used; 2 files were refused" in sentence
    assert "the first, sick/a.png: 50x50 px, but both sides" in sentence


def test_a_side_with_empty_folders_only_is_refused(root):
    (root / "sick").mkdir()
    sentence = refusal(root, positive=["sick"])
    assert "positive classes (sick) can be used; 0 files were refused" in sentence


def test_a_crop_that_is_no_rectangle_is_refused(root):
    assert "data.crop is [0.5, 0, 0.5, 1], but it must be" in refusal(root, crop=[0.5, 0, 0.5, 1])


def put_latin(folder):
    """A page, a broken one and a class folder with names in Latin-1, where these may exist."""
    page = os.fsdecode(b"caf\xe9.jpg")
    try:
        (folder / "mi" / page).touch()
    except OSError:
        pytest.skip("the file system takes names in UTF-8 only")
    put(folder / "mi" / page, 10)
    (folder / "normal" / page).write_text("x")
    put(folder / os.fsdecode(b"sant\xe9") / "a.png", 11)


def test_names_that_are_not_utf_8_are_read_and_can_be_written_down(root):
    put_latin(root)
    cohort = read(root, positive=["mi", os.fsdecode(b"sant\xe9")], patient_pattern=r"([^/]+)\.jpg")
    records = cohort.records
    written = [*records.record_id, *records.patient_id, *records.class_name, *cohort.positive]
    assert "".join(map(str, written)).encode("utf-8")
    row = records.record_id.tolist().index(r"mi/caf\xe9.jpg")
    assert records.patient_id[row] == r"caf\xe9"
    assert os.path.isfile(records.path.tolist()[row])
    assert r"sant\xe9/a.png" in records.record_id
    assert cohort.positive == ("mi", r"sant\xe9")
    assert [refused.file for refused in cohort.refused] == [r"normal/caf\xe9.jpg"]


def test_two_files_that_would_have_one_name_are_refused(root):
    put_latin(root)
    put(root / "mi" / r"caf\xe9.jpg", 12)
    assert r"but two of its files would both be called mi/caf\xe9.jpg" in refusal(root)


def test_a_root_that_is_not_utf_8_has_a_name_too(root):
    put_latin(root)
    other = root.with_name(os.fsdecode(b"h\xf4pital"))
    shutil.move(root, other)
    assert read(other).source.endswith(r"in 3 classes under h\xf4pital")
