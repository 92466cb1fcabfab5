"""Settings of heart sounds that are refused in one sentence."""

import pytest

from hfgnn.config.check import ConfigError
from hfgnn.config.sounds import (
    Cinc2016,
    PascalSounds,
    Scaling,
    SimulatedSounds,
    SoundControls,
    Spectrogram,
)

SOURCE = {"classes": ["normal", "murmur"], "positive": ["murmur"], "sampling_hz": 2000.0}
FILES = SOURCE | {
    "root": "/",
    "min_sampling_hz": 1000.0,
    "min_seconds": 0.5,
    "max_seconds": 60.0,
    "min_rms": 0.0001,
}
SIMULATED = SOURCE | {
    "patients": 40,
    "clips": 2,
    "prevalence": 0.4,
    "murmur": 0.3,
    "seconds": [1.0, 2.0],
    "cohort_seed": 0,
}
PICTURE = {
    "window_s": 0.03,
    "hop_s": 0.01,
    "num_mels": 16,
    "low_hz": 20.0,
    "high_hz": 800.0,
    "range_db": 80.0,
    "scaling": Scaling.loud,
    "is_centred": False,
    "picture_px": None,
}
CONTROLS = {"logistic_penalties": [0.1], "forest_trees": 10, "forest_least_in_leaf": 2}
GOOD = {
    PascalSounds: FILES,
    Cinc2016: FILES | {"patient_table": None},
    SimulatedSounds: SIMULATED,
    Spectrogram: PICTURE,
    SoundControls: CONTROLS,
}


@pytest.mark.parametrize("schema", GOOD)
def test_good_settings_pass(schema):
    schema(**GOOD[schema])


@pytest.mark.parametrize(
    ("schema", "changes", "sentence"),
    [
        (PascalSounds, {"classes": ["normal"]}, r"data\.classes is \['normal'\], .* two or more"),
        (PascalSounds, {"classes": ["a", "a"]}, r"data\.classes is .* different names"),
        (PascalSounds, {"positive": []}, r"data\.positive is \[\], .* one or more"),
        (PascalSounds, {"positive": ["normal", "murmur"]}, r"data\.positive is .* not all"),
        (PascalSounds, {"positive": ["artifact"]}, r"data\.positive is .*normal, murmur"),
        (PascalSounds, {"sampling_hz": 100.0}, r"data\.sampling_hz is 100\.0, .*\[500, 48000\]"),
        (PascalSounds, {"root": "/no/such"}, r"data\.root is '/no/such', .* a folder"),
        (PascalSounds, {"min_sampling_hz": 1.0}, r"data\.min_sampling_hz is 1\.0"),
        (PascalSounds, {"min_seconds": 0.0}, r"data\.min_seconds is 0\.0, .* above 0"),
        (PascalSounds, {"max_seconds": 0.1}, r"data\.max_seconds is 0\.1, .* 0\.5"),
        (PascalSounds, {"min_rms": 1.0}, r"data\.min_rms is 1\.0, .*\[0, 1\)"),
        (Cinc2016, {"patient_table": "/no/table.csv"}, r"data\.patient_table is '/no/table\.csv'"),
        (SimulatedSounds, {"classes": ["murmur", "normal"]}, r"data\.classes .* normal first"),
        (SimulatedSounds, {"patients": 19}, r"data\.patients is 19, .* at least 20"),
        (SimulatedSounds, {"clips": 0}, r"data\.clips is 0"),
        (SimulatedSounds, {"prevalence": 1.0}, r"data\.prevalence is 1\.0"),
        (SimulatedSounds, {"murmur": -1.0}, r"data\.murmur is -1\.0"),
        (SimulatedSounds, {"seconds": [3.0, 2.0]}, r"data\.seconds is .* shortest and longest"),
        (SimulatedSounds, {"cohort_seed": -1}, r"data\.cohort_seed is -1"),
        (Spectrogram, {"window_s": 3.0}, r"spectrogram\.window_s is 3\.0"),
        (Spectrogram, {"hop_s": 0.05}, r"spectrogram\.hop_s is 0\.05, .*0\.03"),
        (Spectrogram, {"num_mels": 3}, r"spectrogram\.num_mels is 3"),
        (Spectrogram, {"low_hz": -1.0}, r"spectrogram\.low_hz is -1\.0"),
        (Spectrogram, {"high_hz": 10.0}, r"spectrogram\.high_hz is 10\.0, .* above low_hz"),
        (Spectrogram, {"range_db": 5.0}, r"spectrogram\.range_db is 5\.0"),
        (Spectrogram, {"picture_px": 8}, r"spectrogram\.picture_px is 8"),
        (SoundControls, {"logistic_penalties": []}, r"controls\.logistic_penalties is \[\]"),
        (SoundControls, {"forest_trees": 0}, r"controls\.forest_trees is 0"),
        (SoundControls, {"forest_least_in_leaf": 0}, r"controls\.forest_least_in_leaf is 0"),
    ],
)
def test_what_cannot_be_is_refused(schema, changes, sentence):
    with pytest.raises(ConfigError, match=sentence):
        schema(**GOOD[schema] | changes)


def test_names_that_stand_in_two_places_are_the_same():
    from hfgnn.config.sounds import LEAST_PX, SIMULATED_CLASSES
    from hfgnn.data.sounds.simulated import CLASSES
    from hfgnn.models.sound_published import SMALLEST

    assert SIMULATED_CLASSES == CLASSES
    assert LEAST_PX == SMALLEST
