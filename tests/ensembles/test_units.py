"""Scaled columns go back to the units in which they were measured."""

import numpy as np

from hfgnn.ensembles.units import Units
from hfgnn.features.concatenated import Concatenated
from hfgnn.types import IMAGE_COLUMNS

COLUMNS = ("age_years", "sex", "bnp_pg_per_ml")
LEVELS = {"sex": ("male", "female")}


def table():
    rng = np.random.default_rng(0)
    values = np.column_stack(
        [rng.normal(60, 9, 40), np.arange(40) % 2, rng.normal(300, 80, 40)]
    ).astype(float)
    values[:5, 2] = np.nan
    return values


def test_what_was_scaled_comes_back() -> None:
    values, images = table(), np.random.default_rng(1).normal(size=(40, 512)).astype(np.float32)
    fuse = Concatenated(
        standardize_image=False, clinical_share=0.3, straighten=False, mark_missing=True
    )
    fitted = fuse.fit(images, values, level_counts=[0, 2, 0])
    columns = fitted.names(COLUMNS, LEVELS)
    units = Units.of(fitted, columns)
    assert units.levels == {"sex=female"}
    mean, scale = units.mean_and_scale(columns)
    back = fitted.transform(images, values) * scale + mean
    where = {name: number for number, name in enumerate(columns)}
    np.testing.assert_allclose(back[:, where["age_years"]], values[:, 0], rtol=1e-4)
    np.testing.assert_allclose(back[:, where["sex=female"]], values[:, 1], atol=1e-4)
    np.testing.assert_allclose(back[5:, where["bnp_pg_per_ml"]], values[5:, 2], rtol=1e-4)
    missing = back[:, where["bnp_pg_per_ml_missing"]]
    np.testing.assert_allclose(missing, np.isnan(values[:, 2]), atol=1e-4)
    assert units.known(columns).tolist() == [name not in IMAGE_COLUMNS for name in columns]


def test_image_columns_alone_have_no_unit() -> None:
    images = np.random.default_rng(1).normal(size=(40, 512)).astype(np.float32)
    fitted = Concatenated(
        standardize_image=True, clinical_share=None, straighten=False, mark_missing=True
    ).fit(images, np.empty((40, 0)))
    units = Units.of(fitted, fitted.names((), {}))
    assert not units.known(IMAGE_COLUMNS).any()
    mean, scale = units.mean_and_scale(IMAGE_COLUMNS[:2])
    assert mean.tolist() == [0, 0]
    assert scale.tolist() == [1, 1]


def test_what_was_raised_to_a_power_has_no_unit() -> None:
    values = table()
    values[:, 0] = np.exp(np.random.default_rng(2).normal(size=40))
    fitted = Concatenated(
        standardize_image=True, clinical_share=None, straighten=True, mark_missing=False
    ).fit(np.empty((40, 0), dtype=np.float32), values, level_counts=[0, 2, 0])
    columns = fitted.names(COLUMNS, LEVELS)
    assert columns == ("age_years", "bnp_pg_per_ml", "sex=female")
    assert Units.of(fitted, columns).known(columns).tolist() == [False, False, True]
