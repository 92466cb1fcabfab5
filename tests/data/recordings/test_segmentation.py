"""Marks to beats: classes, RR intervals over all beats, and what is left out."""

import numpy as np
import pytest

from hfgnn.data.recordings.segmentation import LeftOut, segment
from hfgnn.data.recordings.symbols import FIVE_CLASSES, THREE_CLASSES
from hfgnn.data.recordings.windows import FixedWindow
from hfgnn.types import DataError
from hfgnn.types.beats import UNKNOWN
from hfgnn.types.recording import Recording


@pytest.fixture
def window():
    return FixedWindow(sampling_hz=100, before=5, after=5, low_hz=None, high_hz=None, order=2)


def recording(name="a", *, patient="p", marks, samples=1000, hz=100.0, leads=("MLII",)):
    sample, symbol = zip(*marks, strict=True) if marks else ((), ())
    signal = np.arange(samples, dtype=np.float32)[:, None] + np.zeros((1, len(leads)), np.float32)
    return Recording(
        record_id=name,
        patient_id=patient,
        signal=signal,
        leads=leads,
        sampling_hz=hz,
        sample=np.array(sample, dtype=np.int64),
        symbol=np.array(symbol, dtype=np.str_),
    )


def test_each_beat_becomes_a_row(window):
    marks = [(100, "N"), (180, "V"), (300, "/"), (390, "L")]
    beats = segment([recording(marks=marks)], window=window, classes=FIVE_CLASSES).beats
    assert beats.label.tolist() == [0, 2, 4, 0]
    assert beats.symbol.tolist() == ["N", "V", "/", "L"]
    assert beats.sample.tolist() == [100, 180, 300, 390]
    assert beats.number.tolist() == [0, 1, 2, 3]
    assert beats.signal.shape == (4, 1, 11)
    assert beats.mark == 5
    assert beats.signal[:, 0, 5].tolist() == [100, 180, 300, 390]
    np.testing.assert_allclose(beats.previous_rr_s, [np.nan, 0.8, 1.2, 0.9], rtol=1e-6)
    np.testing.assert_allclose(beats.next_rr_s, [0.8, 1.2, 0.9, np.nan], rtol=1e-6)
    assert (beats.classes, beats.leads, beats.sampling_hz) == (FIVE_CLASSES, ("MLII",), 100)


def test_intervals_and_numbers_count_the_beats_that_are_left_out(window):
    marks = [(2, "N"), (80, "N"), (130, "Q"), (210, "N"), (998, "N")]
    found = segment([recording(marks=marks)], window=window, classes=THREE_CLASSES)
    assert found.beats.sample.tolist() == [80, 210]
    assert found.beats.number.tolist() == [1, 3]
    assert found.beats.signal[:, 0, 5].tolist() == [80, 210]
    np.testing.assert_allclose(found.beats.previous_rr_s, [0.78, 0.8], rtol=1e-6)
    np.testing.assert_allclose(found.beats.next_rr_s, [0.5, 7.88], rtol=1e-6)
    assert found.left_out == (
        LeftOut("a", "too near an end", 2),
        LeftOut("a", "without one of the classes", 1),
    )
    assert found.notes == (
        "2 beats too near an end of their recording were left out",
        "1 beats without one of the classes N, S, V were left out",
    )


def test_marks_that_are_no_beats_are_neither_beats_nor_intervals(window):
    marks = [(50, "+"), (100, "N"), (150, "~"), (160, "x"), (170, "!"), (180, "|"), (200, "N")]
    found = segment([recording(marks=marks)], window=window, classes=FIVE_CLASSES)
    assert found.beats.sample.tolist() == [100, 200]
    assert found.beats.next_rr_s[0] == 1
    assert found.left_out == (LeftOut("a", "marks that are no beats", 5),)


def test_beats_and_left_out_marks_are_all_marks(window):
    generator = np.random.default_rng(0)
    symbols = generator.choice(list("NLRAVF/fQ+~|x!"), size=90)
    marks = [(int(place), str(one)) for place, one in zip(range(0, 990, 11), symbols, strict=True)]
    for classes in (FIVE_CLASSES, THREE_CLASSES):
        found = segment([recording(marks=marks)], window=window, classes=classes)
        assert len(found.beats) + sum(one.count for one in found.left_out) == len(marks)


def test_beats_without_a_name_are_kept_with_an_unknown_class(window):
    found = segment([recording(marks=[(100, ""), (200, "")])], window=window, classes=THREE_CLASSES)
    assert found.beats.label.tolist() == [UNKNOWN, UNKNOWN]
    assert found.left_out == ()


def test_recordings_of_one_patient_share_a_group(window):
    three = [
        recording("a", patient="x", marks=[(100, "N")]),
        recording("b", patient="y", marks=[(100, "N"), (200, "V")], leads=("V5",)),
        recording("c", patient="x", marks=[(100, "N")]),
    ]
    beats = segment(three, window=window, classes=FIVE_CLASSES).beats
    assert beats.record_id.tolist() == ["a", "b", "b", "c"]
    assert beats.patient_id.tolist() == ["x", "y", "y", "x"]
    assert beats.group.tolist() == [0, 1, 1, 0]
    assert beats.leads == ("MLII/V5",)


def test_a_recording_without_beats_adds_none(window):
    two = [recording("a", marks=[]), recording("b", marks=[(100, "N")])]
    assert segment(two, window=window, classes=FIVE_CLASSES).beats.record_id.tolist() == ["b"]


def test_another_rate_is_brought_to_that_of_the_window_and_said(window):
    marks = [(200, "N"), (600, "N")]
    found = segment([recording(marks=marks, hz=200.0)], window=window, classes=FIVE_CLASSES)
    assert found.beats.sample.tolist() == [100, 300]
    assert found.beats.next_rr_s[0] == 2
    np.testing.assert_allclose(found.beats.signal[:, 0, 5], [200, 600], atol=1)
    assert found.notes == ("beats of 1 records were cut at 100 Hz, recorded at 200",)


def test_the_signal_is_filtered_before_it_is_cut():
    still = FixedWindow(sampling_hz=100, before=5, after=5, low_hz=1, high_hz=None, order=2)
    one = recording(marks=[(300, "N"), (500, "N")])
    beats = segment([one], window=still, classes=FIVE_CLASSES).beats
    assert np.abs(beats.signal).max() < 1  # a slope of 100 mV/s is all drift
    assert np.array_equal(one.signal[:, 0], np.arange(1000))


def test_where_no_beat_is_left_the_reasons_are_given(window):
    with pytest.raises(DataError, match="no beat is left of 1 recordings: 1 beats too near an end"):
        segment([recording(marks=[(1, "N")])], window=window, classes=FIVE_CLASSES)


def test_different_numbers_of_leads_are_refused(window):
    two = [recording(marks=[(9, "N")]), recording(marks=[(9, "N")], leads=("I", "II"))]
    with pytest.raises(ValueError, match="recordings have different numbers of leads"):
        segment(two, window=window, classes=FIVE_CLASSES)
