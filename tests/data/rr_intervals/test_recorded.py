"""What is said of all recordings adds up."""

import pytest

from hfgnn.data.rr_intervals.recorded import Recorded, notes_of


def recorded(**changed):
    told = {
        "page": "",
        "values": [],
        "offset_s": 1.0,
        "hours": 20.0,
        "num_intervals": 100,
        "num_in_range": 80,
        "num_normal": 60,
        "milliseconds": False,
    }
    return Recorded(**told | changed)


def test_shares_are_of_what_they_say():
    assert recorded().out_of_range_share == pytest.approx(0.2)
    assert recorded().not_normal_share == pytest.approx(0.25)


def test_notes_count_over_all_recordings():
    both = [recorded(), recorded(num_normal=79, hours=24.06, milliseconds=True)]
    first, unit, hours, gaps, ectopic, shortcuts = notes_of(both, [1, 0], ectopic=False, hours=None)
    assert first.endswith("is not used.")
    assert unit.startswith("1 file is in milliseconds")
    assert hours == "Recordings last 20.0 to 24.1 h; all of it is used."
    assert gaps == "40 of 200 intervals are not in 0.3-2 s and left out as gaps or artefacts."
    assert ectopic.startswith("21 of the other 160 are not between normal beats")
    assert ectopic.endswith("are left out, too.")
    assert shortcuts.endswith("share of intervals not between normal beats 1.00.")


def test_several_files_in_milliseconds_are_counted():
    notes = notes_of([recorded(milliseconds=True)] * 3, [1, 0, 0], ectopic=True, hours=16)
    assert notes[1].startswith("3 files are in milliseconds")
