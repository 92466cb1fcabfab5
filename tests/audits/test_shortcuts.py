"""Shortcuts in pages, planted one by one; clean pages have none."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hfgnn.audits.looks import INK_SIZE
from hfgnn.audits.shortcuts import SHORTCUT, find_shortcuts, readings
from hfgnn.types import Severity

PAGES = 36
CROP = (0.0, 0.2, 1.0, 0.9)
LABEL = np.arange(PAGES) % 2


def silent(items, /, *, total, description):
    return items


def page(seed, *, size=(360, 260), paper=(250, 250, 250), header="", footer="", strokes=2):
    """Wandering strokes in the middle of a page, the same kind for ill and healthy."""
    rng = np.random.default_rng(seed)
    noise = rng.integers(-4, 5, (size[1], size[0], 3)) + np.array(paper)
    picture = Image.fromarray(np.clip(noise, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    points = np.cumsum(rng.normal(0, 6, 60)) + size[1] / 2
    xs = np.linspace(10, size[0] - 10, 60)
    pen.line(list(zip(xs, np.clip(points, 60, 220), strict=True)), fill="black", width=strokes)
    pen.text((20, 10), header, fill="black", font_size=30)
    pen.text((20, 236), footer, fill="black", font_size=18)
    return picture


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("HFGNN_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def pages(records, tmp_path):
    """Records of pages; ``plant`` says what differs in the ill."""

    def make(plant=None, save=None, class_name=None):
        paths = []
        for row, label in enumerate(LABEL.tolist()):
            kind = "png" if label and save == "png" else "jpg"
            path = tmp_path / f"{row}.{kind}"
            picture = page(row, **(plant or {}) if label else {})
            quality = {"quality": 30 if label and save == "quality" else 90}
            picture.save(path, **quality if kind == "jpg" else {})
            paths.append(str(path))
        content = [f"{row:02d}" for row in range(PAGES)]
        return records(content, label=LABEL, path=paths, class_name=class_name)

    return make


def find(table, probe, crop=None):
    quick = replace(probe, permutations=30)
    return find_shortcuts(table, crop=crop, probe=quick, progress=silent)


def where(found):
    return {finding.where[0] for finding in found.findings}


def test_clean_pages_have_no_finding_and_all_numbers(pages, probe):
    found = find(pages(), probe)
    assert found.findings == ()
    names = [result.name for result in found.results]
    assert names[0] == "the trace area"
    assert {"the file size", "the header", "the footer", "the colour of the paper"} <= set(names)
    assert "the image size" not in names  # all are equal
    assert {result.num_rows for result in found.results} == {PAGES}


@pytest.mark.parametrize(
    ("plant", "save", "shortcut"),
    [
        ({"size": (400, 280)}, None, "the image size"),
        ({"paper": (250, 225, 215)}, None, "the colour of the paper"),
        ({"header": "CCU 12"}, None, "the header"),
        ({"footer": "#########"}, None, "the footer"),
        ({}, "quality", "the file format and quality"),
        ({}, "png", "the file format and quality"),
    ],
)
def test_what_is_planted_in_the_ill_is_found(pages, probe, plant, save, shortcut):
    found = find(pages(plant, save), probe)
    assert shortcut in where(found)
    finding = next(one for one in found.findings if one.where == (shortcut,))
    assert (finding.name, finding.severity) == (SHORTCUT, Severity.warning)
    beside_chance, beside_trace = finding.evidence
    assert beside_chance.leaking.value > 0.9
    assert beside_trace.meaning_of_clean == "the same probe on the trace area"


def test_a_header_tells_the_header_and_nothing_else(pages, probe):
    found = find(pages({"header": "CCU 12"}), probe)
    assert "the footer" not in where(found)
    assert "the colour of the paper" not in where(found)


def test_more_ink_in_the_ill_is_a_note_since_it_may_be_the_disease(pages, probe):
    found = find(pages({"strokes": 6}), probe)
    finding = next(one for one in found.findings if one.where == ("the colours with the ink",))
    assert finding.severity is Severity.note
    assert "the colour of the paper" not in where(found)


def test_what_the_crop_cuts_away_is_a_note(pages, probe):
    found = find(pages({"header": "CCU 12"}), probe, CROP)
    finding = next(one for one in found.findings if one.where == ("the header",))
    assert finding.severity is Severity.note
    assert "the crop cuts it away" in finding.what


def test_more_than_two_classes_are_told_apart_too(pages, probe):
    classes = [("normal", "mi", "normal", "post_mi")[row % 4] for row in range(PAGES)]
    found = find(pages(class_name=classes), probe)
    assert {result.target for result in found.results} == {"the label", "the class"}


def test_each_content_is_looked_at_once(pages, probe):
    table = pages()
    copied = table.take(np.r_[np.arange(PAGES), 0, 1])
    seen = []

    def count(items, /, *, total, description):
        seen.append(total)
        return items

    quick = replace(probe, permutations=2)
    find_shortcuts(copied, crop=None, probe=quick, progress=count)
    assert seen == [PAGES]


def test_no_pages_have_no_numbers(records, probe):
    assert find(records(""), probe).results == ()


class Seen:
    """One part of one page: cells numbered line after line."""

    header = np.zeros((1, 2))
    header_ink = np.arange(16.0 * 256)[None]
    file_size = np.ones((1, 1))


def test_a_part_is_read_as_picture_by_columns_by_lines_and_in_patches():
    assert INK_SIZE == (256, 16)
    whole, columns, lines, *patches = readings(Seen, "header")
    assert whole is Seen.header
    assert columns[0, 3] == 3 + 256 * 7.5
    assert lines[0, 2] == 2 * 256 + 127.5
    assert len(patches) == 32
    assert patches[1][0, :17].tolist() == [*range(16, 32), 256 + 16]
    assert patches[16][0, 0] == 8 * 256
    assert readings(Seen, "file_size") == (Seen.file_size,)


def test_one_printed_number_among_others_is_found(pages, probe, tmp_path):
    table = pages()
    rng = np.random.default_rng(0)
    for label, path in zip(LABEL.tolist(), table.path.tolist(), strict=True):
        rate = rng.integers(80, 100) if label else rng.integers(60, 80)
        picture = page(0, size=(900, 640), header=f"ID {rng.integers(10**5, 10**6)}  HR {rate}  II")
        picture.save(path, quality=90)
    assert "the header" in where(find(table, probe))
