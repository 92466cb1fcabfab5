"""The PASCAL heart sounds, set B: how many there are, whose, and what simple models reach."""

import os
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from hfgnn.data.sounds.pascal_sounds import PascalSounds
from hfgnn.features.sounds.band_energy import band_energy

FOLDER = os.environ.get("HFGNN_REAL_DATA", "")

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="HFGNN_REAL_DATA does not name a folder with real data"
)


@pytest.fixture(scope="module")
def sounds():
    source = PascalSounds(
        root=str(Path(FOLDER) / "heart_sounds"),
        classes=["normal", "murmur", "extrastole"],
        positive=["murmur"],
        sampling_hz=2000,
        min_sampling_hz=1000,
        min_seconds=0.5,
        max_seconds=600,
        min_rms=1e-4,
    )
    return source.read(lambda items, /, **_: items)


def test_all_clips_can_be_read_and_none_is_there_twice(sounds):
    records = sounds.cohort.records
    names, counts = np.unique(records.class_name, return_counts=True)
    found = dict(zip(names.tolist(), counts.tolist(), strict=True))
    assert found == {"normal": 320, "murmur": 95, "extrastole": 46}
    assert sounds.cohort.refused == ()
    assert len(set(records.content_hash.tolist())) == 461
    assert sum(value == "yes" for value in sounds.cohort.attributes["noisy"].values()) == 149


def test_patients_have_several_clips_and_are_kept_together(sounds):
    records = sounds.cohort.records
    told_apart = records.take(np.flatnonzero(records.class_name != "extrastole"))
    assert len(set(told_apart.patient_id.tolist())) == 160
    for patient in set(records.patient_id.tolist()):
        assert len(set(records.group[records.patient_id == patient].tolist())) == 1


def test_a_logistic_regression_on_band_energies_reaches_what_is_known_of_it(sounds):
    keep = np.flatnonzero(sounds.cohort.records.class_name != "extrastole")
    label, group = sounds.cohort.records.label[keep], sounds.cohort.records.group[keep]
    x = band_energy([sounds.signal[row] for row in keep.tolist()], 2000)
    said = np.zeros(len(keep))
    for train, test in StratifiedGroupKFold(5, shuffle=True, random_state=0).split(x, label, group):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.03, max_iter=2000))
        said[test] = model.fit(x[train], label[train]).predict_proba(x[test])[:, 1]
    assert 0.76 < roc_auc_score(label, said) < 0.82
