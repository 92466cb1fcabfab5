"""Batches of rows: the right rows, once each, windows with their absent places marked."""

import numpy as np
import pytest
import torch

from hfgnn.training.examples import Examples
from hfgnn.types import UNKNOWN

X = np.arange(20, dtype=np.float32).reshape(10, 2)
LABEL = np.array([0, 1, 2, 0, 1, 2, 0, UNKNOWN, 1, 0])


def test_a_batch_holds_its_rows_and_their_labels():
    inputs, label = Examples({"x": X}, LABEL, np.array([7, 3, 1]))[[0, 2]]
    assert inputs["x"].tolist() == X[[7, 1]].tolist()
    assert label.tolist() == [UNKNOWN, 1]
    assert set(inputs) == {"x"}


def test_a_window_marks_the_places_without_a_row():
    windows = np.array([[UNKNOWN, 0, 1], [8, 9, UNKNOWN]])
    inputs, label = Examples({"x": X}, LABEL, windows)[[1, 0]]
    assert inputs["present"].tolist() == [[True, True, False], [False, True, True]]
    assert label.tolist() == [[1, 0, UNKNOWN], [UNKNOWN, 0, 1]]
    assert inputs["x"].shape == (2, 3, 2)


def test_every_row_comes_once_in_a_new_order_each_epoch():
    torch.manual_seed(0)
    loader = Examples.all_of({"x": X}, LABEL).shuffled(5)
    first, second = ([float(v) for inputs, _ in loader for v in inputs["x"][:, 0]] for _ in "ab")
    assert sorted(first) == sorted(second) == X[:, 0].tolist()
    assert first != second


def test_a_last_smaller_batch_trains_only_where_it_is_the_only_one():
    examples = Examples.all_of({"x": X}, LABEL)
    assert [len(label) for _, label in examples.shuffled(4)] == [4, 4]
    assert [len(label) for _, label in examples.shuffled(16)] == [10]
    assert [len(label) for _, label in examples.in_order(4)] == [4, 4, 2]


def test_classes_are_counted_among_the_rows_asked_about():
    assert Examples({"x": X}, LABEL, np.array([[0, 1, 3], [7, 8, UNKNOWN]])).counts(4).tolist() == [
        2,
        2,
        0,
        0,
    ]


def test_tables_of_another_length_and_rows_that_are_none_are_refused():
    with pytest.raises(ValueError, match=r"there are 10 labels, but tables have \{'x': 9\}"):
        Examples({"x": X[1:]}, LABEL, np.arange(9))
    for row in (10, -2):
        with pytest.raises(ValueError, match="an item is none of the 10 rows"):
            Examples({"x": X}, LABEL, np.array([0, row]))
