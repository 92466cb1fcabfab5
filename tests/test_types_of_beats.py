"""Tables of beats and their predictions cannot be built askew."""

import numpy as np
import pytest

from hfgnn.types import Beats, ClassPredictions, Recording


def beats(number: int, **changes) -> Beats:
    names, whole = np.full(number, "r"), np.zeros(number, dtype=np.int64)
    seconds = np.ones(number, dtype=np.float32)
    columns = {
        "signal": np.arange(number * 6, dtype=np.float32).reshape(number, 1, 6),
        "label": np.arange(number, dtype=np.int64),
        "symbol": names, "record_id": names, "patient_id": names, "group": whole, "sample": whole,
        "number": whole, "previous_rr_s": seconds, "next_rr_s": seconds,
    }  # fmt: skip
    return Beats(**columns | changes, classes=("N", "S"), leads=("II",), sampling_hz=360.0, mark=2)


def test_taken_beats_keep_their_order_and_what_all_share():
    taken = beats(4).take(np.array([2, 0]))
    assert taken.label.tolist() == [2, 0]
    assert taken.signal[:, 0, 0].tolist() == [12, 0]
    assert taken.classes == ("N", "S")
    assert len(taken) == 2


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="differ in length"):
        beats(3, label=np.zeros(2, dtype=np.int64))


def recording(**changes) -> Recording:
    return Recording(
        **{
            "record_id": "r", "patient_id": "p", "signal": np.zeros((50, 2), dtype=np.float32),
            "leads": ("I", "II"), "sampling_hz": 25.0, "sample": np.array([3]),
            "symbol": np.array(["N"]),
        } | changes
    )  # fmt: skip


def test_a_recording_knows_its_length_and_refuses_leads_or_symbols_that_do_not_fit():
    assert recording().seconds == 2
    with pytest.raises(ValueError, match=r"a signal is \(50, 2\), but has 1 leads"):
        recording(leads=("I",))
    with pytest.raises(ValueError, match="1 marks have 0 symbols"):
        recording(symbol=np.array([], dtype=np.str_))


def test_the_most_probable_class_is_what_a_model_predicts():
    row, whole = np.array(["r", "r"]), np.zeros(2, dtype=np.int64)
    of = {"record_id": row, "patient_id": row, "group": whole, "sample": whole, "seed": whole}
    both = {"model": "m", "classes": ("N", "S"), "label": whole, **of}
    said = ClassPredictions(**both, probability=np.array([[0.2, 0.8], [0.5, 0.5]]))
    assert said.predicted.tolist() == [1, 0]
    with pytest.raises(ValueError, match="2 rows and 2 classes"):
        ClassPredictions(**both, probability=np.zeros((2, 3)))
