"""517 columns, each scaled and filled by the training rows alone."""

import numpy as np
import pytest

from hfgnn.features.clinical.none import NoClinical
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.concatenated import Concatenated
from hfgnn.types import CLINICAL_COLUMNS, IMAGE_COLUMNS, NODE_WIDTH

NAN = np.nan
TRAIN = np.array([0, 1, 2])

# Rows 0, 1 and 2 are trained on.
VALUES = np.array([
    [0.2, 100, 1, 90, 40],
    [0.4, 200, 2, 120, 50],
    [0.6, 600, 3, 150, 60],
    [0.5, 300, 4, 105, 75],
    [0.3, 900, 2, 135, 20],
])  # fmt: skip


@pytest.fixture
def images():
    return np.random.default_rng(0).normal(3, 2, (5, 512)).astype(np.float32)


@pytest.fixture
def fuse(make_records, images):
    def nodes(values=VALUES, *, images=images, standardize_image=True, train=TRAIN, share=None):
        made = Concatenated(
            standardize_image=standardize_image,
            clinical_share=share,
            straighten=False,
            mark_missing=True,
        )
        return made.nodes(
            make_records([0, 1, 0, 1, 0]),
            images,
            ClinicalNumbers(values, CLINICAL_COLUMNS),
            train=train,
        )

    return nodes


def clinical(nodes):
    return nodes.x[:, 512:]


def with_value(row, column, value, values=VALUES):
    changed = values.copy()
    changed[row, column] = value
    return changed


def test_there_are_517_columns_in_order(fuse):
    nodes = fuse()
    assert nodes.x.shape == (5, NODE_WIDTH) == (5, 517)
    assert nodes.x.dtype == np.float32
    assert nodes.columns == (*IMAGE_COLUMNS, *CLINICAL_COLUMNS)
    assert nodes.columns[511:] == (
        "image_511",
        "ef_fraction",
        "bnp_pg_per_ml",
        "nyha_class",
        "sbp_mmhg",
        "age_years",
    )


def test_labels_groups_and_names_are_those_of_the_records(fuse):
    nodes = fuse()
    assert nodes.label.tolist() == [0, 1, 0, 1, 0]
    assert nodes.group.tolist() == [0, 1, 2, 3, 4]
    assert nodes.record_id.tolist() == ["page0", "page1", "page2", "page3", "page4"]


