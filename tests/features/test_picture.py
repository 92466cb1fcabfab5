"""A page made small in two ways."""

import numpy as np
import pytest
from PIL import Image

from hfgnn.config.backbone import Decoding
from hfgnn.data.image import load
from hfgnn.features.embedding import picture_key
from hfgnn.features.picture import finished, halved, least_side_px, picture, square


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A photograph-like JPEG of 1800 x 1300 px."""
    path = tmp_path_factory.mktemp("page") / "page.jpg"
    blots = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    Image.fromarray(blots).resize((1800, 1300), Image.Resampling.BICUBIC).save(path)
    return path


def see(page, decoding, distort=None, crop=None):
    return picture(page, crop=crop, decoding=decoding, distort=distort).astype(int)


def test_full_is_one_bilinear_step_from_every_pixel(page):
    expected = Image.open(page).convert("RGB").resize((224, 224), Image.Resampling.BILINEAR)
    seen = see(page, Decoding.full)
    assert np.abs(seen - np.asarray(expected)).max() <= 2
    assert np.abs(seen - np.asarray(expected)).mean() < 0.1


def test_reduced_is_a_doubled_square_halved(page):
    doubled = square(load(page, least_side_px=448, crop=None))
    assert np.array_equal(see(page, Decoding.reduced), halved(doubled))


@pytest.mark.parametrize("decoding", list(Decoding))
def test_a_copy_is_distorted_at_twice_the_side(page, decoding):
    sizes = []

    def distort(doubled):
        sizes.append(doubled.size)
        return Image.eval(doubled, lambda value: 255 - value)

    seen, inverse = see(page, decoding), see(page, decoding, distort)
    assert sizes == [(448, 448)]
    assert np.abs(255 - inverse - seen).mean() < 4


@pytest.mark.parametrize("decoding", list(Decoding))
@pytest.mark.parametrize("crop", [None, (0.1, 0.2, 0.8, 0.9)])
def test_a_page_that_someone_else_decodes_looks_the_same(page, decoding, crop):
    decoded = load(page, least_side_px=least_side_px(decoding), crop=crop)
    assert np.abs(finished(decoded, decoding) - see(page, decoding, crop=crop)).max() <= 1


def test_the_two_ways_never_share_a_cached_row(make_backbone):
    keys = {
        picture_key("a", 0, make_backbone(decoding=decoding), crop=None, distortion=None)
        for decoding in Decoding
    }
    assert len(keys) == 2
