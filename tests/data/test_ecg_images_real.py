"""The published ECG pages: how many there are, whose they are, and that copies are recognized."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hfgnn.data.ecg_images import EcgImages
from hfgnn.data.image import cut, decode, load
from hfgnn.data.reading import exact_copies

FOLDER = os.environ.get("HFGNN_REAL_DATA", "")

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="HFGNN_REAL_DATA does not name a folder with real data"
)

ROOT = Path(FOLDER) / "ecg_images"


def read(root, positive):
    source = EcgImages(
        root=str(root),
        positive=positive,
        crop=[0.01, 0.18, 0.98, 0.96],
        min_side_px=100,
        max_megapixels=100,
        manifest="manifest.csv",
        patient_columns=["patient_id", "patient", "printed_id"],
        patient_pattern=None,
        near_duplicate_bits=60,
    )
    return source.read(lambda items, /, **_: items)


@pytest.fixture(scope="module")
def cohort():
    return read(ROOT, ["mi", "post_mi"])


def test_all_pages_are_read(cohort):
    records = cohort.records
    assert cohort.source == "255 pages in 4 classes under ecg_images"
    assert cohort.refused == ()
    assert len(records) == 255
    assert len(set(records.content_hash.tolist())) == 112
    assert len(set(records.patient_id.tolist())) == 82


def test_no_two_patients_share_a_group(cohort):
    assert len(set(cohort.records.group.tolist())) == 82


def test_each_content_is_kept_once(cohort):
    keep, duplicates = exact_copies(cohort.records)
    assert (len(keep), len(duplicates)) == (112, 143)
    assert {duplicate.note for duplicate in duplicates} == {"exact copy"}


def test_rescaled_and_recompressed_pages_join_their_original(cohort, tmp_path):
    first = dict(zip(cohort.records.patient_id.tolist(), cohort.records.path.tolist(), strict=True))
    for number, path in enumerate(sorted(first.values())[::8]):
        with Image.open(path) as page:
            size = page.width * 6 // 10, page.height * 6 // 10
            small = page.resize(size, Image.Resampling.LANCZOS)
            for folder in ("mi", "normal"):
                (tmp_path / folder).mkdir(exist_ok=True)
            page.save(tmp_path / "mi" / f"{number:02d}-b.jpg", quality=40)
            small.save(tmp_path / "mi" / f"{number:02d}-c.jpg", quality=90)
        shutil.copy(path, tmp_path / "normal" / f"{number:02d}-a.jpg")
    records = read(tmp_path, ["mi"]).records
    planted = {
        name.split("/")[1][:2]: group
        for name, group in zip(records.record_id.tolist(), records.group.tolist(), strict=True)
    }
    assert len(records) == 3 * len(planted) == 33
    groups = [planted[name.split("/")[1][:2]] for name in records.record_id.tolist()]
    assert records.group.tolist() == groups
    assert len(set(groups)) == 11


def test_a_page_at_reduced_size_shows_the_same(cohort):
    path = Path(cohort.records.path[0])
    small = load(path, least_side_px=224, crop=cohort.crop)
    assert small.size == (537, 306)
    whole = decode(path, min_side_px=100, max_megapixels=100)
    expected = cut(whole.reduce(4), cohort.crop)
    difference = np.asarray(small).astype(float) - np.asarray(expected).astype(float)
    # Both average 4x4 pixels, JPEG with a sharper filter; one pixel of shift would give 12.
    assert np.abs(difference).mean() < 6
