"""Two ways to start over the share of the labels, and both over patients."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.config.evaluation import ClassEvaluation
from hfgnn.evaluation.learning_curve import Curve, Point, over_patients
from hfgnn.evaluation.paired_seeds import paired_gain
from hfgnn.types import Predictions

SETTINGS = ClassEvaluation(resamples=200, confidence=0.95)


def curve() -> Curve:
    scratch = np.array([0.7, 0.8, 0.75])
    points = [
        Point(share, start, labelled, {"auroc": scratch + gain})
        for share, labelled in ((1.0, 100.0), (0.1, 10.0))
        for start, gain in (("scratch", 0.0), ("transferred", np.array([0.1, 0.1, 0.04]) * share))
    ]
    return Curve(points, 0.95)


def test_shares_rise_and_seeds_are_counted():
    assert curve().shares == [0.1, 1.0]
    assert curve().seeds == 3


def test_the_gain_is_paired_by_seed():
    scratch = np.array([0.7, 0.8, 0.75])
    expected = paired_gain(scratch + np.array([0.1, 0.1, 0.04]), scratch, 0.95)
    assert curve().gain(1.0, "auroc") == expected
    assert expected.value == pytest.approx(0.08)
    # Pairs cancel what the seeds share: the gain is surer than either mean.
    mean = curve().estimate(1.0, "scratch", "auroc")
    assert expected.high - expected.low < mean.high - mean.low


def test_the_json_has_every_share_start_and_seed():
    small, large = curve().as_json()
    assert (small["share"], small["labelled"]) == (0.1, 10.0)
    assert large["transferred"]["auroc"]["seeds"] == pytest.approx([0.8, 0.9, 0.79])
    assert large["gain"]["auroc"]["value"] == pytest.approx(0.08)


def predictions(probability: np.ndarray, name: str) -> Predictions:
    rows = len(probability)
    names, zeros = np.array([f"r{one}" for one in range(rows)]), np.zeros(rows, dtype=np.int64)
    possible = np.ones(rows, dtype=bool)
    return Predictions(
        model=name,
        record_id=names,
        patient_id=names,
        group=np.arange(rows),
        repeat=zeros,
        seed=zeros,
        fold=zeros,
        label=np.arange(rows) % 2,
        probability=probability,
        threshold=np.full(rows, 0.5),
        calibrated=probability,
        may_be_healthy=possible,
        may_be_ill=possible,
    )


def pair() -> tuple[Predictions, Predictions]:
    label = np.arange(60) % 2
    noise = np.random.default_rng(0).random(60)
    return predictions(0.3 * label + 0.7 * noise, "transferred"), predictions(noise, "scratch")


def test_differences_are_on_the_same_drawn_patients():
    network, other = pair()
    models, comparisons = over_patients(network, [other], settings=SETTINGS, seed=0)
    found = {one.metric: one for one in comparisons}["auroc"]
    difference = models["transferred"]["auroc"].value - models["scratch"]["auroc"].value
    assert found.difference == pytest.approx(difference)
    assert found.low > 0
    _, (same, *_) = over_patients(network, [network], settings=SETTINGS, seed=0)
    assert (same.difference, same.low, same.high) == (0, 0, 0)


def test_what_is_no_probability_ranks_and_calls_nobody():
    network, other = pair()
    age = replace(other, probability=other.probability / 1000, model="age")
    models, comparisons = over_patients(network, [age], settings=SETTINGS, seed=0)
    assert set(models["age"]) == {"auroc", "auprc"}
    assert {one.metric for one in comparisons} == {"auroc", "auprc"}


def test_other_records_are_refused():
    network, other = pair()
    with pytest.raises(ValueError, match="scratch answers other records than transferred"):
        over_patients(
            network, [replace(other, record_id=other.record_id[::-1])], settings=SETTINGS, seed=0
        )
