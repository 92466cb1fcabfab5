"""Copies planted among the published ECG pages are found, and no two pages are called one."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hfgnn.data.alike import kept_together
from hfgnn.data.near_duplicates import near_duplicates
from hfgnn.data.reading import Page, exact_copies, read_pages

FOLDER = os.environ.get("HFGNN_REAL_DATA", "")

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="HFGNN_REAL_DATA does not name a folder with real data"
)

BICUBIC = Image.Resampling.BICUBIC


def cut(page, left, top, right, bottom):
    width, height = page.size
    return page.crop((left * width, top * height, (1 - right) * width, (1 - bottom) * height))


PLANTED = {
    "to 60 %": lambda page: page.resize((page.width * 6 // 10, page.height * 6 // 10), BICUBIC),
    "quality 40": lambda page: page,
    "3 % from each side": lambda page: cut(page, 0.03, 0.03, 0.03, 0.03),
    "3 % from the left": lambda page: cut(page, 0.03, 0, 0, 0),
    "2 degrees": lambda page: page.rotate(2, BICUBIC, fillcolor="white"),
    "-2 degrees on black": lambda page: page.rotate(-2, BICUBIC, expand=True),
}


def silent(items, /, *, total, description):
    """Shows no progress."""
    return items


def read(paths):
    pages = [Page(path, str(path), "all", 0, None) for path in paths]
    settings = {"crop": None, "min_side_px": 100, "max_megapixels": 100}
    records, refused = read_pages(pages, near_duplicate_bits=60, progress=silent, **settings)
    assert refused == ()
    return records


@pytest.fixture(scope="module")
def originals():
    records = read(sorted((Path(FOLDER) / "ecg_images").glob("*/*.jpg")))
    return records.take(exact_copies(records.change(label=np.zeros_like(records.label)))[0])


def plant(originals, folder):
    """Every copy of each eighth page, and the row of its original."""
    files, rows = [], []
    for row in range(0, len(originals), 8):
        with Image.open(originals.path[row]) as page:
            for kind, change in PLANTED.items():
                files.append(folder / f"{row} {kind}.jpg")
                change(page).save(files[-1], quality=40 if kind == "quality 40" else 90)
                rows.append(row)
    return files, rows


def test_planted_copies_join_their_page_and_no_two_pages_join(originals, tmp_path):
    assert len(originals) == 112
    files, rows = plant(originals, tmp_path)
    records = originals.join(originals, read(files))
    page = np.array([*range(len(originals)), *rows])
    found = near_duplicates(records, bits=60, progress=silent)
    assert [pair for pair in found if page[pair.one] != page[pair.other]] == []
    group = kept_together(records, [(pair.one, pair.other) for pair in found]).group
    joined = group == group[page]
    assert joined[len(originals) :].mean() >= 0.95
