"""29 patients with heart failure and 54 healthy people: who they are, and what tells them apart."""

import os
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from hfgnn.data.alike import alike
from hfgnn.data.reading import exact_copies
from hfgnn.data.rr_intervals.rr_intervals import RrIntervals

FOLDER = os.environ.get("HFGNN_REAL_DATA", "")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="HFGNN_REAL_DATA does not name a folder with real data"
)


def silent(items, /, **_):
    return items


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HFGNN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield RrIntervals(
            root=str(Path(FOLDER) / "rr_intervals"),
            positive=["chf"],
            least_hours=16,
            same_length=True,
            least_filled=0.5,
            intervals="all",
            picture="tachogram",
            crop=None,
            min_side_px=100,
            max_megapixels=100,
            near_duplicate_bits=60,
        ).read(silent)


def test_all_recordings_are_used_and_nobody_is_taken_for_another(cohort):
    assert (len(cohort.records), int(cohort.records.label.sum())) == (83, 29)
    assert cohort.refused == ()
    assert len(np.unique(cohort.records.group)) == 83
    assert exact_copies(cohort.records)[1] == ()
    assert alike(cohort.records, bits=60, progress=silent) == ()


def test_every_measure_is_known_of_everybody_and_plausible(cohort):
    column = dict(zip(cohort.measured.columns, cohort.measured.values.T, strict=True))
    assert np.isfinite(cohort.measured.values).all()
    sdnn = np.exp(column["recording_log_sdnn_ms"])
    ill = cohort.records.label == 1
    # Healthy adults have an SDNN of 141 +- 39 ms over a day (Task Force 1996, table 4).
    assert 110 < np.median(sdnn[~ill]) < 170
    assert np.median(sdnn[ill]) < 100
    assert 0.7 < np.median(column["recording_dfa_alpha1"]) < 1.5


def test_logistic_regression_on_the_measures_tells_heart_failure(cohort):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))
    x, y = cohort.measured.values, cohort.records.label
    areas = []
    for seed in range(5):
        folds = StratifiedKFold(5, shuffle=True, random_state=seed)
        scores = cross_val_predict(model, x, y, cv=folds, method="predict_proba")[:, 1]
        areas.append(roc_auc_score(y, scores))
    assert np.mean(areas) > 0.91


def test_the_length_of_a_recording_alone_tells_much_and_is_said(cohort):
    assert "hours recorded 0.78" in cohort.notes[-1]
