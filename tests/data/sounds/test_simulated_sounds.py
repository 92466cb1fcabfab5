"""Simulated hearts: what is asked for is there, and loudness of the murmur is what tells."""

import numpy as np
import pytest
from scipy.signal import welch
from sklearn.metrics import roc_auc_score

from hfgnn.data.sounds.simulated import SimulatedSounds


def progress(items, /, *, total, description):
    return items


def read(**changes):
    settings = {
        "patients": 40,
        "clips": 3,
        "classes": ["normal", "murmur"],
        "positive": ["murmur"],
        "prevalence": 0.5,
        "murmur": 0.5,
        "seconds": [2, 3],
        "sampling_hz": 1000,
        "cohort_seed": 0,
    }
    return SimulatedSounds(**settings | changes).read(progress)


@pytest.fixture(scope="module")
def sounds():
    return read()


def test_the_same_settings_give_the_same_sounds(sounds):
    again = read()
    assert all(np.array_equal(a, b) for a, b in zip(sounds.signal, again.signal, strict=True))
    assert not np.array_equal(sounds.signal[0][:1000], read(cohort_seed=1).signal[0][:1000])


def test_patients_clips_and_classes_are_as_asked(sounds):
    records = sounds.cohort.records
    patients, clips = np.unique(records.patient_id, return_counts=True)
    assert len(patients) == 40
    assert clips.min() == 1
    assert clips.max() == 3
    ill = {p for p, y in zip(records.patient_id.tolist(), records.label.tolist(), strict=True) if y}
    assert len(ill) == 20
    assert sounds.cohort.stamps == ("simulated cohort",)
    lengths = np.array([len(one) for one in sounds.signal]) / 1000
    assert lengths.min() >= 2
    assert lengths.max() <= 3
    assert all(np.abs(one).max() <= 0.9 + 1e-6 for one in sounds.signal)


def auroc_of_high_pitch(sounds):
    shares = []
    for signal in sounds.signal:
        hz, power = welch(signal, 1000, nperseg=256)
        shares.append(power[(hz > 150) & (hz < 350)].sum() / power.sum())
    return roc_auc_score(sounds.cohort.records.label, shares)


def test_a_murmur_is_heard_and_its_absence_is_not(sounds):
    assert auroc_of_high_pitch(sounds) > 0.9
    assert abs(auroc_of_high_pitch(read(murmur=0.0, patients=200)) - 0.5) < 0.1


def test_extrasystoles_are_a_class_of_their_own():
    sounds = read(classes=["normal", "murmur", "extrastole"], prevalence=0.5)
    assert set(sounds.class_number.tolist()) == {0, 1, 2}
    assert np.array_equal(sounds.cohort.records.label, sounds.class_number == 1)
