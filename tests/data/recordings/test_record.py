"""One record: its lead, its marks, its rate, and every reason to refuse it."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from hfgnn.data.recordings.record import read_record
from hfgnn.types import Refusal
from hfgnn.types.recording import Recording


@pytest.fixture
def read(how):
    def make(path, **changes):
        return read_record(path, record_id="x", patient_id="p", how=replace(how, **changes))

    return make


def test_a_record_comes_back_as_it_was_written(write, read, wave):
    recording = read(write("a"))
    assert isinstance(recording, Recording)
    assert (recording.record_id, recording.patient_id) == ("x", "p")
    assert recording.leads == ("MLII",)
    assert recording.signal.dtype == np.float32
    np.testing.assert_allclose(recording.signal, wave(1000, 1), atol=1e-3)
    assert recording.sample.tolist() == [100, 400, 700]
    assert recording.symbol.tolist() == ["N", "V", "A"]
    assert recording.attributes == {}


def test_the_header_may_be_named_with_its_ending(write, read):
    path = write("a")
    assert isinstance(read(path.with_name("a.hea")), Recording)
    assert isinstance(read(path), Recording)


@pytest.mark.parametrize(
    ("leads", "wanted", "number", "taken"),
    [
        (("V5", "MLII"), ["MLII"], 1, ("MLII",)),
        (("V5", "MLII"), [], 1, ("V5",)),
        (("V5", "MLII"), ["mlii"], 2, ("MLII", "V5")),
        (("I", "AVR", "V1"), ["V1", "aVR"], 2, ("V1", "AVR")),
        (("V5", "V2"), ["MLII"], 1, ("V5",)),
    ],
)
def test_leads_are_taken_by_name_then_in_the_order_of_the_record(
    write, read, wave, leads, wanted, number, taken
):
    recording = read(write("a", leads=leads), leads=wanted, num_leads=number)
    assert recording.leads == taken
    columns = [leads.index(name) for name in taken]
    np.testing.assert_allclose(recording.signal, wave(1000, len(leads))[:, columns], atol=1e-3)


def test_what_was_taken_instead_of_a_wanted_lead_is_said(write, read):
    path = write("a", leads=("V5", "V2"))
    said = read(path, leads=["MLII", "II"], num_leads=2).attributes["instead"]
    assert said == "V5, V2 instead of MLII or II"
    assert "instead" not in read(path, leads=["V2", "MLII"]).attributes
    assert "instead" not in read(path, leads=["V2"], num_leads=2).attributes


def test_microvolts_become_millivolts(write, read, wave):
    recording = read(write("a", signal=wave(1000, 2) * 20, unit="uV"))
    np.testing.assert_allclose(recording.signal, wave(1000, 1) * 0.02, atol=1e-5)


def test_age_sex_and_diagnosis_are_read_from_comments(write, read):
    physionet = write("a", comments=["68 M 1960 2851 x1", "Digoxin"])
    ptb = write(
        "b", comments=["age: 81", "sex: female", "Reason for admission: Myocardial infarction"]
    )
    unknown = write("c", comments=["-1 M 1960", "age: n/a", "sex: n/a"])
    assert read(physionet).attributes == {"age_years": "68", "sex": "male"}
    assert read(ptb).attributes == {
        "age_years": "81",
        "sex": "female",
        "diagnosis": "Myocardial infarction",
    }
    assert read(unknown).attributes == {}


def test_another_rate_moves_the_marks_along_and_is_said(write, read):
    recording = read(write("a"), sampling_hz=90)
    assert recording.signal.shape == (250, 1)
    assert recording.sample.tolist() == [25, 100, 175]
    assert recording.sampling_hz == 90
    assert recording.attributes == {"resampled_from_hz": "360"}


def test_a_short_gap_is_bridged_and_said(write, read, wave):
    signal = wave(1000, 2)
    signal[500:530, 0] = np.nan
    recording = read(write("a", signal=signal))
    expected = np.interp(np.arange(500, 530), [499, 530], signal[[499, 530], 0])
    np.testing.assert_allclose(recording.signal[500:530, 0], expected, atol=1e-3)
    assert recording.attributes == {"missing_samples": "30"}


def test_a_broken_lead_that_is_not_taken_does_no_harm(write, read, wave):
    signal = wave(1000, 2)
    signal[:, 1] = 0.5
    assert isinstance(read(write("a", signal=signal)), Recording)


def test_only_the_files_of_the_leads_taken_must_be_there(write, read):
    path = write("a")
    header = path.with_suffix(".hea")
    first, second, *_ = (text := header.read_text()).splitlines()[1:]
    header.write_text(text.replace(second, second.replace("a.dat", "a.xyz")))
    path.with_suffix(".dat").write_bytes(path.with_suffix(".dat").read_bytes()[:2000])
    assert isinstance(read(path), Recording)
    assert read(path, leads=["V1"]).reason == "a.xyz is not there"
    assert first.startswith("a.dat")


def test_without_an_annotator_no_marks_are_needed(write, read):
    recording = read(write("a", marks=()), annotator=None)
    assert (len(recording.sample), len(recording.symbol)) == (0, 0)


def test_more_samples_than_the_header_says_are_not_read(write, read):
    path = write("a")
    with path.with_suffix(".dat").open("ab") as file:
        file.write(b"\0" * 400)
    assert len(read(path).signal) == 1000


def gap(signal):
    signal[500:540, 0] = np.nan


def many_gaps(signal):
    signal[::5, 0] = np.nan


def nothing(signal):
    signal[:, 0] = np.nan


def flat(signal):
    signal[:, 0] = 0.2


def flat_for_a_while(signal):
    signal[300:700, 0] = 0.2


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (gap, "lead MLII has a gap of 40 samples"),
        (many_gaps, "20% of lead MLII is missing, which is more than a tenth"),
        (nothing, "100% of lead MLII is missing, which is more than a tenth"),
        (flat, "lead MLII is a flat line"),
        (flat_for_a_while, "lead MLII is a flat line for 400 samples"),
    ],
)
def test_a_signal_that_cannot_be_used_is_refused(write, read, wave, spoil, sentence):
    signal = wave(1000, 2)
    spoil(signal)
    assert read(write("a", signal=signal)) == Refusal("x", sentence)


@pytest.mark.parametrize("missing_bytes", [1, 2000, 4000])
def test_a_signal_shorter_than_its_header_says_is_refused(write, read, missing_bytes):
    path = write("a").with_suffix(".dat")
    path.write_bytes(path.read_bytes()[: 4000 - missing_bytes])
    sentence = f"a.dat has {4000 - missing_bytes:,} bytes, but its header asks for 4,000"
    assert read(path.with_suffix("")) == Refusal("x", sentence)


def test_other_broken_signals_are_refused(write, read):
    assert read(write("a"), num_leads=3).reason == "it has 2 of the 3 leads asked for: MLII, V1"
    sentence = "lead MLII is in mmHg, but it must be a voltage"
    assert read(write("b", unit="mmHg")).reason == sentence
    path = write("c")
    path.with_suffix(".dat").unlink()
    assert read(path).reason == "c.dat is not there"
    assert read(path.with_name("nowhere")).reason == "nowhere.hea is not there"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hello\n", "a.hea is no readable header (invalid syntax in record line)"),
        ("", "a.hea is no readable header (list index out of range)"),
        ("a 0 360 100\n", "a.hea names no signal with a sampling rate"),
        ("a 1 0 100\na.dat 16 200 11 1024 1 1 0 A\n", "a.hea names no signal with a sampling rate"),
        ("a 2 360 100\na.dat 16 200 11 1024 1 1 0 A\n", "a.hea does not name each of its leads"),
        ("a 1 360 100\na.dat 16\n", "a.hea does not name each of its leads"),
        ("a/2 1 360 100\nb 50\nc 50\n", "it has several segments"),
    ],
)
def test_a_header_that_cannot_be_used_is_refused(write, read, text, sentence):
    path = write("a")
    path.with_suffix(".hea").write_text(text)
    assert read(path).reason.startswith(sentence)


def test_a_signal_that_wfdb_cannot_decode_is_refused(write, read):
    path = write("a").with_suffix(".hea")
    path.write_text(path.read_text().replace(" 16 ", " 999 "))
    assert read(path).reason.startswith(("its signal cannot be read", "a.hea is no readable"))


def test_a_record_of_another_may_not_lend_its_marks(write, read):
    long, short = write("a"), write("b", marks=())
    assert read(short).reason == "it has no annotation file b.atr"
    shutil.copy(long.with_suffix(".atr"), short.with_suffix(".atr"))
    assert isinstance(read(short), Recording)
