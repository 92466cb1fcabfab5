"""Plain logistic regression on MUSIC, outside the pipeline: what the pipeline must keep up with.

    python experiments/heart_failure/plain_logistic.py data/music

Ridge penalty, 5 x 5 stratified folds, everything fitted on the training rows of a fold. Three
tables: which columns, who counts as alive, and whether further columns say what was missing.
"""

from __future__ import annotations

import sys

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, PowerTransformer, StandardScaler

from hfgnn.data.music.patients import Music
from hfgnn.types import CLINICAL_COLUMNS, Cohort

FOLDS, REPEATS = 5, 5
STRENGTH = 0.01
"""Inverse strength of the penalty, one for all tables."""

NOBODY = -1.0
"""A level of its own for a category that is not known, once it is imputed."""


def main(root: str) -> None:
    """Print the tables."""
    for horizon, censored in ((1460, "left_out"), (None, "left_out"), (None, "counted_alive")):
        source = Music(root=root, target="death", horizon_days=horizon, censored=censored, also=[])
        cohort = source.read(lambda items, /, **_: items)
        print(f"\n{cohort.source}; censored {censored}")
        print(f"{'':34}{'five columns':>14}{'all columns':>14}")
        for straighten in (False, True):
            for mark in (False, True):
                scores = [auroc(cohort, five, straighten, mark) for five in (True, False)]
                name = ("Yeo-Johnson" if straighten else "as measured") + (
                    ", gaps marked" if mark else ", gaps filled"
                )
                print(f"{name:34}{scores[0]:14.3f}{scores[1]:14.3f}", flush=True)


def auroc(cohort: Cohort, five: bool, straighten: bool, mark: bool) -> float:
    """Mean over all folds."""
    values, is_category = columns_of(cohort, five)
    label = cohort.records.label
    folds = RepeatedStratifiedKFold(n_splits=FOLDS, n_repeats=REPEATS, random_state=0)
    scores = []
    for train, test in folds.split(values, label):
        model = make_pipeline(
            prepared(is_category, straighten, mark),
            LogisticRegression(C=STRENGTH, max_iter=2000),
        ).fit(values[train], label[train])
        scores.append(roc_auc_score(label[test], model.predict_proba(values[test])[:, 1]))
    return float(np.mean(scores))


def columns_of(cohort: Cohort, five: bool) -> tuple[np.ndarray, np.ndarray]:
    """Values (patients, columns), and which columns are categories."""
    names = cohort.records.record_id.tolist()
    clinical = np.array(
        [
            [float(cohort.attributes[column].get(name, "nan")) for column in CLINICAL_COLUMNS]
            for name in names
        ]
    )
    assert cohort.measured is not None
    values = clinical if five else np.hstack([clinical, cohort.measured.of(names)])
    columns = (*CLINICAL_COLUMNS, *(() if five else cohort.measured.columns))
    return values, np.array([column in cohort.measured.levels for column in columns])


def prepared(is_category: np.ndarray, straighten: bool, mark: bool) -> ColumnTransformer:
    """What is fitted on the training rows before the regression."""
    fill = SimpleImputer(strategy="median", add_indicator=mark)
    numbers = make_pipeline(*([PowerTransformer()] if straighten else []), fill, StandardScaler())
    likeliest = SimpleImputer(strategy="most_frequent")
    own = SimpleImputer(strategy="constant", fill_value=NOBODY)
    categories = make_pipeline(own if mark else likeliest, OneHotEncoder(handle_unknown="ignore"))
    return ColumnTransformer(
        [
            ("numbers", numbers, np.flatnonzero(~is_category)),
            ("categories", categories, np.flatnonzero(is_category)),
        ]
    )


if __name__ == "__main__":
    main(sys.argv[1])
