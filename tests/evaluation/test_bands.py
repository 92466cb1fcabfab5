"""Columns of any kind become a few readable groups."""

from collections import Counter

import numpy as np
import pytest

from hfgnn.evaluation.bands import bands


def test_words_are_groups_of_their_own_and_missing_ones_are_unknown():
    groups, order = bands(["male", " female", "", "NA", "female", "?"])
    assert groups == ["male", "female", "unknown", "unknown", "female", "unknown"]
    assert order == ["female", "male", "unknown"]


def test_few_numbers_stay_as_they_are_in_the_order_of_numbers():
    groups, order = bands(["10", "9", "2", "", "10", "1.5"])
    assert groups == ["10", "9", "2", "unknown", "10", "1.5"]
    assert order == ["1.5", "2", "9", "10", "unknown"]


def test_many_whole_numbers_become_three_bands_of_about_as_many():
    ages = list(range(30, 90))
    groups, order = bands([str(age) for age in ages])
    assert order == ["under 50", "50-68", "69 and above"]
    assert groups[ages.index(49)] == "under 50"
    assert groups[ages.index(50)] == groups[ages.index(68)] == "50-68"
    assert groups[ages.index(69)] == "69 and above"


def test_other_numbers_are_cut_at_round_ones():
    values = np.linspace(0.2, 0.8, 301)
    groups, order = bands([f"{value:.4f}" for value in values])
    assert order == ["under 0.4", "0.4-0.6", "0.6 and above"]
    assert min(Counter(groups).values()) > 80
    assert groups[int(values.argmax())] == "0.6 and above"


def test_large_numbers_are_cut_at_tens_or_hundreds():
    _, order = bands([str(value) for value in range(11, 2000, 7)])
    assert order == ["under 670", "670-1339", "1340 and above"]


def test_a_few_whole_numbers_far_apart_are_not_cut_between_whole_numbers():
    _, order = bands([str(value) for value in [1, 2, 3, 4, 5, 6, 7, 8]])
    assert order == ["under 3", "3-5", "6 and above"]


def test_numbers_that_mostly_are_the_lowest_one_are_cut_above_it():
    groups, order = bands(["0"] * 40 + [str(value) for value in range(3, 12)])
    assert order == ["under 3", "3 and above"]
    assert groups.count("under 3") == 40


def test_a_missing_number_is_unknown_and_last():
    groups, order = bands(["nan", *map(str, range(10))])
    assert groups[0] == "unknown"
    assert order[-1] == "unknown"
    assert len(order) == 4


def test_numbers_with_a_word_among_them_are_words():
    groups, _ = bands(["1", "2", "many"])
    assert groups == ["1", "2", "many"]


def test_the_rarest_of_many_words_are_put_together():
    words = [f"clinic{number:02d}" for number in range(20)]
    groups, order = bands(words[:12] * 3 + words)
    assert order == [*words[:12], "other"]
    assert groups.count("other") == 8


@pytest.mark.parametrize("values", [[], ["", "na"]])
def test_a_column_without_values_has_no_group_but_unknown(values):
    groups, order = bands(values)
    assert groups == ["unknown"] * len(values)
    assert order == ["unknown"][: len(values)]
