"""A folder of records: whose they are, what is said of them, and what is refused."""

import numpy as np
import pytest

from hfgnn.data.recordings.wfdb_records import WfdbRecords
from hfgnn.types import DataError, Refusal

NOBODYS = "{} records do not say whose they are; each counts as a patient of its own"


def through(items, /, **_):
    return items


@pytest.fixture
def read(tmp_path):
    def make(**changes):
        settings = {
            "root": str(tmp_path),
            "leads": ["MLII", "II"],
            "num_leads": 1,
            "sampling_hz": None,
            "annotator": "atr",
            "patient_pattern": r"(patient\d+)/",
            "same_patient": [["201", "202"]],
            "max_gap_s": 0.1,
            "max_flat_s": 1.0,
        }
        return WfdbRecords(**(settings | changes)).read(through)

    return make


def test_a_flat_folder_has_a_patient_per_record_but_for_those_named(write, read):
    for name in ("201", "100", "202"):
        write(name)
    recordings = read().recordings
    assert [one.record_id for one in recordings] == ["100", "201", "202"]
    assert [one.patient_id for one in recordings] == ["100", "201+202", "201+202"]
    assert read().notes == (NOBODYS.format(1),)


def test_the_two_are_one_patient_below_a_folder_too(write, read):
    write("mitdb/201")
    write("mitdb/202")
    assert {one.patient_id for one in read().recordings} == {"201+202"}


def test_a_folder_per_patient_names_the_patient(write, read):
    for name in ("patient001/s0010_re", "patient001/s0014lre", "patient002/s0015lre"):
        write(name, leads=("i", "ii"))
    records = read()
    assert records.recordings[0].record_id == "patient001/s0010_re"
    assert [one.patient_id for one in records.recordings] == ["patient001"] * 2 + ["patient002"]
    assert {one.leads for one in records.recordings} == {("ii",)}
    assert records.notes == ()
    assert records.source.startswith("3 records of 2 patients under ")


def test_without_a_pattern_the_path_is_the_patient(write, read):
    write("patient001/a")
    assert read(patient_pattern=None).recordings[0].patient_id == "patient001/a"


def test_what_cannot_be_used_is_refused_and_the_others_are_read(write, read, wave):
    flat = wave(1000, 2)
    flat[:, 0] = 0
    write("a")
    write("b", signal=flat)
    write("c", marks=())
    records = read()
    assert [one.record_id for one in records.recordings] == ["a"]
    assert records.refused == (
        Refusal("b", "lead MLII is a flat line"),
        Refusal("c", "it has no annotation file c.atr"),
    )
    assert (records.stamps, records.notes) == ((), (NOBODYS.format(1),))


def test_what_was_changed_is_said(write, read, wave):
    signal = wave(1000, 2)
    signal[10:15, 0] = np.nan
    write("a", signal=signal)
    write("b", sampling_hz=250)
    write("c", sampling_hz=250, leads=("V5", "V1"))
    write("d", leads=("V5", "V1"))
    assert read(sampling_hz=360.0).notes == (
        NOBODYS.format(4),
        "2 records were resampled from 250 to 360 Hz",
        "lead V5 instead of MLII or II was taken in c, d",
        "a: 5 missing samples were bridged",
    )


def test_a_folder_of_which_nothing_can_be_used_is_refused(write, read, tmp_path):
    with pytest.raises(DataError, match=r"data.root is .*, but it holds no WFDB header \(\*.hea\)"):
        read()
    write("a", marks=())
    sentence = "but no record can be used; 1 files were refused, the first, a: it has no annotation"
    with pytest.raises(DataError, match=sentence):
        read()
    with pytest.raises(DataError, match="nowhere', but it must be a folder of WFDB records"):
        read(root=str(tmp_path / "nowhere"))


@pytest.mark.parametrize("pattern", ["(", "patient", "(a)(b)"])
def test_a_pattern_that_does_not_find_one_patient_is_refused(write, read, pattern):
    write("a")
    with pytest.raises(DataError, match="but it must be a regular expression with one group"):
        read(patient_pattern=pattern)


def test_hidden_files_are_not_read(write, read):
    write("a")
    write("a").with_name(".b.hea").write_text("x")
    assert read().refused == ()
