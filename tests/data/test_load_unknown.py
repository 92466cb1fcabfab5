"""A page that nobody has accepted yet: refused as decoding in full refuses it, decoded once."""

import numpy as np
import pytest
from PIL import Image

from hfgnn.data.image import Unreadable, decode, load, load_unknown

LIMITS = {"min_side_px": 100, "max_megapixels": 1.0}


@pytest.fixture
def page(tmp_path):
    def make(name="page.jpg", size=(900, 700)):
        blots = np.random.default_rng(0).integers(0, 256, (70, 90, 3), dtype=np.uint8)
        path = tmp_path / name
        Image.fromarray(blots).resize(size).save(path)
        return path

    return make


@pytest.mark.parametrize("name", ["page.jpg", "page.png"])
@pytest.mark.parametrize("crop", [None, (0.1, 0.2, 0.9, 0.8)])
def test_an_acceptable_page_is_what_load_gives(page, name, crop):
    path = page(name)
    unknown = load_unknown(path, least_side_px=200, crop=crop, **LIMITS)
    known = load(path, least_side_px=200, crop=crop)
    assert np.array_equal(np.asarray(unknown), np.asarray(known))
    assert (unknown.width < 900) == (name == "page.jpg" or crop is not None)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("name", ["page.jpg", "page.png"])
def test_a_truncated_page_is_refused_as_decoding_in_full_refuses_it(page, name, share):
    path = page(name)
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(Unreadable) as full:
        decode(path, **LIMITS)
    with pytest.raises(Unreadable) as scaled:
        load_unknown(path, least_side_px=200, crop=None, **LIMITS)
    assert str(scaled.value) == str(full.value)


def test_limits_are_those_of_the_whole_page_at_full_size(page):
    small, large = page("small.png", (99, 300)), page("large.jpg", (1200, 900))
    for path, reason in ((small, "99x300 px, but both sides"), (large, r"1\.1 megapixels")):
        with pytest.raises(Unreadable, match=reason):
            load_unknown(path, least_side_px=200, crop=(0, 0, 0.5, 0.5), **LIMITS)
    assert load_unknown(page("exact.png", (100, 100)), least_side_px=9, crop=None, **LIMITS)
