"""Patients without an image, from lines of a manifest that name no file."""

import numpy as np
import pytest
from PIL import Image

from hfgnn.data.ecg_images import EcgImages
from hfgnn.data.manifest import read_without_file
from hfgnn.types import DataError


def put(path, seed):
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 2, (12, 12), dtype=np.uint8) * 255
    Image.fromarray(pixels).resize((120, 120), Image.Resampling.NEAREST).save(path)


@pytest.fixture
def read(tmp_path):
    """Four pages, and a manifest that names them and then says more."""
    for seed, name in enumerate(("mi/a.png", "mi/b.png", "normal/a.png", "normal/b.png")):
        put(tmp_path / name, seed)

    def cohort(*lines):
        pages = ["mi/a.png,anna,,F", "mi/b.png,ben,,M", "normal/a.png,cleo,,F"]
        text = ["file,patient,class,sex", *pages, "normal/b.png,dora,,F", *lines]
        (tmp_path / "manifest.csv").write_text("\n".join(text))
        return EcgImages(
            root=str(tmp_path),
            positive=["mi"],
            crop=None,
            min_side_px=100,
            max_megapixels=50,
            manifest="manifest.csv",
            patient_columns=["patient"],
            patient_pattern=None,
            near_duplicate_bits=60,
        ).read(lambda items, /, *, total, description: items)

    return cohort


def test_a_line_without_file_is_a_patient_without_image(read):
    cohort = read(",emil,mi,M", ",fay,normal,")
    records = cohort.records
    assert records.record_id.tolist()[4:] == ["emil", "fay"]
    assert records.patient_id.tolist()[4:] == ["emil", "fay"]
    assert records.class_name.tolist()[4:] == ["mi", "normal"]
    assert records.label.tolist()[4:] == [1, 0]
    assert records.path.tolist()[4:] == ["", ""]
    assert len(np.unique(records.group)) == len(np.unique(records.content_hash)) == 6
    assert cohort.attributes["sex"]["emil"] == "M"
    assert cohort.attributes["sex"]["mi/a.png"] == "F"
    assert cohort.refused == ()


def test_pages_are_the_same_with_and_without_them(read):
    before, after = read().records, read(",emil,mi,M").records
    assert before.record_id.tolist() == after.record_id.tolist()[:4]
    assert before.group.tolist() == after.group.tolist()[:4]
    assert before.path.tolist() == after.path.tolist()[:4]


def test_a_patient_with_a_page_too_stands_in_one_group(read):
    records = read(",anna,mi,F", ",anna,mi,F").records
    assert records.record_id.tolist()[4:] == ["anna"]
    assert records.group[4] == records.group[0]


def test_lines_without_patient_or_class_are_passed_over(read):
    assert len(read(",emil,,M", ",,mi,M").records) == 4


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            [",emil,heart,M"],
            "says that emil, without a file, is of class heart, but it must be one",
        ),
        (
            [",emil,mi,M", ",emil,normal,M"],
            "emil, without a file, is of class normal, but .* one per",
        ),
        ([",mi/a.png,mi,M"], "a patient without an image is called mi/a.png, like the file"),
    ],
)
def test_a_line_that_contradicts_is_refused(read, lines, sentence):
    with pytest.raises(DataError, match=sentence):
        read(*lines)


def test_a_manifest_without_classes_names_nobody(tmp_path):
    path = tmp_path / "manifest.csv"
    path.write_text("file,patient\n,anna\n")
    assert read_without_file(path, patient_columns=["patient"], classes=["mi"]) == {}
