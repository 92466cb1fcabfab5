"""What is seen of a page, and that it is seen once."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hfgnn.audits import looks
from hfgnn.audits.looks import INK_SIZE, look_at

CROP = (0.0, 0.2, 1.0, 0.9)


def silent(items, /, *, total, description):
    return items


def page(text="", *, size=(640, 400), paper=240):
    picture = Image.new("RGB", size, (paper,) * 3)
    ImageDraw.Draw(picture).text((300, 10), text, fill="black", font_size=40)
    return picture


@pytest.fixture
def look(records, tmp_path):
    """Look at some pictures with one cache."""

    def seen(*pictures, crop=CROP, names=None, progress=silent):
        paths = []
        for row, picture in enumerate(pictures):
            path = tmp_path / f"{row}.png"
            picture.save(path)
            paths.append(str(path))
        table = records(names or [f"{row}" for row in range(len(paths))], path=paths)
        file = tmp_path / "looks.sqlite"
        return look_at(table, crop=crop, cache_file=file, progress=progress)

    return seen


def test_every_block_has_its_columns_in_its_place(look):
    seen = look(page(), page(size=(800, 600)))
    assert seen.image_size == pytest.approx(np.array([[640, 400, 1.6], [800, 600, 4 / 3]]))
    assert seen.encoding[:, 3].tolist() == [1, 1]  # PNG
    assert (seen.colours[:, :3] == 240).all()
    assert seen.header_ink.shape == seen.trace_ink.shape == (2, INK_SIZE[0] * INK_SIZE[1])


def test_ink_lies_where_something_is_printed_and_pale_noise_is_none(look):
    noisy = np.random.default_rng(0).integers(230, 251, (400, 640, 3)).astype(np.uint8)
    seen = look(page("72"), Image.fromarray(noisy))
    cells = seen.header_ink[0].reshape(INK_SIZE[::-1])
    columns = np.flatnonzero(cells.any(axis=0)) / INK_SIZE[0] * 640
    assert columns.min() > 295
    assert columns.max() < 360
    assert not seen.footer_ink.any()
    assert not seen.header_ink[1].any()


def test_the_share_of_ink_of_a_black_half_is_hand_computed(look):
    picture = page(paper=200)
    picture.paste((0, 0, 0), (0, 380, 256, 400))  # 0.4 of the width, the lower half of the footer
    cells = look(picture).footer_ink[0].reshape(INK_SIZE[::-1])
    assert cells[9:, :102] == pytest.approx(0.9, abs=2e-3)
    assert not cells[:7].any()
    assert not cells[:, 104:].any()


def test_a_part_that_is_not_there_has_no_column(look):
    whole = look(page("72"), crop=(0.0, 0.0, 1.0, 1.0))
    assert whole.header.shape == whole.footer.shape == whole.header_ink.shape == (1, 0)
    assert whole.trace_ink.any()


def test_colours_outside_the_crop_are_not_looked_at(look):
    assert (look(page("72")).colours[:, :3] == 240).all()
    assert (look(page("72"), crop=(0.0, 0.0, 1.0, 1.0)).colours[:, :3] < 240).all()


def test_a_content_is_read_once_for_each_crop(look, monkeypatch):
    first = look(page("72"), page())

    def refuse(*_):
        raise AssertionError("read again")

    with monkeypatch.context() as patch:
        patch.setattr(looks, "_look", refuse)
        again = look(page(), page("72"))  # other files by now, but of the same content by name
        assert (again.header_ink == first.header_ink).all()
        with pytest.raises(AssertionError, match="read again"):
            look(page("72"), crop=None)
    assert (look(page(), names=["new"]).header_ink == 0).all()


def test_only_what_is_not_known_is_counted_and_equal_contents_once(look):
    totals = []

    def count(items, /, *, total, description):
        totals.append(total)
        return items

    seen = look(page("72"), page("72"), page(), names="aab", progress=count)
    assert (seen.header[0] == seen.header[1]).all()
    look(page("72"), page("72"), page(), names="abc", progress=count)
    assert totals == [2, 1]
