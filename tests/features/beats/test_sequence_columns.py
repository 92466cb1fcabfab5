"""The columns for a network that sees the neighbours itself."""

import numpy as np
import pytest

from hfgnn.features.beats.sequence_columns import compares


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("previous_rr_s", False),
        ("previous_by_pace11", True),
        ("lead0_qrs_alike", True),
        ("lead1_qrs_alike", False),
        ("lead0_qrs_alike_2_before", False),
        ("previous_by_pace11_1_after", False),
        ("lead0_steep", False),
        ("lead0_steep_by_usual", True),
        ("lead0_qrs_kin95_share", True),
        ("next1_by_previous", True),
    ],
)
def test_only_comparisons_of_the_beat_with_its_recording_are_kept(name, kept):
    assert compares((name,)).tolist() == [kept]


def test_no_columns_are_no_choice():
    assert compares(()).shape == (0,)
    assert compares(()).dtype == np.bool_
