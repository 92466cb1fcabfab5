"""Inner folds keep patients apart and classes alike."""

import numpy as np
import pytest

from hfgnn.ensembles.learned import Learned
from hfgnn.types import DataError


def rows(label, group=None):
    label = np.asarray(label)
    group = np.arange(len(label)) if group is None else np.asarray(group)
    return Learned(np.zeros((len(label), 2), np.float32), label, group, np.ones(len(label), bool))


def test_no_patient_stands_on_both_sides_and_everybody_is_answered_once() -> None:
    rng = np.random.default_rng(0)
    group = rng.integers(0, 25, 120)
    learned = rows(group % 2, group)
    answered = []
    for learn, answer in learned.folds(5, seed=1):
        assert not set(group[learn]) & set(group[answer])
        answered += answer.tolist()
    assert sorted(answered) == list(range(120))


def test_every_fold_has_about_the_same_share_of_disease() -> None:
    learned = rows([1] * 20 + [0] * 60)
    assert [learned.label[answer].mean() for _, answer in learned.folds(4, seed=0)] == [0.25] * 4


def test_a_rare_class_makes_fewer_folds() -> None:
    folds = rows([1, 1, 1] + [0] * 30).folds(5, seed=0)
    assert len(folds) == 3


def test_a_class_of_one_patient_is_refused() -> None:
    with pytest.raises(DataError, match="1 patients with the disease and 30 without"):
        rows([1, 1] + [0] * 30, [0, 0, *range(1, 31)]).folds(5, seed=0)


def test_originals_are_those_that_are_no_copies(cohort) -> None:
    original = np.arange(150) < 100
    learned = Learned.of(cohort, np.arange(90, 120), original)
    assert len(learned.originals().label) == 10
    assert np.array_equal(learned.originals().x, cohort.x[90:100])
