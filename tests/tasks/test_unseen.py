"""A category that training never saw is refused where it is asked about, and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.data.rows import Row, records_of_rows
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.tasks.arrangement import Arrangement
from hfgnn.tasks.unseen import refuse_unseen
from hfgnn.types import Parts, Split

RECORDS = records_of_rows([Row(f"r{n}", f"p{n}", "ill", n % 2, bytes([n])) for n in range(8)])
SPLITS = (
    Split(0, 0, Parts(np.array([0, 1, 2, 3]), np.array([4, 5]), np.array([6, 7]))),
    Split(0, 1, Parts(np.array([4, 5, 6, 7]), np.array([0, 1]), np.array([2, 3]))),
)


@pytest.fixture
def arrangement():
    return Arrangement(
        records=RECORDS,
        splits=SPLITS,
        strangers=RECORDS.group,
        may_send=np.ones(8, dtype=bool),
        duplicates=(),
        per_row=False,
        stamps=(),
    )


def numbers(cp):
    levels = {"cp": ("typical", "atypical", "none")}
    values = np.stack([np.arange(8.0), np.array(cp, dtype=float)], axis=1)
    return ClinicalNumbers(values, ("age_years", "cp"), levels=levels)


def test_a_test_row_with_a_level_of_its_own_is_not_asked_and_named(arrangement):
    made, refused = refuse_unseen(arrangement, numbers([0, 1, 0, 1, 0, 1, 2, 0]))
    assert [split.parts.test.tolist() for split in made.splits] == [[7], [2, 3]]
    assert [split.parts.train.tolist() for split in made.splits] == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert [one.file for one in refused] == ["r6"]
    assert refused[0].reason.startswith("cp is 'none', which no training patient of fold0 has")


def test_a_validation_row_is_left_out_too_and_a_missing_category_is_not(arrangement):
    cp = [0, np.nan, 0, 0, 1, 0, np.nan, 0]
    made, refused = refuse_unseen(arrangement, numbers(cp))
    assert made.splits[0].parts.validation.tolist() == [5]
    assert made.splits[0].parts.test.tolist() == [6, 7]
    assert refused == ()  # r4 chooses only, and is asked in another fold


def test_without_categories_everything_stays(arrangement):
    plain = replace(numbers(range(8)), levels={})
    assert refuse_unseen(arrangement, plain) == (arrangement, ())
