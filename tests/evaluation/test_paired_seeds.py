import numpy as np
import pytest
from scipy.stats import ttest_rel

from hfgnn.evaluation.paired_seeds import gain_sentence, paired_gain
from hfgnn.types import Estimate


def test_the_interval_is_that_of_the_paired_t_test():
    generator = np.random.default_rng(0)
    scratch = generator.normal(0.8, 0.05, 12)
    transferred = scratch + generator.normal(0.01, 0.02, 12)
    for confidence in (0.9, 0.95):
        got = paired_gain(transferred, scratch, confidence)
        wanted = ttest_rel(transferred, scratch).confidence_interval(confidence)
        assert got.value == pytest.approx((transferred - scratch).mean())
        assert (got.low, got.high) == pytest.approx((wanted.low, wanted.high))


def test_a_hand_computed_gain():
    # Differences 0.1, 0.2, 0.3: mean 0.2, standard error 0.1 / sqrt(3), t(2) at 97.5 % 4.302653.
    got = paired_gain(np.array([0.6, 0.7, 0.8]), np.array([0.5, 0.5, 0.5]), 0.95)
    half = 4.302653 * 0.1 / 3**0.5
    assert (got.value, got.low, got.high) == pytest.approx((0.2, 0.2 - half, 0.2 + half), abs=1e-6)


def test_what_the_pairs_share_does_not_widen_the_interval():
    shared = np.array([0.1, 0.5, 0.9, 0.3])
    own = np.array([0.01, 0.02, 0.03, 0.02])
    alone = paired_gain(own, np.zeros(4), 0.95)
    got = paired_gain(shared + own, shared, 0.95)
    assert (got.low, got.high) == pytest.approx((alone.low, alone.high))


def test_pairs_without_spread_have_no_interval_unless_they_are_equal():
    same = np.full(10, 0.7)
    assert paired_gain(same, same, 0.95) == Estimate(0, 0, 0)
    gain = paired_gain(same + 0.1, same, 0.95)
    assert gain.value == pytest.approx(0.1)
    assert np.isnan([gain.low, gain.high]).all()
    assert "no spread" in gain_sentence(gain, pairs=10, score="AUROC")


@pytest.mark.parametrize(
    ("gain", "pairs", "said"),
    [
        (
            Estimate(0.02, 0.01, 0.03),
            12,
            "transfer raises AUROC: +0.020 [+0.010, +0.030] over 12 paired seeds",
        ),
        (Estimate(-0.02, -0.03, -0.01), 10, "transfer lowers AUROC: -0.020"),
        (Estimate(0.02, 0.0, 0.04), 10, "no evidence that transfer changes AUROC: +0.020"),
        (
            Estimate(0.02, 0.01, 0.03),
            9,
            "transfer changes AUROC by +0.020 over 9 paired seeds, but a gain is claimed from 10",
        ),
    ],
)
def test_what_may_be_said_of_a_gain(gain, pairs, said):
    assert gain_sentence(gain, pairs=pairs, score="AUROC").startswith(said)


@pytest.mark.parametrize(
    ("one", "other", "confidence", "rule"),
    [
        ([0.1, 0.2], [0.1], 0.95, "come in pairs"),
        ([[0.1, 0.2]], [[0.1, 0.2]], 0.95, "come in pairs"),
        ([0.1], [0.1], 0.95, "at least 2"),
        ([0.1, np.nan], [0.1, 0.2], 0.95, "not a finite number"),
        ([0.1, 0.2], [0.1, 0.3], 1.0, "must be in"),
    ],
)
def test_pairs_that_cannot_be_compared_are_refused(one, other, confidence, rule):
    with pytest.raises(ValueError, match=rule):
        paired_gain(np.array(one), np.array(other), confidence)
