"""Age and sex come from what the data say of each page, or are refused in one sentence."""

import numpy as np
import pytest

from hfgnn.config.features import RECORDABLE
from hfgnn.features.clinical.recorded import Recorded
from hfgnn.types import RECORDED_FEATURES, DataError

TOLD = {
    "age_years": {"page0": "71", "page1": "58.5"},
    "sex": {"page0": "female", "page1": "M", "page2": "1"},
    "site": {"page0": "2"},
}


def numbers(records, told=TOLD, columns=("age_years", "sex_female")):
    return Recorded(columns=columns, attributes=told).numbers(records, seed=0, per_row=False)


def test_each_page_has_what_is_told_of_it(make_records):
    found = numbers(make_records([1, 0, 0]))
    assert found.columns == ("age_years", "sex_female")
    np.testing.assert_array_equal(found.values, [[71, 1], [58.5, 0], [np.nan, 1]])
    assert (found.stamps, found.ceiling, found.missing_patients) == ((), None, 0)


def test_labels_change_nothing(make_records):
    one, other = numbers(make_records([1, 0, 0])), numbers(make_records([0, 1, 1]))
    np.testing.assert_array_equal(one.values, other.values)


def test_a_copy_has_the_numbers_of_its_original(make_records):
    records = make_records([1, 0])
    copy = records.take(np.array([1])).change(
        record_id=np.array(["page1#1"]), parent=np.array(["page1"])
    )
    np.testing.assert_array_equal(numbers(copy).values, [[58.5, 0]])


def test_patients_of_whom_nothing_is_told_are_counted(make_records):
    records = make_records([1, 0, 0, 0, 0], patient=["a", "b", "c", "d", "a"])
    assert numbers(records).missing_patients == 1


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "the data do not say age_years of any page; they say nothing"),
        ({"sex": {"page0": "f"}}, "the data do not say age_years of any page; they say sex"),
        ({"age_years": {"page0": "3"}}, "names sex_female, but the data do not say sex of any"),
    ],
)
def test_columns_of_which_the_data_say_nothing_are_refused(told, sentence):
    with pytest.raises(DataError, match=sentence):
        Recorded(columns=["age_years", "sex_female"], attributes=told)


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        ("age_years", "old", r"age_years of page0 is 'old', but it must be a number in \[0, 120\]"),
        ("age_years", "300", r"age_years of page0 is '300', but it must be a number in"),
        ("sex", "x", "sex_female of page0 is 'x', but it must be 0 for male, 1 for female, or em"),
        ("sex", "0.5", "sex_female of page0 is '0.5', but it must be 0 for male, 1 for female"),
    ],
)
def test_a_value_out_of_its_range_is_refused(make_records, column, text, sentence):
    with pytest.raises(DataError, match=sentence):
        numbers(make_records([0]), TOLD | {column: {"page0": text}})


def test_the_settings_know_the_same_columns():
    assert set(RECORDABLE) == {feature.name for feature in RECORDED_FEATURES}
