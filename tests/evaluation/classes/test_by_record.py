import numpy as np
import pytest
from sklearn.metrics import f1_score

from hfgnn.evaluation.classes.by_record import by_record


def test_every_recording_has_its_errors_and_its_weight(answers):
    label = np.array([0, 0, 1, 2, 0, 1, 1, 2])
    called = np.array([0, 1, 1, 2, 0, 0, 0, 2])
    group = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    first, second = by_record(answers(label, called, group=group))
    assert (first.record_id, first.patient_id, first.beats) == ("r0", "r0", 4)
    assert first.of_class == {"N": 2, "S": 1, "V": 1}
    assert first.accuracy == 0.75
    assert first.f1 == pytest.approx({"N": 2 / 3, "S": 2 / 3, "V": 1})
    assert second.errors == {("S", "N"): 2}
    assert second.errors_text == "S called N 2"
    assert second.f1["S"] == 0
    without = f1_score(label[:4], called[:4], average="macro")
    assert second.macro_f1_without == pytest.approx(without)
    everything = f1_score(label, called, average="macro")
    assert second.macro_f1_change == pytest.approx(everything - without)
    assert second.macro_f1_change < 0


def test_seeds_are_averaged(answers):
    label, called, seed = [0, 1, 0, 1], [0, 0, 0, 1], [0, 0, 1, 1]
    (one,) = by_record(answers(label, called, seed=seed))
    assert one.beats == 2
    assert one.errors == {("S", "N"): 0.5}
    assert one.errors_text == "S called N 0.5"


def test_without_the_only_recording_that_has_a_class_there_is_no_score(answers):
    label = np.array([0, 1, 0, 1, 0, 1, 2])
    first, last = by_record(answers(label, label, group=[0, 0, 1, 1, 2, 2, 2]))[::2]
    assert first.macro_f1_without == 1
    assert np.isnan(last.macro_f1_without)
    assert np.isnan(last.macro_f1_change)
    assert "V" not in first.f1
