"""Tables of beats: no line is lost, and what is wrong is named with its line."""

import numpy as np
import pytest

from hfgnn.data.recordings.beat_table import BeatTable
from hfgnn.types import DataError
from hfgnn.types.beats import UNKNOWN


@pytest.fixture
def read(tmp_path):
    def make(*texts, classes=("N", "S", "V", "F", "Q"), samples=3):
        paths = [tmp_path / f"part{number}.csv" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        return BeatTable(
            paths=[str(path) for path in paths],
            classes=classes,
            samples=samples,
            sampling_hz=125,
            lead="II",
        ).read(lambda items, /, **_: items)

    return make


def test_every_line_is_a_beat_also_the_first(read):
    table = read("0.1,0.2,0.3,0.0\n1.0,0.5,0.0,2.000e+00\n", "0,0,1,4\n")
    beats = table.beats
    assert beats.signal.shape == (3, 1, 3)
    np.testing.assert_allclose(beats.signal[:, 0], [[0.1, 0.2, 0.3], [1, 0.5, 0], [0, 0, 1]])
    assert beats.label.tolist() == [0, 2, 4]
    assert beats.symbol.tolist() == ["N", "V", "Q"]
    assert beats.record_id.tolist() == ["part0", "part0", "part1"]
    assert (beats.classes, beats.leads, beats.sampling_hz) == (
        ("N", "S", "V", "F", "Q"),
        ("II",),
        125,
    )
    assert beats.mark == 0
    assert table.source == "3 beats of part0, part1"


def test_nobody_knows_whose_a_beat_is_and_that_is_said(read):
    table = read("0,0,1,0\n0,0,1,1\n")
    assert table.stamps == ("patients unknown",)
    assert table.beats.group.tolist() == [UNKNOWN, UNKNOWN]
    assert table.beats.sample.tolist() == [UNKNOWN, UNKNOWN]
    assert table.beats.number.tolist() == [UNKNOWN, UNKNOWN]
    assert table.beats.patient_id.tolist() == ["", ""]
    assert np.isnan(table.beats.previous_rr_s).all()
    assert np.isnan(table.beats.next_rr_s).all()


def test_classes_of_a_diagnosis_have_no_symbol(read):
    beats = read("0,0,1,0\n0,0,1,1\n", classes=("normal", "abnormal")).beats
    assert beats.label.tolist() == [0, 1]
    assert beats.symbol.tolist() == ["", ""]


def test_windows_line_ends_a_byte_order_mark_and_an_empty_line_do_no_harm(read):
    beats = read(b"\xef\xbb\xbf0.5,0,1,0\r\n0,0,1,3\r\n\r\n").beats
    assert beats.label.tolist() == [0, 3]
    assert beats.signal[0, 0, 0] == 0.5


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0,1,0\n0,1,0\n", r"part0.csv, line 1 has 3 columns, but it must have 3 values and the"),
        ("0,0,1,0\n0,1,0\n", "part0.csv, line 2 has 3 columns"),
        ("0,0,1,0\n0,0,0,1,0\n", "part0.csv, line 2 has 5 columns"),
        ("0,0,1,0\n0,x,1,0\n", "part0.csv, line 2, column 2 is 'x', but it must be a number"),
        ("a,b,c,label\n0,0,1,0\n", "part0.csv, line 1, column 1 is 'a', but it must be a number"),
        ("0,0,1,0\n0,,1,0\n", "part0.csv, line 2, column 2 is '', but it must be a number"),
        ("0,0,1,0\n0,nan,1,0\n", "part0.csv, line 2, column 2 is 'nan', but it must be a number"),
        ("0,0,1,0\n0,inf,1,0\n", "part0.csv, line 2, column 2 is 'inf', but it must be a number"),
        ("0,0,1,0\n0,0,1,5\n", r"part0.csv, line 2 has the class 5, but it must be one of 0 \(N\)"),
        ("0,0,1,-1\n", "part0.csv, line 1 has the class -1, but it must be one of"),
        ("0,0,1,0.5\n", "part0.csv, line 1 has the class 0.5, but it must be one of"),
        ("", "part0.csv holds no beat, but it must have one beat per line"),
        (b"\xff\xfe\x00\x01", "part0.csv is no text, but it must be a CSV file of beats"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(read, text, sentence):
    with pytest.raises(DataError, match=sentence):
        read(text)


def test_a_file_that_is_not_there_or_there_twice_is_refused(tmp_path):
    def table(*paths):
        return BeatTable(paths=paths, classes=("N", "S"), samples=3, sampling_hz=125, lead="II")

    with pytest.raises(DataError, match=r"data.paths names nowhere.csv, which cannot be read"):
        table(str(tmp_path / "nowhere.csv")).read(lambda items, /, **_: items)
    with pytest.raises(DataError, match=r"data.paths names two files a, but each must be another"):
        table("a.csv", "b/a.csv").read(lambda items, /, **_: items)