def test_clinical_columns_come_in_training_standard_deviations(fuse):
    """EF: mean .4, spread sqrt(.08 / 3). BNP: mean 300, spread sqrt(140000 / 3)."""
    x = clinical(fuse())
    ef = np.array([-0.2, 0, 0.2, 0.1, -0.1]) / np.sqrt(0.08 / 3)
    bnp = np.array([-200, -100, 300, 0, 600]) / np.sqrt(140_000 / 3)
    nyha = np.array([-1, 0, 1, 2, 0]) / np.sqrt(2 / 3)
    np.testing.assert_allclose(x[:, :3], np.stack([ef, bnp, nyha], axis=1), atol=1e-6)
    np.testing.assert_allclose(x[:3].mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(x[:3].std(axis=0), 1, atol=1e-6)


def test_image_columns_are_standardized_where_so_set(fuse, images):
    seen = images[:3].astype(float)
    expected = (images - seen.mean(axis=0)) / seen.std(axis=0)
    np.testing.assert_allclose(fuse().x[:, :512], expected, rtol=1e-4, atol=1e-4)


def test_image_columns_stay_as_they_are_otherwise(fuse, images):
    nodes = fuse(standardize_image=False)
    assert np.array_equal(nodes.x[:, :512], images)
    assert np.array_equal(clinical(nodes), clinical(fuse()))


def test_images_are_left_alone(fuse, images):
    before = images.copy()
    fuse()
    assert np.array_equal(images, before)


def test_a_missing_value_becomes_the_training_median(fuse):
    """BNP of the training rows: 100, 200, 600, so the median is 200 and the mean 300."""
    x = clinical(fuse(with_value(3, 1, NAN)))
    assert x[3, 1] == pytest.approx(-100 / np.sqrt(140_000 / 3))


def test_a_value_missing_in_training_is_filled_before_scaling(fuse):
    """EF: .2, missing, .6 becomes .2, .4, .6."""
    x = clinical(fuse(with_value(1, 0, NAN)))
    np.testing.assert_allclose(x[:3, 0], np.array([-0.2, 0, 0.2]) / np.sqrt(0.08 / 3), atol=1e-6)
    assert x[:, 5].tolist() == [0, 1, 0, 0, 0]


def test_each_incomplete_column_has_an_indicator_in_order(fuse):
    gaps = with_value(0, 4, NAN, with_value(1, 0, NAN, with_value(4, 0, NAN)))
    nodes = fuse(gaps)
    assert nodes.columns[517:] == ("ef_fraction_missing", "age_years_missing")
    assert clinical(nodes)[:, 5:].T.tolist() == [[0, 1, 0, 0, 1], [1, 0, 0, 0, 0]]


@pytest.mark.parametrize("standardize_image", [True, False])
def test_changing_a_test_row_changes_no_other(fuse, images, standardize_image):
    gaps = with_value(1, 2, NAN)
    moved = images.copy()
    moved[4] += 1000
    changed = gaps.copy()
    changed[4] = [0.9, 70_000, 4, 260, 120]
    before = fuse(gaps, standardize_image=standardize_image).x
    after = fuse(changed, images=moved, standardize_image=standardize_image).x
    assert np.array_equal(before[:4], after[:4])
    assert not np.array_equal(before[4], after[4])


def test_a_training_row_does_change_the_others(fuse):
    assert not np.array_equal(fuse().x[4], fuse(with_value(0, 0, 0.9)).x[4])


def test_a_column_that_no_training_row_has_says_nothing(fuse):
    """A raw BNP of 300 pg/mL beside columns in standard deviations would outweigh them all."""
    values = VALUES.copy()
    values[TRAIN, 1] = NAN
    nodes = fuse(values)
    assert clinical(nodes)[:, 1].tolist() == [0] * 5
    assert nodes.columns[517:] == ("bnp_pg_per_ml_missing",)
    assert np.isfinite(nodes.x).all()


def test_a_constant_column_becomes_zero(fuse):
    values = VALUES.copy()
    values[:, 3] = 120
    assert clinical(fuse(values))[:, 3].tolist() == [0] * 5


def test_without_clinical_numbers_there_is_the_image_alone(make_records, images):
    records = make_records([0, 1, 0, 1, 0])
    numbers = NoClinical().numbers(records, seed=0, per_row=False)
    nodes = Concatenated(
        standardize_image=False, clinical_share=0.5, straighten=False, mark_missing=True
    ).nodes(records, images, numbers, train=TRAIN)
    assert numbers.values.shape == (5, 0)
    assert (numbers.stamps, numbers.ceiling) == ((), None)
    assert nodes.columns == IMAGE_COLUMNS
    assert np.array_equal(nodes.x, images)


def test_the_clinical_block_gets_its_share_of_the_expected_squared_distance(make_records):
    generator = np.random.default_rng(0)
    rows = np.arange(300)
    values = generator.normal(size=(300, 5)) * [0.1, 300, 1, 15, 10] + [0.5, 400, 2, 120, 60]
    x = (
        Concatenated(
            standardize_image=True, clinical_share=0.25, straighten=False, mark_missing=True
        )
        .nodes(
            make_records((rows % 2).tolist()),
            generator.normal(size=(300, 512)).astype(np.float32) * 10,
            ClinicalNumbers(values, CLINICAL_COLUMNS),
            train=rows,
        )
        .x
    )
    pairs = generator.choice(rows, (20_000, 2))
    squared = (x[pairs[:, 0]] - x[pairs[:, 1]]) ** 2
    assert squared[:, 512:].sum() / squared.sum() == pytest.approx(0.25, abs=0.01)


def test_the_share_is_fitted_on_training_rows_and_leaves_the_image_alone(fuse):
    plain, weighted = fuse(), fuse(share=0.5)
    np.testing.assert_array_equal(plain.x[:, :512], weighted.x[:, :512])
    changed = fuse(with_value(4, 0, 0.7), share=0.5)
    np.testing.assert_array_equal(weighted.x[:4], changed.x[:4])


def test_a_value_missing_in_a_test_row_only_makes_no_column(fuse):
    assert fuse(with_value(4, 1, NAN)).x.shape == (5, NODE_WIDTH)
