import numpy as np
import pytest
from scipy.stats import ttest_1samp

from hfgnn.evaluation.paired_seeds import paired_gain
from hfgnn.reports.canvas import png_bytes
from hfgnn.reports.learning_curve import LearningCurve, draw_learning_curve

SHARES = (0.01, 0.1, 1.0)


@pytest.fixture
def curve():
    generator = np.random.default_rng(0)
    scratch = np.array([[0.6], [0.7], [0.8]]) + 0.02 * generator.normal(size=(3, 10))
    gain = np.array([[0.1], [0.05], [0.0]]) + 0.01 * generator.normal(size=(3, 10))
    return LearningCurve("AUROC", SHARES, scratch + gain, scratch)


def test_both_lines_are_means_over_seeds_and_below_stands_the_paired_gain(curve):
    figure = draw_learning_curve(curve, confidence=0.95, stamps=["simulated recordings"])
    upper, lower = figure.axes
    lines = {line.get_label(): line for line in upper.lines}
    assert lines["transferred"].get_ydata() == pytest.approx(curve.transferred.mean(axis=1))
    assert lines["from scratch"].get_ydata() == pytest.approx(curve.scratch.mean(axis=1))
    gain = paired_gain(curve.transferred[0], curve.scratch[0], 0.95)
    bars = [list(line.get_ydata()) for line in lower.lines if len(line.get_ydata()) == 2]
    assert [gain.low, gain.high] in bars
    assert lower.get_xscale() == "log"
    assert [text.get_text() for text in lower.get_xticklabels()] == ["1", "10", "100"]
    assert "simulated recordings" in [text.get_text() for text in figure.texts]
    assert len(png_bytes(figure)) > 10_000


@pytest.mark.parametrize("confidence", [0.5, 0.95])
def test_the_band_is_students_interval_of_the_mean(curve, confidence):
    upper = draw_learning_curve(curve, confidence=confidence, stamps=[]).axes[0]
    heights = upper.collections[0].get_paths()[0].vertices[:, 1]
    alone = ttest_1samp(curve.transferred[2], 0).confidence_interval(confidence)
    for end in (alone.low, alone.high):
        assert np.isclose(heights, end).any()


def test_one_seed_has_neither_band_nor_gain(curve):
    single = LearningCurve("AUROC", SHARES, curve.transferred[:, :1], curve.scratch[:, :1])
    upper, lower = draw_learning_curve(single, confidence=0.95, stamps=[]).axes
    assert not upper.collections
    assert len(lower.lines) == 1


@pytest.mark.parametrize("shares", [(), (0.0, 0.5, 1.0), (0.1, 0.1, 1.0), (0.1, 0.5, 1.1)])
def test_shares_that_do_not_rise_are_refused(curve, shares):
    with pytest.raises(ValueError, match="must rise within"):
        LearningCurve("AUROC", shares, curve.transferred, curve.scratch)


def test_scores_of_other_shapes_are_refused(curve):
    with pytest.raises(ValueError, match="a row for each of 3 shares"):
        LearningCurve("AUROC", SHARES, curve.transferred, curve.scratch[:, :9])
    with pytest.raises(ValueError, match="a row for each of 2 shares"):
        LearningCurve("AUROC", SHARES[1:], curve.transferred, curve.scratch)
