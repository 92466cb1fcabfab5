"""Patients apart, nested shares of their labels, and the published division that leaks."""

from itertools import pairwise

import numpy as np
import pytest

from hfgnn.splits.patient_folds import patient_folds, published_beats, with_labels_of
from hfgnn.types import UNKNOWN, Beats, DataError


def beats_of(patients: int, ill: int, each: int = 3) -> Beats:
    group = np.repeat(np.arange(patients), each)
    rows, unknown = len(group), np.full(len(group), UNKNOWN)
    names = np.array([f"p{number}" for number in group])
    nowhere = np.full(rows, np.nan, dtype=np.float32)
    return Beats(
        signal=np.zeros((rows, 1, 4), dtype=np.float32),
        label=(group < ill).astype(np.int64),
        symbol=np.full(rows, ""),
        record_id=names,
        patient_id=names,
        group=group,
        sample=unknown,
        number=unknown,
        previous_rr_s=nowhere,
        next_rr_s=nowhere,
        classes=("normal", "infarction"),
        leads=("II",),
        sampling_hz=125,
        mark=0,
    )


def divided(beats: Beats, seed: int = 0):
    return patient_folds(beats, folds=5, validation_share=0.2, seed=seed, repeat=3)


def test_no_patient_stands_on_two_sides_and_each_is_tested_once():
    beats = beats_of(40, 10)
    tested = []
    for split in divided(beats):
        sides = [
            set(beats.group[rows].tolist())
            for rows in (split.parts.train, split.parts.validation, split.parts.test)
        ]
        assert sides[0] | sides[1] | sides[2] == set(range(40))
        assert sum(map(len, sides)) == 40
        tested += sorted(sides[2])
        assert split.repeat == 3
    assert sorted(tested) == list(range(40))


def test_every_part_has_its_share_of_both_classes():
    beats = beats_of(50, 25)
    for split in divided(beats):
        for rows, patients in ((split.parts.test, 10), (split.parts.validation, 8)):
            assert len(np.unique(beats.group[rows])) == patients
            assert beats.label[rows].mean() == 0.5


def test_another_seed_divides_otherwise_and_the_same_seed_alike():
    beats = beats_of(40, 10)
    one, same, other = (divided(beats, seed)[0].parts.test for seed in (0, 0, 1))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_too_few_patients_of_a_class_are_refused_with_their_number():
    with pytest.raises(DataError, match="class infarction is 4, but 5 folds need at least 5"):
        divided(beats_of(40, 4))


def test_published_test_beats_validate_too_and_know_their_patients():
    beats = beats_of(20, 10, each=10)
    (split,) = published_beats(beats, test_share=0.3, seed=0, repeat=0)
    assert np.array_equal(split.parts.validation, split.parts.test)
    assert len(split.parts.test) == 60
    assert not set(split.parts.train) & set(split.parts.test)
    assert np.isin(beats.group[split.parts.test], beats.group[split.parts.train]).all()


def test_one_beat_of_a_class_cannot_be_divided():
    with pytest.raises(DataError, match="1 beat of the class infarction"):
        published_beats(beats_of(20, 1, each=1), test_share=0.3, seed=0, repeat=0)


def shares_of(beats: Beats, seed: int = 0) -> dict[float, set[int]]:
    train = np.arange(len(beats))
    return {
        share: set(with_labels_of(beats.group, beats.label, train, share=share, seed=seed).tolist())
        for share in (0.01, 0.1, 0.3, 1)
    }


def test_a_larger_share_holds_every_smaller_one():
    known = list(shares_of(beats_of(40, 10)).values())
    assert all(few <= many for few, many in pairwise(known))
    assert len(known[-1]) == 120


def test_patients_are_labelled_as_a_whole_and_each_class_by_its_share():
    beats = beats_of(40, 10)
    rows = np.array(sorted(shares_of(beats)[0.3]))
    assert len(rows) == 3 * (3 + 9)
    assert beats.label[rows].sum() == 3 * 3
    assert np.unique(np.bincount(beats.group[rows], minlength=40)).tolist() == [0, 3]


def test_the_smallest_share_keeps_one_patient_of_each_class():
    beats = beats_of(40, 10)
    rows = np.array(sorted(shares_of(beats)[0.01]))
    assert sorted(beats.label[rows].tolist()) == [0, 0, 0, 1, 1, 1]


def test_another_seed_labels_other_patients():
    beats = beats_of(40, 10)
    assert shares_of(beats, 0)[0.1] != shares_of(beats, 1)[0.1]
