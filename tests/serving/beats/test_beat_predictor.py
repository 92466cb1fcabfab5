"""A run on heartbeats asked about recordings: what it reads, what it says, what it warns of."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.types import DataError


def test_a_recording_is_told_as_the_fits_of_the_run_tell_it_on_average(learned, predictor):
    _, recordings, shown, said = learned
    for recording in recordings:
        rows = np.flatnonzero(shown.beats.record_id == recording.record_id)
        if len(rows):
            told = predictor.tell(recording)
            np.testing.assert_array_equal(told.beats.sample, shown.beats.sample[rows])
            np.testing.assert_allclose(told.probability, said[rows], atol=1e-6)
            np.testing.assert_array_equal(told.label, shown.beats.label[rows])


def test_beats_of_no_class_of_the_run_are_left_out_and_said(learned, predictor):
    recording = learned[1][0]
    symbol = recording.symbol.copy()
    symbol[5:8] = "Q"
    told = predictor.tell(replace(recording, symbol=symbol))
    whole = predictor.tell(recording)
    assert "3 beats without one of the classes N, S, V were left out" in told.notes
    assert len(told.beats) == len(whole.beats) - 3
    with pytest.raises(DataError, match="no beat of the recording is of one of the classes N, S"):
        predictor.tell(replace(recording, symbol=np.full_like(symbol, "Q")))


def test_a_written_record_is_told_as_the_recording(learned, predictor, read, write):
    recording = learned[1][-2]
    told = predictor.tell(read(write(recording)))
    expected = predictor.tell(recording)
    np.testing.assert_array_equal(told.at, expected.at)
    assert (told.predicted == expected.predicted).mean() > 0.95  # rounded to 0.5 uV


@pytest.mark.parametrize("ending", ["", ".hea", ".dat"])
def test_a_record_is_found_by_any_of_its_names(learned, predictor, ending, read, write):
    path = write(learned[1][0])
    found = read(path.with_name(path.name + ending))
    assert (found.record_id, found.leads) == ("x", ("MLII",))
    assert len(found.sample) == len(learned[1][0].sample)


@pytest.mark.parametrize("unit", ["uV", "V"])
def test_units_change_nothing(learned, predictor, unit, read, write):
    one, other = (read(write(learned[1][0], name, unit=name)) for name in ("mV", unit))
    np.testing.assert_allclose(one.signal, other.signal, atol=1e-6)


def test_without_marks_beats_are_found_and_a_warning_says_so(learned, predictor, read, write):
    recording = learned[1][0]
    told = predictor.tell(read(write(recording), marks=False))
    assert "the beats were found, not marked by a person" in told.warnings
    assert (told.label == -1).all()
    assert set(told.beats.symbol) == {""}
    near = np.abs(told.at[:, None] - recording.sample).min(axis=1)
    assert (near <= 0.05 * recording.sampling_hz).mean() > 0.9
    assert abs(len(told.beats) - len(recording.sample)) <= 3


def test_a_recording_that_trained_is_warned_of_whatever_its_folder(learned, predictor, read, write):
    first, last = learned[1][0], learned[1][-1]
    warning = "a recording of this name trained the run, which may know it"
    assert warning in predictor.tell(first).warnings
    again = predictor.tell(read(write(first, first.record_id)))
    assert warning in again.warnings
    assert warning not in predictor.tell(replace(first, record_id=last.record_id)).warnings


def test_another_lead_is_warned_of(learned, predictor, read, write):
    path = write(learned[1][0], leads=["V5"])
    warnings = predictor.tell(read(path)).warnings
    assert "lead V5 stands where the run has learned on MLII" in warnings


def test_a_short_gap_is_bridged_and_said(learned, predictor, read, write):
    recording = learned[1][0]
    signal = recording.signal.copy()
    signal[1000:1010] = np.nan
    told = predictor.tell(read(write(replace(recording, signal=signal))))
    assert told.notes[0] == "10 missing samples were bridged"


@pytest.mark.parametrize("times", [True, False])
def test_a_table_is_told_as_the_record(learned, predictor, times, read, write, table):
    recording = learned[1][0]
    path = table(recording, times=times)
    found = predictor.read(path, sampling_hz=None if times else 360, annotator=None)
    assert found.sampling_hz == pytest.approx(360)
    told, of_record = (predictor.tell(one) for one in (found, read(write(recording), marks=False)))
    np.testing.assert_array_equal(told.at, of_record.at)
    assert (told.predicted == of_record.predicted).all()
