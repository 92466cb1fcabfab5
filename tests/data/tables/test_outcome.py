"""Who counts as diseased."""

import pytest

from hfgnn.data.tables.outcome import Outcome
from hfgnn.types import DataError


def test_one_and_one_point_zero_are_the_same():
    assert Outcome("ill", ["1"], None).labels(["1.0", "0", "0.0", "1"]) == [1, 0, 0, 1]
    assert Outcome("ill", ["1.0"], None).labels(["1", "0"]) == [1, 0]


def test_words_and_several_values():
    assert Outcome("ill", ["yes"], None).labels(["yes", "no"]) == [1, 0]
    several = Outcome("ill", ["1", "2"], ["0"])
    assert several.labels(["0", "2", "1", "3", ""]) == [
        *(0, 1, 1),
        "ill is '3', which is in neither data.positive nor data.negative",
        "ill is missing",
    ]


def test_of_many_values_the_first_are_shown():
    with pytest.raises(DataError, match=r"ill has the values 1, 10, .*, \.\.\.; beside"):
        Outcome("ill", ["1"], None).labels([str(number) for number in range(1, 30)])


def test_an_outcome_that_is_missing_throughout_is_refused():
    with pytest.raises(DataError, match="of ill and leave at least one: none"):
        Outcome("ill", ["1"], None).labels(["", ""])
