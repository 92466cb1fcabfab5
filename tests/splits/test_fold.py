"""A fold that leaks cannot be made."""

import numpy as np
import pytest

from hfgnn.types import Fold, Parts

GROUPS = [0, 0, 1, 2, 3, 3]


def fold_of(make_records, train, validation, test):
    rows = [np.array(numbers, dtype=np.int64) for numbers in (train, validation, test)]
    return Fold(make_records(GROUPS, [0, 0, 1, 0, 1, 1]), Parts(*rows))


@pytest.mark.parametrize(
    ("parts", "one", "other"),
    [
        (([0, 3], [1], [4, 5]), "train", "validation"),
        (([0, 4], [2], [1, 3]), "train", "test"),
        (([0, 1], [2, 4], [3, 5]), "validation", "test"),
    ],
)
def test_a_group_on_two_sides_is_refused(make_records, parts, one, other):
    with pytest.raises(ValueError, match=f"the {one} and {other} parts share 1 groups"):
        fold_of(make_records, *parts)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (([], [2], [3]), "train"),
        (([0], [], [3]), "validation"),
        (([0], [2], []), "test"),
    ],
)
def test_an_empty_part_is_refused(make_records, parts, name):
    with pytest.raises(ValueError, match=f"the {name} part of a fold is empty"):
        fold_of(make_records, *parts)


def test_the_training_part_holds_the_training_pages_only(make_records):
    fold = fold_of(make_records, [0, 1, 2], [3], [4, 5])
    assert fold.training.records.record_id.tolist() == ["page0", "page1", "page2"]
