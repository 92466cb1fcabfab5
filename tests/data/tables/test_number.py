"""What is a number, and what a comma in it means."""

import math

import numpy as np
import pytest

from hfgnn.data.tables.columns import refuse_unclear
from hfgnn.data.tables.number import as_number, as_numbers, canonical
from hfgnn.types import DataError


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("-1.50", -1.5), (".7", 0.7), ("+2.", 2), ("1e3", 1000), ("2.5E-1", 0.25)],
)
def test_numbers(text, number):
    assert as_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "abc", "inf", "nan", "1_000", "1e999", "0x1", "1 2", "١", "-"]
)
def test_what_python_takes_for_a_number_and_a_table_does_not(text):
    assert math.isnan(as_number(text))


@pytest.mark.parametrize(
    ("text", "same"),
    [("1.0", "1"), ("01", "1"), ("-0", "0"), ("263358.03", "263358.03"), ("yes", "yes")],
)
def test_equal_numbers_have_one_text(text, same):
    assert canonical(text) == same


def test_a_decimal_comma_counts_where_it_makes_more_numbers():
    assert as_numbers(["12,5", "-3", "0,5"]).tolist() == [12.5, -3, 0.5]
    assert as_numbers(["12.5", "1,5"]).tolist() == [12.5, 1.5]
    assert np.isnan(as_numbers(["1.234,5"])).all()


def test_commas_that_may_part_thousands_are_refused_unless_another_cell_tells():
    with pytest.raises(DataError, match=r"'265,000' in column n, which may be 265000 or 265.000"):
        refuse_unclear({"a": ["1"], "n": ["265,000", "1,500", ""]}, "data.path x.csv")
    refuse_unclear({"a": ["1,5"], "n": ["265,000"]}, "x")
    refuse_unclear({"n": ["0,500", "1,500"]}, "x")
