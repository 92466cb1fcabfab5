"""Boosted trees for several classes."""

import numpy as np
import pytest

from hfgnn.baselines.boosted_trees import BoostedTrees, FittedTrees
from hfgnn.types import DataError


def trees(**changed):
    settings = {
        "trees": 20,
        "depth": 3,
        "learning_rate": 0.3,
        "row_share": 1.0,
        "column_share": 1.0,
        "least_weight": 1.0,
        "penalty": 1.0,
        "patience": None,
        "class_power": 0.0,
        "record_power": 0.0,
        "threads": 1,
    }
    return BoostedTrees(**settings | changed)


def rows(seed, number=300):
    """Three classes apart by their first column; the second is noise."""
    random = np.random.default_rng(seed)
    label = random.integers(0, 3, number)
    x = np.stack([label + 0.2 * random.standard_normal(number), random.random(number)], axis=1)
    return x.astype(np.float32), label, np.ones(number, dtype=np.float32)


def fitted(how=None, train=None, seed=0, classes=3):
    return (how or trees()).fit(train or rows(0), rows(1), classes=classes, seed=seed)


def test_classes_that_columns_tell_apart_are_told_apart():
    x, label, _ = rows(2)
    probability = fitted().probability(x)
    assert probability.shape == (300, 3)
    np.testing.assert_allclose(probability.sum(axis=1), 1, atol=1e-5)
    assert (probability.argmax(axis=1) == label).mean() > 0.95


def test_a_missing_value_is_answered():
    assert np.isfinite(fitted().probability(np.full((2, 2), np.nan, np.float32))).all()


def test_the_same_seed_grows_the_same_trees_and_another_others():
    how, x = trees(row_share=0.5, column_share=0.5), rows(2)[0]
    first, again, other = (fitted(how, seed=one).probability(x) for one in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_stored_trees_answer_alike():
    grown, x = fitted(), rows(2)[0]
    again = FittedTrees.from_bytes(grown.as_bytes(), 3)
    np.testing.assert_array_equal(again.probability(x), grown.probability(x))


def test_what_are_no_trees_is_refused():
    with pytest.raises(DataError, match="stored trees cannot be read"):
        FittedTrees.from_bytes(np.frombuffer(b"{nothing", dtype=np.uint8), 3)


def test_patience_stops_where_validation_rows_are_answered_worse():
    x, _, weight = rows(0)
    chance = (x, np.random.default_rng(5).integers(0, 3, len(x)), weight)
    patient, hasty = (fitted(trees(trees=60, patience=one), chance) for one in (None, 3))
    assert patient.booster.num_boosted_rounds() == 60
    assert hasty.booster.num_boosted_rounds() < 20


def test_a_class_without_training_rows_keeps_its_column():
    x, label, weight = rows(0)
    seen = label < 2
    grown = fitted(train=(x[seen], label[seen], weight[seen]))
    assert grown.probability(x).shape == (300, 3)
    assert (grown.probability(x).argmax(axis=1) < 2).all()


def test_a_row_counts_as_much_as_it_weighs():
    x = np.zeros((4, 2), np.float32)
    light = (x, np.array([0, 0, 0, 1]), np.array([1, 1, 1, 1], np.float32))
    heavy = (x, np.array([0, 0, 0, 1]), np.array([1, 1, 1, 9], np.float32))
    how = trees(trees=50, least_weight=0, penalty=0.01)
    answers = [fitted(how, one).probability(x)[0, :2] for one in (light, heavy)]
    np.testing.assert_allclose(answers, [[0.75, 0.25], [0.25, 0.75]], atol=0.02)


LABEL = np.array([0, 0, 0, 0, 0, 0, 1, 1])
RECORDING = np.array(["a", "a", "a", "a", "b", "b", "a", "b"])


def test_without_powers_every_row_weighs_1():
    np.testing.assert_allclose(trees().weigh(LABEL, RECORDING), 1)


def test_full_class_power_lets_classes_weigh_alike():
    weight = trees(class_power=1.0).weigh(LABEL, RECORDING)
    np.testing.assert_allclose(weight, [2 / 3] * 6 + [2] * 2)


def test_full_record_power_lets_recordings_weigh_alike_within_their_class():
    weight = trees(record_power=1.0).weigh(LABEL, RECORDING)
    np.testing.assert_allclose(weight, [0.75] * 4 + [1.5] * 2 + [1, 1])


def test_half_a_class_power_is_the_root():
    weight = trees(class_power=0.5).weigh(LABEL, RECORDING)
    assert weight[6] / weight[0] == pytest.approx(np.sqrt(3))
    assert weight.mean() == pytest.approx(1)


def test_no_rows_have_no_weights():
    nothing = np.empty(0, dtype=np.int64)
    assert len(trees().weigh(nothing, np.empty(0, dtype="<U1"))) == 0
