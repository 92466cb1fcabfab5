"""Blocks that patients lack as a whole: told apart from gaps, filled, and not counted."""

import numpy as np
import pytest

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.concatenated import Concatenated
from hfgnn.features.fitted_nodes import FittedNodes
from hfgnn.features.missing import missing_blocks
from hfgnn.types import CLINICAL_COLUMNS, DataError

NAN = np.nan
COLUMNS = ("age_years", "recording_rate_per_min", "further_sodium")
VALUES = np.array([[60, 70, 140], [NAN, 80, 150], [NAN, NAN, 130], [50.0, NAN, NAN]])
TRAIN = np.array([0, 1, 2, 3])


@pytest.fixture
def images():
    rows = np.random.default_rng(0).normal(3, 2, (5, 512)).astype(np.float32)
    rows[[1, 4]] = NAN
    return rows


@pytest.fixture
def numbers():
    values = np.random.default_rng(1).normal([0.4, 500, 2, 120, 60], [0.1, 90, 1, 9, 5], (5, 5))
    values[3] = NAN
    values[2, 1] = NAN
    return values


@pytest.fixture
def fuse(make_records):
    def nodes(images, numbers, standardize_image=True, share=None):
        made = Concatenated(
            standardize_image=standardize_image,
            clinical_share=share,
            straighten=False,
            mark_missing=True,
        )
        clinical = ClinicalNumbers(numbers, CLINICAL_COLUMNS)
        return made, made.nodes(make_records([0, 1, 0, 1, 0]), images, clinical, train=TRAIN)

    return nodes


def test_a_block_is_missing_where_all_of_it_is():
    found = missing_blocks(np.ones((4, 0), dtype=np.float32), VALUES, COLUMNS)
    assert {name: rows.tolist() for name, rows in found.items()} == {
        "clinical": [False, True, True, False],
        "recording": [False, False, True, True],
        "further": [False, False, False, True],
    }
    assert missing_blocks(
        np.full((2, 512), NAN, dtype=np.float32), np.empty((2, 0)), ()
    ).keys() == {"image"}


def test_who_lacks_a_block_is_marked_and_who_has_a_part_of_it_is_not(fuse, images, numbers):
    _, nodes = fuse(images, numbers)
    assert {name: np.flatnonzero(rows).tolist() for name, rows in nodes.lacks.items()} == {
        "image": [1, 4],
        "clinical": [3],
    }
    assert np.isfinite(nodes.x).all()


def test_where_nobody_lacks_a_block_nothing_is_marked(fuse, images, numbers):
    whole = np.nan_to_num(images, nan=1.0)
    filled = np.nan_to_num(numbers, nan=1.0)
    assert fuse(whole, filled)[1].lacks is None


def test_a_missing_image_is_the_mean_of_those_that_are_there(fuse, images, numbers):
    _, scaled = fuse(images, numbers)
    assert (scaled.x[[1, 4], :512] == 0).all()
    there = images[[0, 2, 3]].astype(float)
    expected = (there - there.mean(axis=0)) / there.std(axis=0)
    np.testing.assert_allclose(scaled.x[[0, 2, 3], :512], expected, atol=1e-4)
    _, plain = fuse(images, numbers, standardize_image=False)
    np.testing.assert_allclose(plain.x[1, :512], there.mean(axis=0), rtol=1e-6)
    assert np.array_equal(plain.x[0, :512], images[0])


def test_the_share_of_the_clinical_block_is_that_among_images_that_are_there(fuse, images, numbers):
    _, nodes = fuse(images, numbers, share=0.5)
    trained = nodes.x[TRAIN].astype(float)
    of_images = trained[[0, 2, 3], :512].var(axis=0).sum()
    assert trained[:, 512:].var(axis=0).sum() == pytest.approx(of_images, rel=1e-5)


def test_what_stands_for_an_image_is_stored(fuse, images, numbers):
    made, nodes = fuse(images, numbers, standardize_image=False)
    fitted = made.fit(images[TRAIN], numbers[TRAIN])
    again = FittedNodes(**fitted.arrays())
    assert np.array_equal(again.transform(images, numbers), nodes.x)
    earlier = {name: one for name, one in fitted.arrays().items() if name != "image_middle"}
    with pytest.raises(DataError, match="the run kept no mean image for a patient without one"):
        FittedNodes(**earlier).transform(images, numbers)


def test_training_without_any_image_is_refused(fuse, images, numbers):
    images[TRAIN] = NAN
    with pytest.raises(DataError, match="no training patient of a fold has an image"):
        fuse(images, numbers)
