"""Near duplicates: drawn pages, their scanned copies, and strangers on one template."""

import itertools

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hfgnn.data import near_duplicates as module
from hfgnn.data.near_duplicates import (
    NearDuplicate,
    candidates,
    near_duplicates,
)
from hfgnn.data.reading import Page, read_pages
from hfgnn.data.registration import SIDE_PX, agreement, align, coarse_map, draw_ink
from hfgnn.types import DataError


def silent(items, /, *, total, description):
    """Shows no progress."""
    return items


def draw(seed, width=700, height=500):
    """A page with the same header on each, and four traces that no other seed draws."""
    rng = np.random.default_rng(seed)
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    for x in range(0, width, 20):
        pen.line([(x, 0), (x, height)], fill=(255, 200, 200))
    pen.line([(20, 60), (width - 20, 60)], fill="black", width=4)
    for x in range(30, width - 40, 60):
        pen.text((x, 30), "ECG", fill="black")
    x = np.arange(20, width - 20, 4)
    for y in range(120, height, 100):
        beats = rng.permutation(np.repeat([0.0, 1.0], [len(x) - 30, 30]))
        trace = y - 45 * beats * rng.uniform(-1, 1, len(x))
        pen.line(list(zip(x.tolist(), trace.tolist(), strict=True)), fill="black", width=3)
    return picture


def turned(picture, degrees, fill="white"):
    return picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=fill)


def cropped(picture, left, top, right, bottom):
    width, height = picture.size
    return picture.crop((left * width, top * height, (1 - right) * width, (1 - bottom) * height))


COPIES = {
    "to 60 %": lambda page: page.resize((420, 300), Image.Resampling.LANCZOS),
    "3 % from each side": lambda page: cropped(page, 0.03, 0.03, 0.03, 0.03),
    "3 % from the left": lambda page: cropped(page, 0.03, 0, 0, 0),
    "2 degrees": lambda page: turned(page, 2),
    "-2 degrees": lambda page: turned(page, -2),
    "2 degrees on black": lambda page: turned(page, 2, "black"),
}


def read(folder, pictures):
    pages = []
    for name, picture in pictures.items():
        path = folder / f"{name}.jpg"
        if isinstance(picture, bytes):
            path.write_bytes(picture)
        else:
            picture.save(path, quality=90)
        pages.append(Page(path, name, "all", 0, name))
    records, refused = read_pages(
        pages,
        crop=None,
        min_side_px=100,
        max_megapixels=50,
        near_duplicate_bits=60,
        progress=silent,
    )
    assert refused == ()
    return records


def compare(one, other):
    first, second = draw_ink(np.asarray(one)), draw_ink(np.asarray(other))
    mapping = align(coarse_map(first), coarse_map(second))
    return 0.0 if mapping is None else agreement(first, second, mapping)


@pytest.mark.parametrize("kind", COPIES)
def test_a_copy_agrees_with_its_page_and_not_with_another(kind):
    page, stranger = draw(0), draw(1)
    assert compare(page, COPIES[kind](page)) >= module.LEAST_AGREEMENT
    assert compare(COPIES[kind](page), page) >= module.LEAST_AGREEMENT
    assert compare(stranger, COPIES[kind](page)) < module.LEAST_AGREEMENT - 0.1


def test_each_copy_is_paired_with_its_page_alone(tmp_path):
    pages = {f"{seed}": draw(seed) for seed in range(8)}
    kinds = itertools.cycle(COPIES.values())
    copies = {f"{name} copy": next(kinds)(page) for name, page in pages.items()}
    records = read(tmp_path, pages | copies)
    found = near_duplicates(records, bits=60, progress=silent)
    assert [(pair.one, pair.other) for pair in found] == [(row, row + 8) for row in range(8)]
    assert {pair.kind for pair in found} == {"same picture", "aligned picture"}
    assert all(module.LEAST_AGREEMENT <= pair.agreement <= 1 for pair in found)


def test_exact_copies_are_one_page_and_no_near_duplicates(tmp_path):
    draw(0).save(tmp_path / "source.jpg")
    data = (tmp_path / "source.jpg").read_bytes()
    records = read(tmp_path, {"a": data, "b": data, "c": turned(draw(0), 2)})
    found = near_duplicates(records, bits=60, progress=silent)
    assert [(pair.one, pair.other, pair.kind) for pair in found] == [(0, 2, "aligned picture")]


def test_near_hashes_are_the_same_picture_with_their_share_of_equal_bits(tmp_path):
    records = read(tmp_path, {"a": draw(0), "b": draw(1)})
    hashes = np.array(["0" * 256, "0" * 254 + "0f"])
    pair = NearDuplicate(0, 1, "same picture", 1 - 4 / 1024)
    records = records.change(perceptual_hash=hashes)
    assert near_duplicates(records, bits=4, progress=silent) == (pair,)
    assert near_duplicates(records, bits=3, progress=silent) == ()


def test_pages_without_lines_are_no_copies_of_each_other(tmp_path):
    rng = np.random.default_rng(0)
    pictures = {
        "white": Image.new("RGB", (120, 100), "white"),
        "black": Image.new("RGB", (120, 100)),
        "noise": Image.fromarray(rng.integers(0, 256, (100, 120, 3), dtype=np.uint8)),
        "noise 2": Image.fromarray(rng.integers(0, 256, (100, 120, 3), dtype=np.uint8)),
        "stripe": Image.new("RGB", (4000, 100), "white"),
        "tower": Image.new("RGB", (100, 4000), "white"),
    }
    records = read(tmp_path, pictures)
    # Pages without ink have one hash, so that here only their ink is left to tell.
    hashes = np.array([rng.bytes(128).hex() for _ in pictures])
    records = records.change(perceptual_hash=hashes)
    assert near_duplicates(records, bits=0, progress=silent) == ()


@pytest.mark.parametrize("number", [0, 1])
def test_fewer_than_two_pages_have_no_near_duplicates(tmp_path, number):
    records = read(tmp_path, {"a": draw(0)}).take(np.arange(number))
    assert near_duplicates(records, bits=60, progress=silent) == ()


def test_a_file_that_has_gone_is_refused_with_its_name(tmp_path):
    records = read(tmp_path, {"a": draw(0), "b": draw(1)})
    (tmp_path / "b.jpg").unlink()
    with pytest.raises(DataError, match=r"b\.jpg cannot be compared .*no such file"):
        near_duplicates(records, bits=60, progress=silent)


def test_each_page_names_at_most_ten_candidates_and_its_copy_is_one():
    pages = [draw(seed, 350, 250) for seed in range(30)]
    pages += [turned(page, 2) for page in pages[:10]]
    pairs = candidates([coarse_map(draw_ink(np.asarray(page))) for page in pages])
    assert pairs == sorted(set(pairs))
    assert len(pairs) <= 10 * len(pages)
    assert all(one < other for one, other in pairs)
    assert {(row, 30 + row) for row in range(10)} <= set(pairs)


def test_ink_is_the_dark_line_and_neither_grid_nor_filled_corners():
    picture = np.full((400, 1024, 3), 255, dtype=np.uint8)
    picture[:, ::40] = (255, 180, 180)
    picture[200:204, 100:900] = 0
    picture[:60, :200] = 0
    ink = draw_ink(picture)
    assert ink.shape == (200, SIDE_PX)
    assert ink[100:102, 60:440].min() > 200
    ink[97:105] = 0
    assert ink.max() < 128


def test_the_thin_corners_that_a_rotation_fills_are_no_ink():
    picture = turned(Image.new("RGB", (1024, 700), "white"), 2, "black")
    assert draw_ink(np.asarray(picture)).max() < 128
