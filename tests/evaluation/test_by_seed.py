"""Scores of every seed, their mean, and beats that speak for their record."""

import numpy as np
import pytest
from scipy.stats import t as student
from sklearn.metrics import roc_auc_score

from hfgnn.evaluation.by_seed import auroc_of, by_seed, over_seeds, record_means
from hfgnn.types import UNKNOWN, Beats, Predictions


def predictions(rows: int = 40, repeats: int = 2, folds: int = 2) -> Predictions:
    generator = np.random.default_rng(0)
    total = rows * repeats
    names = np.tile([f"r{number}" for number in range(rows)], repeats)
    possible = np.ones(total, dtype=bool)
    probability = generator.random(total)
    return Predictions(
        model="transferred",
        record_id=names,
        patient_id=names,
        group=np.tile(np.arange(rows), repeats),
        repeat=np.repeat(np.arange(repeats), rows),
        seed=np.zeros(total, dtype=np.int64),
        fold=np.tile(np.arange(rows) % folds, repeats),
        label=np.tile(np.arange(rows) // folds % 2, repeats),
        probability=probability,
        threshold=np.full(total, 0.5),
        calibrated=probability,
        may_be_healthy=possible,
        may_be_ill=possible,
    )


def test_the_auroc_of_a_seed_is_the_mean_of_its_folds():
    found = by_seed(predictions())["auroc"]
    given = predictions()
    for seed in (0, 1):
        folds = [
            roc_auc_score(given.label[rows], given.probability[rows])
            for fold in (0, 1)
            for rows in [(given.repeat == seed) & (given.fold == fold)]
        ]
        assert found[seed] == pytest.approx(np.mean(folds))


def test_macro_recall_is_the_mean_of_both_recalls_of_that_seed_alone():
    given = predictions()
    rows = given.repeat == 1
    called, label = given.probability[rows] >= 0.5, given.label[rows]
    recalls = [(called[label == one] == one).mean() for one in (0, 1)]
    found = by_seed(given)
    assert found["balanced_accuracy"][1] == pytest.approx(np.mean(recalls))
    assert found["sensitivity"][1] == pytest.approx(recalls[1])


def test_the_interval_over_seeds_is_students():
    values = np.array([0.8, 0.9, 0.85])
    low, high = student.interval(
        0.95, df=2, loc=values.mean(), scale=values.std(ddof=1) / np.sqrt(3)
    )
    found = over_seeds(values, 0.95)
    assert (found.value, found.low, found.high) == pytest.approx((0.85, low, high))


def test_an_interval_ends_where_scores_end():
    assert over_seeds(np.array([0.9, 1.0]), 0.95).high == 1
    assert over_seeds(np.array([0.0, 0.1]), 0.95).low == 0


def test_one_seed_has_no_interval():
    with pytest.raises(ValueError, match="1 seed, but an interval needs at least 2"):
        over_seeds(np.array([0.5]), 0.95)


def beats(record: list[str], label: list[int]) -> Beats:
    rows = len(record)
    unknown, nowhere = np.full(rows, UNKNOWN), np.full(rows, np.nan, dtype=np.float32)
    return Beats(
        signal=np.zeros((rows, 1, 4), dtype=np.float32),
        label=np.array(label),
        symbol=np.full(rows, ""),
        record_id=np.array(record),
        patient_id=np.array(record),
        group=unknown,
        sample=unknown,
        number=unknown,
        previous_rr_s=nowhere,
        next_rr_s=nowhere,
        classes=("normal", "infarction"),
        leads=("II",),
        sampling_hz=125,
        mark=0,
    )


def test_a_record_says_the_mean_of_its_beats():
    first, means = record_means(beats(["b", "a", "b"], [1, 0, 1]), np.array([1.0, 5.0, 2.0]))
    assert first.tolist() == [1, 0]
    assert means.tolist() == [5.0, 1.5]


def test_auroc_is_by_record_where_records_are_of_one_class():
    # Two good beats cannot outvote the bad record: of four pairs of records, three are in order.
    given = beats(["a", "a", "a", "b", "c", "d"], [1, 1, 1, 1, 0, 0])
    assert auroc_of(given, np.array([9.0, 9, 9, 0, 1, -1])) == pytest.approx(0.75)


def test_auroc_is_by_beat_where_records_hold_both_classes():
    given = beats(["a", "a", "b", "b"], [1, 0, 1, 0])
    assert auroc_of(given, np.array([1.0, 0, 1, 2])) == pytest.approx(
        roc_auc_score([1, 0, 1, 0], [1, 0, 1, 2])
    )
