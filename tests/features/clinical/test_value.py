"""One clinical number against its plausible range."""

import math

import pytest

from hfgnn.features.clinical.value import read_number, rule_of, within
from hfgnn.types import CLINICAL_FEATURES, DataError

EF, BNP, NYHA, SBP, AGE = CLINICAL_FEATURES


@pytest.mark.parametrize("feature", CLINICAL_FEATURES, ids=lambda feature: feature.name)
def test_the_limits_are_plausible_and_what_lies_beyond_is_not(feature):
    for value in (feature.low, feature.high):
        assert within(value, feature, said="it", rule="that") == value
    for value in (feature.low - 0.01, feature.high + 0.01, math.nan, math.inf):
        with pytest.raises(DataError, match=r"^it, but it must be that"):
            within(value, feature, said="it", rule="that")


def test_an_empty_cell_is_missing_and_never_zero():
    assert math.isnan(read_number("  ", EF, of="", may_be_empty=True))
    assert read_number(" 0.6 ", EF, of="", may_be_empty=False) == 0.6


def test_the_sentence_names_thing_value_and_rule():
    with pytest.raises(DataError) as error:
        read_number("4.5", NYHA, of=" of patient 'a'", may_be_empty=True)
    assert str(error.value) == (
        "nyha_class of patient 'a' is '4.5', but it must be a whole number in [1, 4], or empty"
    )
    assert rule_of(AGE) == "a number in [0, 120]"


@pytest.mark.parametrize(("text", "hint"), [("60", "; 60 per cent is written 0.60"), ("0.95", "")])
def test_per_cent_is_recognized_where_it_would_be_plausible(text, hint):
    with pytest.raises(DataError) as error:
        read_number(text, EF, of="", may_be_empty=False)
    assert str(error.value).endswith(f"[0.05, 0.9]{hint}")
