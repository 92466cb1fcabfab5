"""Numbers and categories beside records: found by name, told apart by block."""

import numpy as np
import pytest

from hfgnn.types import Measurements

TABLE = Measurements(
    np.array(["a", "b"]),
    ("age_years", "recording_qrs_ms", "further_site"),
    np.array([[60.0, 100.0, 0.0], [70.0, np.nan, 1.0]]),
    {"further_site": ("leeds", "york")},
)


def test_values_are_those_of_the_names_in_their_order_and_nan_for_a_stranger() -> None:
    np.testing.assert_array_equal(
        TABLE.of(["b", "nobody", "a", "b"]),
        [[70, np.nan, 1], [np.nan] * 3, [60, 100, 0], [70, np.nan, 1]],
    )


def test_columns_belong_to_the_block_that_their_name_begins_with() -> None:
    assert TABLE.columns_of(["clinical"]).tolist() == [0]
    assert TABLE.columns_of(["further", "recording"]).tolist() == [1, 2]


def test_a_table_of_another_shape_or_levels_of_no_column_are_refused() -> None:
    with pytest.raises(ValueError, match="2 rows and 1 columns"):
        Measurements(TABLE.record_id, ("age_years",), TABLE.values)
    with pytest.raises(ValueError, match="levels are given for sex"):
        Measurements(TABLE.record_id, TABLE.columns, TABLE.values, {"sex": ("f", "m")})
