"""Settings of recordings and beats are refused in one sentence."""

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.recordings import (
    BeatTable,
    FixedWindow,
    KaggleWindow,
    SimulatedRecords,
    WfdbRecords,
)


@pytest.fixture
def good(tmp_path):
    table = tmp_path / "a.csv"
    table.write_text("")
    return {
        WfdbRecords: {
            "root": str(tmp_path),
            "leads": [],
            "num_leads": 1,
            "sampling_hz": None,
            "annotator": "atr",
            "patient_pattern": None,
            "same_patient": [],
            "max_gap_s": 0.0,
            "max_flat_s": 1.0,
        },
        BeatTable: {
            "paths": [str(table)],
            "classes": ["a", "b"],
            "samples": 2,
            "sampling_hz": 125.0,
            "lead": "II",
        },
        SimulatedRecords: {
            "patients": 6,
            "minutes": 0.5,
            "paced": 5,
            "sampling_hz": 100.0,
            "num_leads": 2,
            "cohort_seed": 0,
        },
        FixedWindow: {
            "sampling_hz": 360.0,
            "before": 0,
            "after": 1,
            "low_hz": 0.5,
            "high_hz": 40.0,
            "order": 1,
        },
        KaggleWindow: {
            "sampling_hz": 125.0,
            "samples": 2,
            "stretch_s": 2.0,
            "rr_intervals": 1.2,
            "low_hz": None,
            "high_hz": None,
            "order": 8,
        },
    }


def test_settings_at_their_limits_are_accepted(good):
    for schema, settings in good.items():
        assert schema(**settings).__dict__.items() >= settings.items()


@pytest.mark.parametrize(
    ("schema", "changes", "sentence"),
    [
        (WfdbRecords, {"root": "nowhere"}, "data.root is 'nowhere', but it must be a folder of"),
        (WfdbRecords, {"num_leads": 0}, "data.num_leads is 0, but it must be at least 1"),
        (WfdbRecords, {"sampling_hz": 49.0}, r"data.sampling_hz is 49.0, .* in \[50, 10000\]"),
        (WfdbRecords, {"max_gap_s": -1.0}, "data.max_gap_s is -1.0, but it must be at least 0"),
        (WfdbRecords, {"max_flat_s": 0.0}, "data.max_flat_s is 0.0, but it must be above 0"),
        (BeatTable, {"paths": []}, r"data.paths is \[\], but it must be one file or more"),
        (BeatTable, {"paths": ["no.csv"]}, "data.paths is 'no.csv', but it must be a file with"),
        (BeatTable, {"classes": ["a"]}, "data.classes is .*, but it must be two names or more"),
        (BeatTable, {"samples": 1}, "data.samples is 1, but it must be at least 2"),
        (BeatTable, {"sampling_hz": 0.0}, "data.sampling_hz is 0.0, but it must be above 0"),
        (SimulatedRecords, {"patients": 5}, "data.patients is 5, but it must be at least 6"),
        (SimulatedRecords, {"minutes": 0.4}, r"data.minutes is 0.4, but it must be in \[0.5, 60\]"),
        (SimulatedRecords, {"paced": 6}, "data.paced is 6, but it must be at least 0 and below"),
        (SimulatedRecords, {"sampling_hz": 99.0}, r"data.sampling_hz is 99.0, .* in \[100, 1000\]"),
        (SimulatedRecords, {"num_leads": 3}, "data.num_leads is 3, but it must be 1 or 2"),
        (SimulatedRecords, {"cohort_seed": -1}, "data.cohort_seed is -1, but it must be at least"),
        (FixedWindow, {"sampling_hz": 40.0}, "segmentation.sampling_hz is 40.0, .* at least 50"),
        (FixedWindow, {"low_hz": 180.0}, r"segmentation.low_hz is 180.0, .* in \(0, 180\)"),
        (FixedWindow, {"low_hz": 0.0}, r"segmentation.low_hz is 0.0, .* in \(0, 180\)"),
        (FixedWindow, {"high_hz": 0.5}, "segmentation.high_hz is 0.5, .* above low_hz"),
        (FixedWindow, {"order": 9}, r"segmentation.order is 9, but it must be in \[1, 8\]"),
        (FixedWindow, {"before": -1}, "segmentation.before is -1, but it must be at least 0"),
        (FixedWindow, {"after": 0}, "segmentation.after is 0, but it must be at least 1"),
        (KaggleWindow, {"samples": 1}, "segmentation.samples is 1, but it must be at least 2"),
        (KaggleWindow, {"stretch_s": 1.0}, "segmentation.stretch_s is 1.0, .* at least 2"),
        (KaggleWindow, {"rr_intervals": 0.0}, "segmentation.rr_intervals is 0.0, .* above 0"),
    ],
)
def test_a_wrong_setting_is_named_with_its_value_and_its_rule(good, schema, changes, sentence):
    with pytest.raises(ConfigError, match=sentence):
        schema(**(good[schema] | changes))
