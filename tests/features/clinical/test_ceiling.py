"""What the synthesized numbers give away, against closed forms, known values and a classifier."""

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from hfgnn.features.clinical.ceiling import ceiling, log_likelihood_ratio

KNOWN = {  # accuracy at 50 % and at 74.8 % prevalence, AUROC
    (0,): (0.916, 0.925, 0.973),
    (1,): (0.909, 0.925, 0.971),
    (2,): (0.700, 0.800, 0.765),
    (3,): (0.692, 0.776, 0.760),
    (4,): (0.743, 0.804, 0.822),
    (0, 1, 2, 3, 4): (0.984, 0.986, 0.9988),
}


@pytest.mark.parametrize("features", KNOWN)
def test_ceilings_are_those_known(make_synthesized, features):
    half, published, auroc = KNOWN[features]
    source = make_synthesized()
    assert ceiling(source, 0.5, features).accuracy == pytest.approx(half, abs=0.003)
    assert ceiling(source, 0.748, features).accuracy == pytest.approx(published, abs=0.003)
    assert ceiling(source, 0.5, features).auroc == pytest.approx(auroc, abs=0.002)


def test_one_normal_feature_agrees_with_the_closed_form(make_synthesized):
    """Means 15 mmHg apart at a spread of 15: the threshold lies half a spread from each."""
    found = ceiling(make_synthesized(), 0.5, (3,))
    assert found.accuracy == pytest.approx(norm.cdf(0.5), abs=0.003)
    assert found.auroc == pytest.approx(norm.cdf(1 / np.sqrt(2)), abs=0.003)


def test_nyha_agrees_with_the_sum_over_its_classes(make_synthesized):
    """At prevalence p, Bayes is right with probability sum of max((1 - p) healthy, p ill)."""
    healthy, ill = np.array([0.50, 0.30, 0.15, 0.05]), np.array([0.10, 0.30, 0.40, 0.20])
    for prevalence in (0.2, 0.5, 0.748):
        expected = np.maximum((1 - prevalence) * healthy, prevalence * ill).sum()
        found = ceiling(make_synthesized(), prevalence, (2,)).accuracy
        assert found == pytest.approx(expected, abs=0.003)
    wins = (ill[:, None] * healthy * np.tri(4, k=-1)).sum() + (ill * healthy).sum() / 2
    assert ceiling(make_synthesized(), 0.5, (2,)).auroc == pytest.approx(wins, abs=0.003)


def test_auroc_does_not_depend_on_prevalence(make_synthesized):
    assert ceiling(make_synthesized(), 0.1).auroc == ceiling(make_synthesized(), 0.9).auroc


@pytest.mark.parametrize("prevalence", [0.3, 0.5, 0.748])
def test_without_strength_nothing_is_given_away(make_synthesized, prevalence):
    found = ceiling(make_synthesized(0), prevalence)
    assert found.accuracy == pytest.approx(max(prevalence, 1 - prevalence))
    assert found.auroc == pytest.approx(0.5)


def test_more_strength_gives_more_away(make_synthesized):
    found = [ceiling(make_synthesized(strength), 0.5) for strength in (0, 0.25, 0.5, 0.75, 1)]
    assert (np.diff([one.accuracy for one in found]) > 0.01).all()
    assert (np.diff([one.auroc for one in found]) > 0.005).all()


def test_no_classifier_exceeds_the_ceiling(make_synthesized, make_records):
    source = make_synthesized(0.5)
    label = np.random.default_rng(0).integers(0, 2, 12_000)
    numbers = source.numbers(make_records(label.tolist()), seed=0, per_row=False)
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(numbers.values[:6000], label[:6000])
    scores = model.predict_proba(numbers.values[6000:])[:, 1]
    accuracy = ((scores > 0.5) == label[6000:]).mean()
    limit = numbers.ceiling
    error = np.sqrt(limit.accuracy * (1 - limit.accuracy) / 6000)
    assert limit.accuracy - 0.03 < accuracy < limit.accuracy + 3 * error
    assert limit.auroc - 0.03 < roc_auc_score(label[6000:], scores) < limit.auroc + 0.01


def test_evidence_against_numbers_by_hand(make_synthesized):
    """Log densities of the ill less those of the healthy; EF has another spread for each.

    In the middle of two equally wide normals the evidence is zero.
    """
    values = np.array([[0.38, np.exp(5.0), 2, 117.5, 61.5], [0.60, np.exp(4.2), 4, 125, 55]])
    middle, healthy = log_likelihood_ratio(make_synthesized(), values)
    narrower = np.log(0.07 / 0.09)
    np.testing.assert_allclose(middle[1:], 0, atol=1e-9)
    assert middle[0] == pytest.approx(0.22**2 / (2 * 0.07**2) + narrower)
    assert healthy[:4] == pytest.approx(
        [-(0.22**2) / (2 * 0.09**2) + narrower, -(1.6**2) / (2 * 0.6**2), np.log(4), -0.5]
    )
    near, far = norm.cdf(0.05) - norm.cdf(-0.05), norm.cdf(-1.25) - norm.cdf(-1.35)
    assert healthy[4] == pytest.approx(np.log(far / near))


def test_a_clipped_value_carries_all_beyond_its_limit(make_synthesized):
    values = np.array([[0.20, 10, 1, 80, 20], [0.75, 2000, 1, 180, 90]])
    low, high = log_likelihood_ratio(make_synthesized(), values)
    z = np.log(10), np.log(2000)
    assert low[0] == pytest.approx(norm.logcdf(-0.18 / 0.09) - norm.logcdf(-0.40 / 0.07))
    assert low[1] == pytest.approx(
        norm.logcdf((z[0] - 5.8) / 0.6) - norm.logcdf((z[0] - 4.2) / 0.6)
    )
    assert low[4] == pytest.approx(norm.logcdf(-4.75) - norm.logcdf(-3.45))
    assert high[0] == pytest.approx(norm.logsf(0.37 / 0.09) - norm.logsf(0.15 / 0.07))
    assert high[1] == pytest.approx(norm.logsf((z[1] - 5.8) / 0.6) - norm.logsf((z[1] - 4.2) / 0.6))
    assert high[4] == pytest.approx(norm.logsf(2.15) - norm.logsf(3.45))
