"""Settings of RR intervals that cannot be meant are refused in one sentence."""

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.rr_intervals import Intervals, Picture, RrIntervals


def settings(folder, **changed):
    given = {
        "root": str(folder),
        "positive": ["chf"],
        "least_hours": 16.0,
        "same_length": True,
        "least_filled": 0.5,
        "intervals": Intervals.all,
        "picture": Picture.poincare,
        "crop": None,
        "min_side_px": 100,
        "max_megapixels": 100.0,
        "near_duplicate_bits": 60,
    }
    return RrIntervals(**given | changed)


def test_settings_that_fit_are_taken(tmp_path):
    assert settings(tmp_path).picture == "poincare"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"root": "/nowhere"}, "data.root is '/nowhere', but it must be a folder"),
        ({"positive": []}, r"data.positive is \[\], but it must be one class or more"),
        ({"least_hours": 0.1}, r"data.least_hours is 0.1, but it must be in \[0.5, 48\]"),
        ({"least_filled": 0.0}, r"data.least_filled is 0.0, but it must be in \(0, 1\]"),
        ({"min_side_px": 0}, "data.min_side_px is 0, but it must be at least 1"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path, changed, sentence):
    with pytest.raises(ConfigError, match=sentence):
        settings(tmp_path, **changed)
