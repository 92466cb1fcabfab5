"""A patient of whom nothing is known is left out of every part, and named."""

import numpy as np
import pytest

from hfgnn.data.rows import Row, records_of_rows
from hfgnn.features.clinical.numbers import ClinicalNumbers
from hfgnn.tasks.arrangement import Arrangement
from hfgnn.tasks.unknown import refuse_unknown
from hfgnn.types import DataError, Parts, Split

COUNT = 12
RECORDS = records_of_rows(
    [Row(f"r{n}", f"p{n}", "ill" if n % 2 else "well", n % 2, bytes([n])) for n in range(COUNT)]
)
NAN = np.nan


@pytest.fixture
def arrangement():
    copy = np.zeros(COUNT, dtype=int)
    copy[11] = 1
    first = Parts(np.array([0, 1, 2, 3, 4, 5, 11]), np.array([6, 7, 8]), np.array([9, 10]))
    second = Parts(np.array([6, 7, 8, 9, 10]), np.array([0, 1, 2, 3]), np.array([4, 5]))
    return Arrangement(
        records=RECORDS.change(copy=copy),
        splits=(Split(0, 0, first), Split(0, 1, second)),
        strangers=RECORDS.group,
        may_send=copy == 0,
        duplicates=(),
        per_row=False,
        stamps=(),
    )


def images_without(*rows):
    images = np.zeros((COUNT, 512), dtype=np.float32)
    images[list(rows)] = NAN
    return images


def numbers_without(*rows):
    age = np.arange(COUNT, dtype=float)[:, None]
    age[list(rows)] = NAN
    return ClinicalNumbers(age, ("age_years",))


def test_who_has_neither_image_nor_number_is_left_out_of_every_part(arrangement):
    made, refused = refuse_unknown(
        arrangement, images_without(1, 3, 8, 11), numbers_without(1, 4, 8, 11)
    )
    first, second = (split.parts for split in made.splits)
    assert [first.train.tolist(), first.validation.tolist(), first.test.tolist()] == [
        [0, 2, 3, 4, 5], [6, 7], [9, 10],
    ]  # fmt: skip
    assert [second.train.tolist(), second.validation.tolist(), second.test.tolist()] == [
        [6, 7, 9, 10], [0, 2, 3], [4, 5],
    ]  # fmt: skip
    assert [(one.file, one.reason) for one in refused] == [
        ("r1", "nothing is known of it, no image and no clinical numbers"),
        ("r8", "nothing is known of it, no image and no clinical numbers"),
    ]  # row 11 is a copy


def test_without_images_the_numbers_are_all_there_is(arrangement):
    none = np.empty((COUNT, 0), dtype=np.float32)
    made, refused = refuse_unknown(arrangement, none, numbers_without(3))
    assert made.splits[1].parts.validation.tolist() == [0, 1, 2]
    assert [one.file for one in refused] == ["r3"]


@pytest.mark.parametrize(
    ("row", "lost"),
    [
        (9, "fold 0 of division 0 has nobody with disease left to test"),
        (10, "fold 0 of division 0 has nobody without disease left to test"),
        (7, "fold 0 of division 0 has nobody with disease left to choose by"),
    ],
)
def test_a_part_that_loses_a_class_is_refused(arrangement, row, lost):
    none = np.empty((COUNT, 0), dtype=np.float32)
    with pytest.raises(DataError) as refusal:
        refuse_unknown(arrangement, none, numbers_without(row))
    assert str(refusal.value) == (
        f"without those of whom nothing is known (1, the first r{row}) {lost}"
    )


def test_where_something_is_known_of_everybody_nothing_changes(arrangement):
    everybody = range(COUNT)
    assert refuse_unknown(arrangement, images_without(), numbers_without(*everybody)) == (
        arrangement,
        (),
    )
    nothing = ClinicalNumbers(np.empty((COUNT, 0)), ())
    assert refuse_unknown(arrangement, images_without()[:, :0], nothing) == (arrangement, ())
