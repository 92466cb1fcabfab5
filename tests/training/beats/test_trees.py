"""Trees on columns: which classes are learned, and that fusion beats end among ventricular ones."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.baselines.boosted_trees import FittedTrees
from hfgnn.training.beats.trees import TreesOnColumns, learned_classes


def test_fusion_beats_of_the_training_rows_alone_are_learned_for_themselves(shown):
    beats = shown.beats
    symbol = np.full(len(beats), "N")
    symbol[:3] = "F"
    marked = beats.change(symbol=symbol)
    rows = np.arange(len(beats))
    label, classes = learned_classes(marked, rows, fusion_apart=True)
    assert classes == (*beats.classes, "F")
    assert label[:3].tolist() == [len(beats.classes)] * 3
    assert np.array_equal(label[3:], beats.label[3:])
    # Where they are among other rows only, nobody may learn of them.
    for train, apart in ((rows[3:], True), (rows, False)):
        label, classes = learned_classes(marked, train, fusion_apart=apart)
        assert classes == beats.classes
        assert np.array_equal(label, beats.label)


class FourClasses(FittedTrees):
    """Says the same of every beat."""

    def probability(self, x):
        return np.tile([0.4, 0.1, 0.2, 0.3], (len(x), 1))


def test_what_is_said_of_fusion_beats_counts_for_ventricular_ones(shown):
    model = TreesOnColumns(FourClasses(None, 4), signal=False, classes=3)
    said = model.probability(shown)
    assert said.shape == (len(shown), 3)
    np.testing.assert_allclose(said[0], [0.4, 0.1, 0.5])
    same = replace(model, classes=4)
    assert same.probability(shown)[0] == pytest.approx([0.4, 0.1, 0.2, 0.3])
