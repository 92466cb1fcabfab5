"""Rhythm and irregularity, by hand."""

import numpy as np
import pytest

from hfgnn.features.beats.irregularity import irregularity
from hfgnn.features.beats.rhythm import rhythm, shifted

REGULAR = np.full(60, 0.8, dtype=np.float32)


def with_next(before):
    return before, np.append(before[1:], np.nan).astype(np.float32)


@pytest.fixture
def one_early():
    """A pace of 0.8 s; beat 30 comes after 0.5 s, and a pause of 1.1 s follows."""
    before = REGULAR.copy()
    before[30], before[31] = 0.5, 1.1
    return with_next(before)


def test_an_early_beat_is_measured_by_the_pace(one_early):
    found = rhythm(*one_early)
    assert found["previous_by_pace11"][30] == pytest.approx(np.log(0.5 / 0.8), abs=1e-6)
    assert found["next_by_usual"][30] == pytest.approx(np.log(1.1 / 0.8), abs=1e-6)
    assert found["previous_by_next"][30] == pytest.approx(np.log(0.5 / 1.1), abs=1e-6)
    assert found["both_by_pace11"][30] == pytest.approx(0, abs=1e-6)  # a full pause
    assert found["rank"][30] == 0
    assert found["early_here"][30] == pytest.approx(1 / 41)


def test_the_same_earliness_says_less_in_an_irregular_heart(one_early):
    random = np.random.default_rng(0)
    wild = (0.8 * np.exp(0.3 * random.standard_normal(60))).astype(np.float32)
    wild[30] = 0.5
    calm, restless = irregularity(*one_early), irregularity(*with_next(wild))
    # Of a regular heart the spread is only what is added: 0.01.
    assert calm["previous_by_spread"][30] == pytest.approx(np.log(0.5 / 0.8) / 0.01, rel=1e-4)
    assert abs(restless["previous_by_spread"][30]) < 5
    assert restless["jumps_here21"][30] > 0.5 > calm["jumps_here21"][30]


def test_jumps_are_counted_over_the_beats_around(one_early):
    # To the early beat, to the pause, and back: three changes of more than 10 %.
    assert irregularity(*one_early)["jumps_here21"][31] == pytest.approx(3 / 21)
    assert irregularity(*with_next(REGULAR))["jumps_here101"].max() == 0


def test_early_beats_in_a_row_are_counted_and_their_run_known():
    before = REGULAR.copy()
    before[30:34] = 0.5
    found = irregularity(*with_next(before))
    assert found["early_in_a_row"][28:36].tolist() == [0, 0, 1, 2, 3, 4, 0, 0]
    assert found["early_run"][28:36].tolist() == [0, 0, 4, 4, 4, 4, 0, 0]
    assert found["early_share"][0] == pytest.approx(4 / 60)


def test_every_second_beat_early_alternates():
    before = np.where(np.arange(60) % 2, 0.5, 1.0).astype(np.float32)
    found = irregularity(*with_next(before))
    assert found["alternates"][30] == pytest.approx(-np.log(2))
    assert irregularity(*with_next(REGULAR))["alternates"][30] == 0


@pytest.mark.parametrize("measure", [rhythm, irregularity])
def test_a_missing_interval_is_taken_as_the_usual_one(measure):
    gap = REGULAR.copy()
    gap[0] = np.nan
    expected, found = measure(*with_next(REGULAR)), measure(*with_next(gap))
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, atol=1e-9)


@pytest.mark.parametrize("measure", [rhythm, irregularity])
def test_without_any_interval_nothing_is_measured(measure):
    nothing = np.full(5, np.nan, dtype=np.float32)
    assert measure(nothing, nothing) == {}


def test_values_of_other_beats_stop_at_the_ends():
    values = np.array([1.0, 2.0, 3.0])
    assert shifted(values, 1).tolist() == [1, 1, 2]
    assert shifted(values, -2).tolist() == [3, 3, 3]
