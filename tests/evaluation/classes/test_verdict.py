import pytest

from hfgnn.evaluation.classes.verdict import Floor, Strangers, class_verdict
from hfgnn.types import Estimate

SCORE = Estimate(0.93, 0.91, 0.95)
FLOOR = Floor("N", Estimate(0.31, 0.3, 0.32), gain=0.4)


def said(strangers, floor=FLOOR, found="NSV"):
    classes = {name: name in found for name in "NSV"}
    return class_verdict("cnn", SCORE, found=classes, strangers=strangers, floor=floor)


def test_patients_apart():
    assert said(Strangers(22, 0, leaks=False)) == (
        "cnn tells N, S and V apart with macro-F1 0.930 [0.910, 0.950] on 22 patients it has never "
        "seen; always saying N gives 0.310"
    )
    assert said(Strangers(1, 0, leaks=False), floor=None) == (
        "cnn tells N, S and V apart with macro-F1 0.930 [0.910, 0.950] on 1 patient it has never "
        "seen"
    )


def test_patients_on_both_sides_are_counted():
    assert "on 22 patients, 1 of whom it knows from training;" in said(Strangers(22, 1, False))
    assert "on 3 patients whose other beats it was trained on" in said(Strangers(3, 3, False))


@pytest.mark.parametrize("gain", [0.0, -0.1, float("nan")])
def test_a_model_that_is_not_clearly_above_the_floor_tells_nothing_apart(gain):
    floor = Floor("N", Estimate(0.31, 0.3, 0.32), gain=gain)
    assert said(Strangers(22, 0, leaks=False), floor) == (
        "no evidence that cnn tells N, S and V apart: macro-F1 0.930 [0.910, 0.950] on 22 patients "
        "it has never seen, where always saying N gives 0.310"
    )


def test_classes_that_are_never_found_are_not_told_apart():
    nobody = Strangers(22, 0, leaks=False)
    assert said(nobody, found="NV") == (
        "cnn tells N and V apart with macro-F1 0.930 [0.910, 0.950] on 22 patients it has never "
        "seen; it finds no S; always saying N gives 0.310"
    )
    alone = said(nobody, floor=None, found="N")
    assert alone == (
        "no evidence that cnn tells N, S and V apart: macro-F1 0.930 [0.910, 0.950] on 22 patients "
        "it has never seen"
    )


def test_a_leak_gets_no_verdict_but_its_size_where_the_honest_score_is_known():
    assert said(Strangers(44, 44, leaks=True)) == (
        "no verdict, since the protocol leaks (by the numbers: macro-F1 0.930 [0.910, 0.950] on "
        "random beats; always saying N gives 0.310)"
    )
    honest = Estimate(0.53, 0.45, 0.6)
    assert said(Strangers(44, 44, leaks=True, honest=honest)) == (
        "macro-F1 0.930 on random beats, 0.530 [0.450, 0.600] on patients apart: 0.400 of it is "
        "knowing the patient"
    )
    higher = Estimate(0.94, 0.9, 0.96)
    assert said(Strangers(44, 44, leaks=True, honest=higher)).endswith("on patients apart")


def test_those_known_from_training_are_found_by_their_name(answers):
    predictions = answers([0, 1, 2], [0, 1, 2], group=[0, 1, 1])
    assert Strangers.of(predictions, {"r1", "r7"}, leaks=False) == Strangers(2, 1, leaks=False)
