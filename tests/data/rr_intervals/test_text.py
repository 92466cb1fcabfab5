"""A file of intervals is read in seconds or milliseconds, or refused in one sentence."""

import numpy as np
import pytest

from hfgnn.data.rr_intervals.text import Unusable, parse


def test_the_first_value_is_the_time_to_the_first_beat():
    typed = parse(b"225.79687500\n0.69531250\n0.71093750\n")
    assert typed.offset_ms == pytest.approx(225796.875)
    assert typed.rr_ms.tolist() == [695.3125, 710.9375]
    assert typed.between_normal_beats is None
    assert not typed.milliseconds


def test_milliseconds_are_told_by_their_median():
    typed = parse(b"0\n800\n750\n9000\n")
    assert typed.milliseconds
    assert typed.rr_ms.tolist() == [800, 750, 9000]


@pytest.mark.parametrize("separator", [" ", "\t", ",", ";", " ; "])
def test_an_interval_lies_between_normal_beats_if_both_its_beats_are_marked_so(separator):
    lines = ["5", "0.8", "0.5", "1.1", "0.8"]
    marks = ["N", "N", "V", "N", "N"]
    content = "\n".join(f"{a}{separator}{b}" for a, b in zip(lines, marks, strict=True))
    typed = parse(content.encode())
    assert typed.rr_ms.tolist() == [800, 500, 1100, 800]
    assert typed.between_normal_beats.tolist() == [True, False, False, True]


def test_empty_lines_and_foreign_line_ends_do_no_harm():
    assert parse(b"\xef\xbb\xbf1\r\n\r\n0.8\r\n0.9").rr_ms.tolist() == [800, 900]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xd8\xff\xe0\x00", "it is no text"),
        (b"1\x000.8", "it is no text"),
        (b"\n  \n", "it holds no numbers"),
        (b"1\n", "it holds one number, but the first is the time to the first beat"),
        (b"1\n0.8\nRR\n0.8\n", "value 3 is 'RR', which is no number"),
        (b"1\n0.8\nnan\n", "value 3 is 'nan', but it must be above 0"),
        (b"1\n0.8\n-0.8\n", "value 3 is '-0.8', but it must be above 0"),
        (b"1\ninf\n0.8\n", "value 2 is 'inf', but it must be above 0"),
        (b"-1\n0.8\n", "value 1 is '-1', but it must be above 0"),
        (b"1\n0.8 N\n", "value 2 stands in a line of 2 words, but each line must be a number, or"),
        (b"1 2 N\n", "value 1 stands in a line of 3 words"),
        (
            b"0,8\n0,9\n",
            "its first line is '0 8', but the second word must be the mark of a beat, and decimal "
            "commas must be points",
        ),
        (b"1\n72\n75\n70\n", "its median is 72, but it must be in [0.3, 2] where intervals are"),
    ],
)
def test_what_is_no_list_of_intervals_is_refused_with_its_reason(content, reason):
    with pytest.raises(Unusable) as refused:
        parse(content)
    assert str(refused.value).startswith(reason)


def test_a_long_word_is_shown_in_part():
    with pytest.raises(Unusable, match=r"value 2 is 'x{20}\.\.\.', which"):
        parse(b"1\n" + b"x" * 1000)


def test_a_file_as_long_as_a_day_is_read_whole():
    rr = np.full(100_000, 0.8)
    assert len(parse("\n".join(map(str, rr)).encode()).rr_ms) == 99_999
