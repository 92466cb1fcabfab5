"""What was fitted stays: a new row gets the columns that it would have had among the others."""

import numpy as np
import pytest

from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.features.concatenated import Concatenated
from hfgnn.features.fitted_nodes import FittedNodes
from hfgnn.types import CLINICAL_COLUMNS

TRAIN = np.arange(30)


@pytest.fixture
def rows():
    generator = np.random.default_rng(0)
    values = generator.normal(size=(40, 5)) * [0.1, 300, 1, 15, 10] + 60
    values[[2, 33], 1] = np.nan
    values[TRAIN, 3] = np.nan  # no training row has it
    return generator.gamma(2, 1, (40, 512)).astype(np.float32), values


@pytest.mark.parametrize("standardize_image", [True, False])
@pytest.mark.parametrize("share", [None, 0.3])
def test_one_row_alone_has_the_very_columns_it_has_among_all(
    rows, make_records, standardize_image, share
):
    images, values = rows
    fuse = Concatenated(
        standardize_image=standardize_image,
        clinical_share=share,
        straighten=False,
        mark_missing=True,
    )
    nodes = fuse.nodes(
        make_records([0, 1] * 20), images, ClinicalNumbers(values, CLINICAL_COLUMNS), train=TRAIN
    )
    fitted = fuse.fit(images[TRAIN], values[TRAIN])
    for row in (0, 2, 33, 39):
        alone = fitted.transform(images[row : row + 1], values[row : row + 1])
        assert alone.tobytes() == nodes.x[row].tobytes()
    assert fitted.names(CLINICAL_COLUMNS, {}) == nodes.columns
    assert fitted.num_clinical == 5 + 2


def test_what_was_fitted_comes_back_from_its_arrays(rows):
    images, values = rows
    fitted = Concatenated(
        standardize_image=True, clinical_share=0.5, straighten=False, mark_missing=True
    ).fit(images, values)
    again = FittedNodes(**fitted.arrays())
    assert again.transform(images, values).tobytes() == fitted.transform(images, values).tobytes()
