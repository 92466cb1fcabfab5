"""What tells the classes apart without the heart is said."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from hfgnn.data.rr_intervals.shortcuts import ranking, shortcut_note


def test_a_number_that_parts_the_classes_either_way_ranks_them_fully():
    assert ranking([1, 2, 3, 4], [0, 0, 1, 1]) == ranking([4, 3, 2, 1], [0, 0, 1, 1]) == 1
    assert ranking([1, 1, 1, 1], [0, 0, 1, 1]) == 0.5


def test_it_is_the_area_that_scikit_learn_computes():
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 2, size=60)
    values = generator.integers(0, 9, size=60) + labels
    assert ranking(values, labels) == pytest.approx(roc_auc_score(labels, values))


def test_the_sentence_names_every_number():
    note = shortcut_note({"hours": [1, 2, 3], "offset": [1, 1, 1]}, [0, 0, 1])
    assert note.endswith("hours 1.00, offset 0.50")
