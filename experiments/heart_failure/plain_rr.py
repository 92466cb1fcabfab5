"""RR intervals outside the pipeline: plain models on the measures, and on what is no heart at all.

    python experiments/heart_failure/plain_rr.py data/rr_intervals

5 x 5 stratified folds by patient, everything fitted on the training rows of a fold. Two tables: a
logistic regression on the measures of variability, by what is measured; and a forest on what tells
of the recorder and its use alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.base import ClassifierMixin
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from hfgnn.data.rr_intervals.folder import class_files
from hfgnn.data.rr_intervals.rr_intervals import RrIntervals
from hfgnn.data.rr_intervals.series import Series, judge
from hfgnn.data.rr_intervals.text import parse
from hfgnn.types import Cohort

FOLDS, REPEATS = 5, 5
HOURS, NIGHT_HOURS = 16, 4
SEVEN = 7
"""The first columns: mean, SDNN, SDANN, SDNN index, RMSSD, pNN50 and triangular index."""

LOGISTIC = make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))
FOREST = RandomForestClassifier(300, min_samples_leaf=2, random_state=0)


def main(root: str) -> None:
    """Print both tables."""
    print(f"{'logistic regression':48}{'AUROC':>8}{'accuracy':>10}")
    for same_length in (True, False):
        for intervals in ("all", "normal"):
            cohort = measured(root, same_length, intervals)
            name = f"{f'first {HOURS} h' if same_length else 'whole'}, intervals={intervals}"
            if cohort.measured is None:
                raise SystemExit("nothing was measured")
            values, label = cohort.measured.values, cohort.records.label
            show(f"18 measures, {name}", LOGISTIC, values, label)
            show(f" 7 measures, {name}", LOGISTIC, values[:, :SEVEN], label)
    print(f"\n{'forest on what is no heart':48}{'AUROC':>8}{'accuracy':>10}")
    told, label = no_heart(root)
    for names in (["hours"], ["first value"], ["hours", "first value"], ["gaps"], ["night"]):
        values = np.column_stack([told[name] for name in names])
        show(" and ".join(names), FOREST, values, label)


def measured(root: str, same_length: bool, intervals: str) -> Cohort:
    """The cohort as the pipeline reads it."""
    return RrIntervals(
        root=root,
        positive=["chf"],
        least_hours=HOURS,
        same_length=same_length,
        least_filled=0.5,
        intervals=intervals,
        picture="tachogram",
        crop=None,
        min_side_px=100,
        max_megapixels=100,
        near_duplicate_bits=60,
    ).read(lambda items, /, **_: items)


def no_heart(root: str) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """What tells of each recording and of when it began, and its label."""
    rows, label = [], []
    for file in class_files(Path(root), ["chf"]):
        typed = parse(file.path.read_bytes())
        series = judge(typed.rr_ms, between_normal_beats=None, ectopic=True)
        gaps = 1 - series.in_range.mean()
        rows.append((series.hours, typed.offset_ms, gaps, night(series.first(HOURS))))
        label.append(int(file.class_name == "chf"))
    names = ("hours", "first value", "gaps", "night")
    return dict(zip(names, np.array(rows).T, strict=True)), np.array(label)


def night(series: Series) -> float:
    """Hour of the recording at which the four hours begin whose intervals are longest."""
    hour = series.end_ms[series.counted] / 3.6e6
    rr = series.rr_ms[series.counted]
    starts = np.arange(0, HOURS - NIGHT_HOURS, 0.1)
    ends = np.searchsorted(hour, np.stack([starts, starts + NIGHT_HOURS]))
    sums = np.concatenate([[0.0], np.cumsum(rr)])
    return float(starts[np.argmax((sums[ends[1]] - sums[ends[0]]) / (ends[1] - ends[0]))])


def show(name: str, model: ClassifierMixin, values: np.ndarray, label: np.ndarray) -> None:
    """Print the means over the repeats."""
    areas, shares = [], []
    for seed in range(REPEATS):
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
        score = cross_val_predict(model, values, label, cv=folds, method="predict_proba")[:, 1]
        areas.append(roc_auc_score(label, score))
        shares.append(accuracy_score(label, score > 0.5))
    print(f"{name:48}{np.mean(areas):8.3f}{np.mean(shares):10.3f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
