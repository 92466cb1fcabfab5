from dataclasses import replace

import numpy as np
import pytest

from hfgnn.reports.beats.colours import class_colours
from hfgnn.reports.beats.excerpts import excerpts
from hfgnn.reports.beats.strip import Strip, draw_strip
from hfgnn.reports.canvas import BLUE, INK, VERMILLION
from hfgnn.types import ClassPredictions, Recording

CLASSES = ("N", "S", "V")


@pytest.fixture
def strip():
    """Five seconds with four beats, the second called wrongly."""
    return Strip(
        title="record 103",
        signal=np.sin(np.arange(1800) / 45).astype(np.float32),
        sampling_hz=360.0,
        start_s=12.0,
        sample=np.array([100, 500, 900, 1500]),
        classes=CLASSES,
        predicted=np.array([0, 1, 2, 0]),
        probability=np.array([0.99, 0.62, 0.95, 0.7]),
        label=np.array([0, 0, 2, 0]),
    )


def drawn(strip, seconds=5.0, rows=3, stamps=()):
    return draw_strip(strip, seconds_per_row=seconds, most_rows=rows, stamps=stamps)


def letters(axes):
    return [text.get_text() for text in axes.texts]


def test_each_beat_has_its_letter_and_errors_say_what_it_is(strip):
    (axes,) = drawn(strip, stamps=("random weights",)).axes
    assert letters(axes) == ["N", "S .62\nis N", "V", "N .70"]
    frames = [text.get_bbox_patch() is not None for text in axes.texts]
    assert frames == [False, True, False, False]
    assert axes.texts[0].get_position()[0] == pytest.approx(12 + 100 / 360)
    assert "random weights" in drawn(strip, stamps=("random weights",)).texts[0].get_text()


def test_without_the_truth_nothing_is_marked_wrong(strip):
    figure = drawn(replace(strip, label=None))
    assert letters(figure.axes[0]) == ["N", "S .62", "V", "N .70"]
    assert "framed: wrong" not in [t.get_text() for t in figure.axes[0].get_legend().get_texts()]


def test_beats_are_coloured_half_way_to_their_neighbours(strip):
    pieces = [line for line in drawn(strip).axes[0].lines if line.get_color() != INK]
    assert [line.get_color() for line in pieces] == [BLUE, VERMILLION]
    first = pieces[0].get_xdata()
    assert first[0] == pytest.approx(12 + 500 / 360 - 0.35, abs=2 / 360)
    near = replace(strip, sample=np.array([100, 500, 600, 1500]))
    piece = next(line for line in drawn(near).axes[0].lines if line.get_color() == BLUE)
    assert piece.get_xdata()[-1] == pytest.approx(12 + 550 / 360, abs=2 / 360)


def test_rows_follow_each_other_and_the_rest_is_said_to_be_cut(strip):
    figure = drawn(strip, seconds=2.0)
    assert len(figure.axes) == 3
    assert [axes.get_xlim() for axes in figure.axes] == [(12, 14), (14, 16), (16, 18)]
    assert sum(len(axes.texts) for axes in figure.axes) == 4
    assert figure.axes[0].get_title(loc="left") == "record 103"
    cut = drawn(strip, seconds=2.0, rows=2)
    assert len(cut.axes) == 2
    assert cut.axes[0].get_title(loc="left") == "record 103, the first 4 s"


def test_a_large_square_is_a_fifth_of_a_second_by_half_a_millivolt(strip):
    lines = drawn(strip).axes[0].collections
    columns = [segment[0, 0] for segment in lines[2].get_segments()]
    assert np.diff(columns) == pytest.approx(0.2)
    rows = [segment[0, 1] for segment in lines[3].get_segments()]
    assert np.diff(rows) == pytest.approx(0.5)


def test_a_signal_that_is_not_in_millivolt_gets_no_lines_across(strip):
    in_counts = replace(strip, signal=1000 * strip.signal)
    assert len(drawn(in_counts).axes[0].collections) == 2


def test_strips_without_beats_or_signal_are_drawn(strip):
    none = np.zeros(0, dtype=np.int64)
    bare = replace(
        strip, sample=none, predicted=none, probability=np.zeros(0), label=None,
        signal=np.zeros(0, np.float32),
    )  # fmt: skip
    assert letters(drawn(bare).axes[0]) == []


def test_crowded_beats_have_letters_only(strip):
    many = 20
    crowded = replace(
        strip, sample=np.arange(many) * 80, predicted=np.ones(many, np.int64),
        probability=np.full(many, 0.5), label=None,
    )  # fmt: skip
    assert set(letters(drawn(crowded).axes[0])) == {"S"}


def test_columns_of_other_lengths_and_rows_without_length_are_refused(strip):
    with pytest.raises(ValueError, match="columns of \\[3, 4\\] rows"):
        replace(strip, predicted=np.zeros(3, np.int64))
    with pytest.raises(ValueError, match="must be one with a length"):
        drawn(strip, seconds=0.0)
    with pytest.raises(ValueError, match="must be one with a length"):
        drawn(strip, rows=0)


def test_no_two_classes_share_a_colour():
    assert len(set(class_colours(("N", "S", "V", "F", "Q")))) == 5
    assert class_colours(("V", "N")) == (VERMILLION, INK)


def test_excerpts_are_where_most_errors_are():
    names = np.repeat(np.array(["a", "b", "c"]), 10)
    at = np.tile(np.arange(10) * 250, 3)  # a beat each second at 250 Hz
    label, called = np.zeros(30, np.int64), np.zeros(30, np.int64)
    called[[5, 6, 7, 9]] = 1  # in a: seconds 5, 6, 7 and 9
    called[12] = 2  # in b
    predictions = ClassPredictions(
        model="cnn", classes=CLASSES, record_id=names, patient_id=names,
        group=np.repeat(np.arange(3), 10), sample=at, seed=np.zeros(30, np.int64), label=label,
        probability=0.1 + 0.7 * np.eye(3)[called],
    )  # fmt: skip
    recordings = [
        Recording(name, name, np.zeros((1250, 1), np.float32), ("II",), 125.0,
                  np.zeros(0, np.int64), np.zeros(0, np.str_))
        for name in "abc"
    ]  # fmt: skip
    first, second = excerpts(predictions, recordings, sampling_hz=250.0, seconds=4.0, number=5)
    assert (first.title, second.title) == ("record a, lead II", "record b, lead II")
    assert first.start_s == pytest.approx(4.8)
    assert first.seconds == pytest.approx(4)
    # Seconds 5 to 8, at 125 Hz from the start of the piece.
    assert first.sample.tolist() == [25, 150, 275, 400]
    assert first.predicted.tolist() == [1, 1, 1, 0]
    assert first.probability == pytest.approx(0.8)
    one = excerpts(predictions, recordings[1:], sampling_hz=250.0, seconds=4.0, number=5)
    assert [strip.title for strip in one] == ["record b, lead II"]
