"""A patient of whom nothing is known is left out of every part, and named."""

import numpy as np
import pytest

from hfgnn.data.rows import Row, records_of_rows
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.tasks.arrangement import Arrangement
from hfgnn.tasks.unknown import refuse_unknown
from hfgnn.types import Parts, Split

RECORDS = records_of_rows([Row(f"r{n}", f"p{n}", "ill", n % 2, bytes([n])) for n in range(6)])
NAN = np.nan


@pytest.fixture
def arrangement():
    copy = np.array([0, 0, 0, 0, 0, 1])
    return Arrangement(
        records=RECORDS.change(copy=copy),
        splits=(
            Split(0, 0, Parts(np.array([0, 1, 5]), np.array([2]), np.array([3, 4]))),
            Split(0, 1, Parts(np.array([2, 3, 4]), np.array([0]), np.array([1]))),
        ),
        strangers=RECORDS.group,
        may_send=copy == 0,
        duplicates=(),
        per_row=False,
        stamps=(),
    )


def numbers(*age):
    return ClinicalNumbers(np.array(age, dtype=float)[:, None], ("age_years",))


def test_who_has_neither_image_nor_number_is_left_out_of_every_part(arrangement):
    images = np.zeros((6, 512), dtype=np.float32)
    images[[1, 3, 5]] = NAN
    made, refused = refuse_unknown(arrangement, images, numbers(1, NAN, NAN, 4, 5, NAN))
    first, second = (split.parts for split in made.splits)
    assert [first.train.tolist(), first.validation.tolist(), first.test.tolist()] == [
        [0], [2], [3, 4],
    ]  # fmt: skip
    assert [second.train.tolist(), second.test.tolist()] == [[2, 3, 4], []]
    assert [(one.file, one.reason) for one in refused] == [
        ("r1", "nothing is known of it, no image and no clinical numbers")
    ]  # row 5 is a copy


def test_without_images_the_numbers_are_all_there_is(arrangement):
    none = np.empty((6, 0), dtype=np.float32)
    made, refused = refuse_unknown(arrangement, none, numbers(1, 2, 3, NAN, 5, 6))
    assert made.splits[0].parts.test.tolist() == [4]
    assert [one.file for one in refused] == ["r3"]


def test_where_something_is_known_of_everybody_nothing_changes(arrangement):
    images = np.zeros((6, 512), dtype=np.float32)
    assert refuse_unknown(arrangement, images, numbers(*[NAN] * 6)) == (arrangement, ())
    nothing = ClinicalNumbers(np.empty((6, 0)), ())
    assert refuse_unknown(arrangement, images[:, :0], nothing) == (arrangement, ())
