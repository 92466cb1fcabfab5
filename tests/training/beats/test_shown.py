"""Beats with their columns, and the scale on which networks see columns."""

import numpy as np
import pytest

from hfgnn.features.beats.columns import BeatColumns
from hfgnn.training.beats.shown import MOST, ColumnScale, ShownBeats

NAN = np.nan


def test_beats_and_columns_must_be_as_many(shown):
    few = BeatColumns(shown.columns.x[1:], shown.columns.columns)
    with pytest.raises(ValueError, match="200 beats have 199 rows of columns"):
        ShownBeats(shown.beats, few)


def test_rows_are_taken_with_their_columns(shown):
    taken = shown.take(np.array([7, 3]))
    np.testing.assert_array_equal(taken.beats.label, shown.beats.label[[7, 3]])
    np.testing.assert_array_equal(taken.columns.x, shown.columns.x[[7, 3]])


def test_flat_rows_become_signal_and_columns_again(shown):
    assert shown.flat.shape == (200, 16 + 3)
    signal, columns = shown.unflat(shown.flat)
    np.testing.assert_array_equal(signal, shown.beats.signal)
    np.testing.assert_array_equal(columns, shown.columns.x)


def test_training_rows_are_flat_with_their_labels(shown):
    training = shown.training(np.array([4, 2]))
    np.testing.assert_array_equal(training.x, shown.flat[[4, 2]])
    np.testing.assert_array_equal(training.label, shown.beats.label[[4, 2]])


def test_a_scale_is_of_the_values_that_are_there():
    x = np.array([[1, 5, NAN], [3, 5, NAN], [NAN, 5, NAN]], dtype=np.float32)
    scale = ColumnScale.fit(x)
    np.testing.assert_allclose(scale.mean, [2, 5, 0])
    np.testing.assert_allclose(scale.spread, [1, 1, 1])
    np.testing.assert_allclose(scale.apply(x), [[-1, 0, 0], [1, 0, 0], [0, 0, 0]])


def test_what_is_far_is_only_far():
    scale = ColumnScale.fit(np.array([[-1.0], [1.0]], dtype=np.float32))
    far = scale.apply(np.array([[1e6], [-1e6]], dtype=np.float32))
    np.testing.assert_array_equal(far, [[MOST], [-MOST]])
    assert far.dtype == np.float32
