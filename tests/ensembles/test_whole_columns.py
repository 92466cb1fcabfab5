"""Levels, and what is missing, belong to one measurement."""

import numpy as np
import pytest

from hfgnn.ensembles.explained import Explained
from hfgnn.ensembles.whole_columns import Measured, WholeColumns

COLUMNS = ("age", "pain=typical", "pain=none", "pain=other", "sex=female", "bnp", "bnp_missing",
           "pain_missing", "was_missing", "ill (yes=1)")  # fmt: skip
LEVELS = frozenset(column for column in COLUMNS if column.startswith(("pain=", "sex=")))


def test_columns_of_one_measurement_are_added() -> None:
    whole = WholeColumns.of(COLUMNS, LEVELS)
    assert whole.names == ("age", "pain", "sex", "bnp", "was_missing", "ill (yes=1)")
    values = np.array([[1.0, 10, 20, 30, 100, 1000, 2000, 40, 7, 8]])
    assert whole.sums(values).tolist() == [[1, 100, 100, 3000, 7, 8]]


@pytest.fixture
def explained() -> Explained:
    x = np.array(
        [
            [0.5, 0.9, -0.4, -0.2, 0.7, -1.2, 0.0, 0.0, 0.0, 1.0],
            [-0.5, -0.1, -0.4, -0.2, -0.7, 0.0, 1.0, 1.0, 0.0, 0.0],
        ]
    )
    return Explained(
        record_id=np.array(["a", "b"]),
        label=np.array([0, 1]),
        probability=np.array([0.2, 0.6]),
        columns=COLUMNS,
        x=x,
        value=np.where(np.array(COLUMNS) == "age", 60 + 10 * x, x),
        in_unit=np.array([name == "age" for name in COLUMNS]),
        levels=LEVELS,
        contributions={},
        trees={},
        surrogate=np.zeros(2),
        weights={},
    )


@pytest.mark.parametrize(
    ("row", "whole", "words"),
    [
        (0, "age", "65"),
        (0, "pain", "typical"),
        (0, "sex", "female"),
        (0, "bnp", "-1.2 SD"),
        (1, "pain", "missing"),
        (1, "sex", "not female"),
        (1, "bnp", "missing"),
        (0, "ill (yes=1)", "1 SD"),
        (0, "never measured", ""),
    ],
)
def test_what_was_measured_in_words(explained, row, whole, words) -> None:
    assert Measured(explained).words(row, whole) == words
