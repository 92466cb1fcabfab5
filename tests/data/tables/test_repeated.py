"""When equal lines are copies, and when they are bound to occur."""

import numpy as np

from hfgnn.data.tables.repeated import are_copies, line_codes

RNG = np.random.default_rng(0)


def test_lines_are_equal_where_the_same_is_missing():
    codes = line_codes([np.array([1, np.nan, np.nan, 1]), np.array([2, 2, 2, 3])])
    assert codes[1] == codes[2]
    assert len(set(codes.tolist())) == 3


def test_equal_lines_of_many_values_are_copies_and_of_few_are_not():
    numbers = list(RNG.normal(size=(4, 60)))
    assert not are_copies(numbers)
    assert are_copies([np.append(one, one[3]) for one in numbers])
    assert not are_copies(list(RNG.integers(0, 2, (3, 60))))


def test_nothing_repeats_nothing():
    assert not are_copies([])
    assert not are_copies([np.array([])])
