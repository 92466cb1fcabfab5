"""Which marks are beats, and of which class."""

import numpy as np
import pytest
from wfdb.io.annotation import ann_labels

from hfgnn.data.recordings.symbols import FIVE_CLASSES, THREE_CLASSES, is_beat, label_beats
from hfgnn.types.beats import UNKNOWN


def test_beats_are_what_wfdb_calls_a_beat_or_a_contraction():
    words = ("beat", "contraction", "premature", "Learning", "bundle branch block")
    beats = {
        one.symbol: any(word in one.description for word in words)
        for one in ann_labels
        if one.symbol != " "
    }
    beats["x"] = False  # a P wave that was not conducted: "blocked APB"
    symbols = np.array(list(beats))
    assert is_beat(symbols).tolist() == list(beats.values())


def test_a_beat_without_a_name_is_a_beat():
    assert is_beat(np.array(["", "+"])).tolist() == [True, False]


def test_five_classes():
    symbols = np.array(list("NLRejAaJSVEF/fQ"))
    assert label_beats(symbols, FIVE_CLASSES).tolist() == [0] * 5 + [1] * 4 + [2, 2, 3, 4, 4, 4]


def test_of_three_classes_fusion_is_ventricular_and_paced_has_none():
    symbols = np.array(list("NLRejAaJSVEF/fQ"))
    expected = [0] * 5 + [1] * 4 + [2, 2, 2, UNKNOWN, UNKNOWN, UNKNOWN]
    assert label_beats(symbols, THREE_CLASSES).tolist() == expected


def test_a_mark_that_is_no_beat_and_a_beat_without_a_name_have_no_class():
    assert label_beats(np.array(["+", ""]), FIVE_CLASSES).tolist() == [UNKNOWN, UNKNOWN]
    assert label_beats(np.array([], dtype=str), FIVE_CLASSES).tolist() == []


def test_other_classes_are_refused():
    with pytest.raises(ValueError, match=r"classes are \['N', 'V'\], but must be N, S, V or"):
        label_beats(np.array(["N"]), ("N", "V"))
