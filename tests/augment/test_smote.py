"""New training beats between neighbours of a rare class."""

import numpy as np
import pytest

from hfgnn.augment.smote import Smote
from hfgnn.types import DataError, TrainingBeats

CLASSES = ("N", "S", "V")


@pytest.fixture
def part():
    """40 beats of N, 6 of S on a line from (0, 0) to (5, 5), 10 of V."""
    random = np.random.default_rng(0)
    rare = np.arange(6, dtype=np.float32)[:, None].repeat(2, axis=1)
    others = random.normal(20, 1, (50, 2)).astype(np.float32)
    label = np.array([0] * 40 + [1] * 6 + [2] * 10)
    return TrainingBeats(np.vstack([others[:40], rare, others[40:]]), label)


def test_classes_grow_to_their_targets_and_others_stay(part):
    grown = Smote({"S": 30, "V": 5, "F": 99}, 3).grow(part, CLASSES, seed=0)
    assert np.bincount(grown.label).tolist() == [40, 30, 10]
    assert grown.x.dtype == np.float32


def test_the_beats_themselves_stay_on_top_untouched(part):
    part.x[0, 0] = np.nan
    grown = Smote({"S": 30}, 3).grow(part, CLASSES, seed=0)
    np.testing.assert_array_equal(grown.x[: len(part.label)], part.x)
    np.testing.assert_array_equal(grown.label[: len(part.label)], part.label)


def test_new_beats_lie_between_beats_of_their_class(part):
    made = Smote({"S": 30}, 3).grow(part, CLASSES, seed=0).x[len(part.label) :]
    np.testing.assert_allclose(made[:, 0], made[:, 1], atol=1e-6)
    assert made.min() >= 0
    assert made.max() <= 5


def test_a_seed_decides_what_is_new(part):
    smote = Smote({"S": 30}, 3)
    first, again, other = (smote.grow(part, CLASSES, seed=one).x for one in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_without_a_class_to_grow_the_part_itself_comes_back(part):
    assert Smote({"S": 6}, 3).grow(part, CLASSES, seed=0) is part


def test_too_few_beats_for_their_neighbours_are_refused_with_both_numbers(part):
    with pytest.raises(DataError, match=r"class S has 6 training beats.* needs 7; choose"):
        Smote({"S": 30}, 6).grow(part, CLASSES, seed=0)
