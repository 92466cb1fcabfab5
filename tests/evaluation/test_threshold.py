"""One threshold rule for all models, on validation rows."""

import numpy as np
import pytest

from hfgnn.config.evaluation import Threshold
from hfgnn.evaluation.threshold import choose_threshold


def chosen(probability, label, rule=Threshold.balanced):
    return choose_threshold(np.array(probability), np.array(label), rule)


def test_classes_that_part_are_parted_in_the_middle_of_the_gap():
    assert chosen([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]) == pytest.approx(0.5)
    assert chosen([0.1, 0.2, 0.3, 0.9], [0, 0, 1, 1]) == pytest.approx(0.25)


def test_each_class_counts_alike_however_rare():
    # Calling three of nine healthy pages ill is worth finding the one ill page.
    assert chosen([0.1] * 6 + [0.4] * 3 + [0.35], [0] * 9 + [1]) == pytest.approx(0.225)


def test_of_equally_good_stretches_the_widest_is_taken():
    # .15 and .55 both give a balanced accuracy of 3/4; the gap around .55 is wider.
    assert chosen([0.1, 0.2, 0.3, 0.8], [0, 1, 0, 1]) == pytest.approx(0.55)


def test_a_constant_answer_has_nothing_to_choose():
    assert chosen([0.3, 0.3, 0.3], [0, 1, 0]) == 0.5


def test_half_is_half():
    assert chosen([0.1, 0.2], [0, 1], Threshold.half) == 0.5
