"""A record's usual beat is the median of its beats."""

import numpy as np

from hfgnn.data.infarction.diagnosed import CLASSES, Diagnosed
from hfgnn.data.infarction.usual_beats import usual_beats
from hfgnn.types import UNKNOWN, Beats

RECORDS = np.array(["b", "b", "b", "a", "a"])


def diagnosed() -> Diagnosed:
    number = len(RECORDS)
    beats = Beats(
        signal=np.random.default_rng(0).normal(size=(number, 2, 6)).astype(np.float32),
        label=np.array([1, 1, 1, 0, 0]),
        symbol=np.full(number, "N"),
        record_id=RECORDS,
        patient_id=np.array(["q", "q", "q", "p", "p"]),
        group=np.array([7, 7, 7, 3, 3]),
        sample=np.arange(number) * 100,
        number=np.arange(number),
        previous_rr_s=np.ones(number, dtype=np.float32),
        next_rr_s=np.ones(number, dtype=np.float32),
        classes=CLASSES,
        leads=("I", "II"),
        sampling_hz=100.0,
        mark=2,
    )
    return Diagnosed(beats, np.full(number, np.nan), (), (), (), "some records", True)


def test_a_record_is_one_row_with_its_own_label_and_patient():
    found = diagnosed()
    usual = usual_beats(found)
    assert usual.record_id.tolist() == ["b", "a"]
    assert usual.label.tolist() == [1, 0]
    assert usual.patient_id.tolist() == ["q", "p"]
    assert usual.group.tolist() == [7, 3]
    signal = found.beats.signal
    np.testing.assert_array_equal(usual.signal[0], np.median(signal[:3], axis=0))
    np.testing.assert_allclose(usual.signal[1], signal[3:].mean(axis=0), rtol=1e-6)


def test_what_belongs_to_single_beats_is_unknown():
    usual = usual_beats(diagnosed())
    assert (usual.symbol == "").all()
    assert (usual.sample == UNKNOWN).all()
    assert np.isnan(usual.previous_rr_s).all()
