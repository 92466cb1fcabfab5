"""The crop as the settings give it."""

import numpy as np
import pytest

from hfgnn.data.crop import check_crop
from hfgnn.types import DataError


def test_a_crop_of_shares_is_accepted():
    assert check_crop([0, 0.2, 1, 0.9]) == (0.0, 0.2, 1.0, 0.9)
    assert check_crop(None) is None


@pytest.mark.parametrize(
    "crop",
    [
        [0.5, 0, 0.5, 1],
        [0, 0.9, 1, 0.1],
        [-0.1, 0, 1, 1],
        [0, 0, 1, 1.1],
        [0, 0, 1],
        [0, 0, 1, np.nan],
    ],
)
def test_a_crop_that_is_no_rectangle_is_refused(crop):
    with pytest.raises(DataError, match=r"data\.crop is \[.*\], but it must be left, top, right"):
        check_crop(crop)
