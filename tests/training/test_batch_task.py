"""The weights of classes in the loss."""

import numpy as np
import pytest

from hfgnn.config.training import ClassWeighting
from hfgnn.training.batch_task import weigh_classes

COUNTS = np.array([80, 20, 0, 4])


def test_without_weighting_every_row_counts_one():
    assert weigh_classes(COUNTS, ClassWeighting.none).tolist() == [1, 1, 0, 1]


def test_balanced_classes_have_the_same_sum():
    weights = weigh_classes(COUNTS, ClassWeighting.balanced).numpy()
    assert (weights * COUNTS)[[0, 1, 3]] == pytest.approx([104 / 3] * 3)
    assert weights[2] == 0


@pytest.mark.parametrize("weighting", list(ClassWeighting))
def test_a_row_counts_one_on_average(weighting):
    assert (weigh_classes(COUNTS, weighting).numpy() * COUNTS).sum() == pytest.approx(104)


def test_the_root_lies_between():
    weights = weigh_classes(COUNTS, ClassWeighting.root).numpy()
    assert weights[1] / weights[0] == pytest.approx(2)
