"""The check that the network can read digits."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.config.heatmap import HeatmapCNN, Recurrence
from hfgnn.config.training import Accelerator, BatchTraining, ClassWeighting, Schedule
from hfgnn.data.digits import Digits, read_digits
from hfgnn.training.heatmaps.digits import check_digits, digit_training, drawn_to

TRAINING = BatchTraining(
    max_epochs=6, patience=6, learning_rate=1e-2, weight_decay=1e-2, accelerator=Accelerator.cpu,
    batch_size=32, schedule=Schedule.one_cycle, class_weighting=ClassWeighting.none,
    label_smoothing=0.0, threads=1,
)  # fmt: skip
MODEL = HeatmapCNN(
    heatmap=Recurrence(floor_mv=0.05, size=16, dimension=1, delay=1, radius_mv=None),
    widths=[8, 16, 24],
    kernel_size=3,
    dropout=0.0,
)


@pytest.fixture(scope="module")
def digits() -> Digits:
    return read_digits(None, training_digits=500, seed=0)


def test_the_network_learns_to_read_and_the_check_says_whether_it_is_enough(digits):
    found = check_digits(digits, MODEL, TRAINING, size=(16, 16), required=0.8, seed=0)
    assert found.accuracy > 0.85
    assert found.passed
    assert (found.training, found.validation, found.test) == (1144, 203, 450)
    assert found.as_json()["passed"] is True
    assert not replace(found, required=0.999).passed


def test_digits_without_a_pattern_fail_the_check(digits):
    generator = np.random.default_rng(0)
    nonsense = replace(digits, label=generator.permutation(digits.label))
    training = replace(TRAINING, max_epochs=1)
    found = check_digits(nonsense, MODEL, training, size=(16, 16), required=0.98, seed=0)
    assert found.accuracy < 0.3
    assert not found.passed


def test_pictures_are_drawn_to_the_size_of_the_heat_map(digits):
    drawn = drawn_to(digits.picture[:3], (32, 40))
    assert drawn.shape == (3, 1, 32, 40)
    np.testing.assert_allclose(drawn_to(digits.picture[:3], (8, 8)), digits.picture[:3])
    flat = drawn_to(np.full((1, 1, 8, 8), 0.25, dtype=np.float32), (20, 30))
    np.testing.assert_allclose(flat, 0.25)


def test_only_what_has_another_length_is_learned_otherwise():
    changed = digit_training(TRAINING, max_epochs=3, patience=2, batch_size=8)
    assert (changed.max_epochs, changed.patience, changed.batch_size) == (3, 2, 8)
    assert changed.learning_rate == TRAINING.learning_rate
