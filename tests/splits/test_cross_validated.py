"""Folds of patients: everybody is tested once, by a fit that does not know them."""

import numpy as np
import pytest

from hfgnn.config.beat_protocol import AamiClasses, CrossValidated
from hfgnn.splits.cross_validated import split
from hfgnn.types import Beats, DataError

PROTOCOL = CrossValidated(classes=AamiClasses.three, seeds=1, folds=4, validation_parts=3)


def records(patients: int = 24, each: int = 2) -> Beats:
    """Two records of each patient, every third patient of the second class."""
    group = np.repeat(np.arange(patients), each)
    number = len(group)
    unknown = np.full(number, -1)
    nan = np.full(number, np.nan, dtype=np.float32)
    return Beats(
        signal=np.zeros((number, 1, 4), dtype=np.float32),
        label=(group % 3 == 0).astype(np.int64),
        symbol=np.full(number, ""),
        record_id=np.array([f"r{row}" for row in range(number)]),
        patient_id=np.array([f"p{one}" for one in group]),
        group=group,
        sample=unknown,
        number=unknown,
        previous_rr_s=nan,
        next_rr_s=nan,
        classes=("normal", "infarction"),
        leads=("I",),
        sampling_hz=100.0,
        mark=0,
    )


def test_every_row_is_tested_once_and_no_patient_is_on_two_sides():
    beats = records()
    division = split(beats, PROTOCOL, seed=0)
    assert len(division.splits) == 4
    tested = np.concatenate([one.parts.test for one in division.splits])
    assert np.array_equal(np.sort(tested), np.arange(len(beats)))
    assert np.array_equal(division.test, np.arange(len(beats)))
    for one in division.splits:
        parts = (one.parts.train, one.parts.validation, one.parts.test)
        groups = [set(beats.group[rows].tolist()) for rows in parts]
        assert sum(len(one) for one in groups) == 24
        assert set.union(*groups) == set(range(24))


def test_both_classes_are_in_every_part():
    beats = records()
    for one in split(beats, PROTOCOL, seed=0).splits:
        for rows in (one.parts.train, one.parts.validation, one.parts.test):
            assert set(beats.label[rows].tolist()) == {0, 1}


def test_each_fold_has_a_side_of_its_own_with_those_it_was_fitted_on():
    beats = records()
    division = split(beats, PROTOCOL, seed=0)
    assert len(division.sides) == 4
    for fitted, test in division.sides:
        assert np.array_equal(np.sort(np.concatenate([fitted, test])), np.arange(len(beats)))


def test_the_division_is_that_of_the_seed():
    beats = records()
    first, again, other = (split(beats, PROTOCOL, seed=seed) for seed in (0, 0, 1))
    same = [one.parts.test.tolist() for one in first.splits]
    assert same == [one.parts.test.tolist() for one in again.splits]
    assert same != [one.parts.test.tolist() for one in other.splits]


def test_too_few_patients_of_a_class_are_refused():
    with pytest.raises(
        DataError, match="of the class infarction is 2, but the folds need at least 4"
    ):
        split(records(patients=6), PROTOCOL, seed=0)
