"""Fewer classes from more: what joins, what goes, what is refused."""

import numpy as np
import pytest

from hfgnn.evaluation.classes.joined import join_classes
from hfgnn.types import ClassPredictions


def answers() -> ClassPredictions:
    names, whole = np.array(["r"] * 3), np.zeros(3, dtype=np.int64)
    return ClassPredictions(
        model="m", classes=("N", "V", "F", "Q"), record_id=names, patient_id=names, group=whole,
        sample=np.arange(3), seed=whole, label=np.array([0, 2, 3]),
        probability=np.array([[0.4, 0.1, 0.0, 0.5], [0.4, 0.3, 0.3, 0.0], [0.0, 0.0, 0.0, 1.0]]),
    )  # fmt: skip


def test_a_joined_class_brings_its_beats_and_its_probability():
    found = join_classes(answers(), ("N", "V"), {"F": "V"})
    assert found.classes == ("N", "V")
    assert found.sample.tolist() == [0, 1]  # the beat of Q is left out
    assert found.label.tolist() == [0, 1]
    np.testing.assert_allclose(found.probability, [[0.8, 0.2], [0.4, 0.6]])


def test_a_beat_of_which_only_a_lost_class_was_said_is_anybodys():
    both = join_classes(answers(), ("N", "V", "Q"), {"F": "V"})
    assert both.predicted.tolist() == [2, 1, 2]
    lost = answers()
    lost.probability[0] = [0, 0, 0, 1]
    np.testing.assert_allclose(join_classes(lost, ("N", "V"), {}).probability[0], [0.5, 0.5])


def test_a_class_that_nobody_spoke_of_is_refused():
    with pytest.raises(ValueError, match="know no S"):
        join_classes(answers(), ("N", "S"), {})
