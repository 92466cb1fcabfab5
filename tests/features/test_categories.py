"""Categories become indicators of the levels of the training rows; patients need no image."""

import numpy as np
import pytest

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.concatenated import Concatenated

NAN = np.nan
TRAIN = np.arange(4)
COLUMNS = ("age_years", "cp", "sex")
LEVELS = {"cp": ("typical", "atypical", "none", "other"), "sex": ("female", "male")}
# Rows 0 to 3 are trained on; level 3 of cp stands in row 4 only.
VALUES = np.array(
    [[50, 0, 0], [60, 1, 1], [70, 2, 1], [80, 2, NAN], [60, 3, 0], [NAN, 1, 1]], dtype=float
)


@pytest.fixture
def nodes(make_records):
    def made(values=VALUES, *, share=0.5, images=None):
        none = np.empty((len(values), 0), dtype=np.float32)
        return Concatenated(
            standardize_image=True, clinical_share=share, straighten=False, mark_missing=True
        ).nodes(
            make_records([0, 1, 0, 1, 0, 1]),
            none if images is None else images,
            ClinicalNumbers(values, COLUMNS, levels=LEVELS),
            train=TRAIN,
        )

    return made


def test_each_level_of_training_has_an_indicator_and_of_two_levels_the_second(nodes):
    assert nodes().columns == (
        "age_years", "cp=typical", "cp=atypical", "cp=none", "sex=male", "sex_missing",
    )  # fmt: skip


def test_numbers_and_indicators_have_mean_0_and_a_category_varies_as_one_number(nodes):
    x = nodes().x[TRAIN].astype(np.float64)
    np.testing.assert_allclose(x[:, :5].mean(axis=0), 0, atol=1e-7)
    assert x[:, 0].var() == pytest.approx(1)
    assert x[:, 1:4].var(axis=0).sum() == pytest.approx(1)
    assert x[:, 4].var() == pytest.approx(1)


def test_the_indicators_by_hand(nodes):
    # cp in training: shares 1/4, 1/4, 1/2, so variances 3/16 + 3/16 + 1/4 = 10/16 together.
    scale = np.sqrt(10 / 16)
    np.testing.assert_allclose(
        nodes().x[1, 1:4], [-0.25 / scale, 0.75 / scale, -0.5 / scale], rtol=1e-6
    )


def test_a_row_without_the_category_has_no_level_and_says_so_where_training_knows_it(nodes):
    x = nodes().x
    np.testing.assert_allclose(x[3, 4], (0 - 0.5) / 0.5)
    assert x[:, 5].tolist() == [0, 0, 0, 1, 0, 0]


def test_other_test_rows_move_no_training_row(nodes):
    changed = VALUES.copy()
    changed[4:] = [[NAN, 0, 1], [10, 3, NAN]]
    assert nodes(changed).x[TRAIN].tobytes() == nodes().x[TRAIN].tobytes()


def test_without_images_the_share_changes_nothing(nodes):
    assert nodes(share=0.5).x.tobytes() == nodes(share=None).x.tobytes()


def test_with_images_the_image_columns_stand_first(nodes):
    images = np.random.default_rng(0).normal(size=(6, 512)).astype(np.float32)
    made = nodes(images=images)
    assert made.columns[511:513] == ("image_511", "age_years")
    assert made.x.shape == (6, 512 + 6)
