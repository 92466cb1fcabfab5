"""Pages with a hundred strokes each, saved, copied and read."""

import hashlib
import shutil

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hfgnn.data.reading import Page, read_pages


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
