"""Maps fitted on validation rows: the right numbers, the same ranking, sense at the limits."""

import numpy as np
import pytest
from scipy.special import expit, logit
from scipy.stats import rankdata
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from hfgnn.config.evaluation import Recalibration
from hfgnn.evaluation.recalibration import bootstrap_recalibrations, fit_recalibration

RULES = list(Recalibration)
LOGIT_RULES = [Recalibration.platt, Recalibration.temperature]


@pytest.fixture
def rows():
    """Probabilities that exaggerate twice and lie one too high on the logit."""
    generator = np.random.default_rng(0)
    truth = generator.normal(size=300)
    label = (generator.random(300) < expit(truth)).astype(int)
    return expit(2 * truth + 1), label


def smoothed(label):
    ill, healthy = label.sum(), (1 - label).sum()
    return np.where(label == 1, (ill + 1) / (ill + 2), 1 / (healthy + 2))


def test_platt_is_logistic_regression_on_the_smoothed_labels(rows):
    probability, label = rows
    target = smoothed(label)
    # A row of target t is t of a row that is ill and 1 - t of one that is not.
    x = np.tile(logit(probability), 2)[:, None]
    y, weight = np.repeat([1, 0], 300), np.concatenate([target, 1 - target])
    model = LogisticRegression(C=np.inf, tol=1e-10).fit(x, y, sample_weight=weight)
    got = fit_recalibration(probability, label, Recalibration.platt)
    assert got.slope == pytest.approx(model.coef_[0, 0], rel=1e-4)
    assert got.shift == pytest.approx(model.intercept_[0], rel=1e-4)


def test_platt_undoes_a_stretch_and_a_shift(rows):
    got = fit_recalibration(*rows, Recalibration.platt)
    assert got.slope == pytest.approx(0.5, abs=0.1)
    assert got.shift == pytest.approx(-0.5, abs=0.3)


def test_temperature_is_logistic_regression_without_an_intercept(rows):
    probability, label = rows
    target = smoothed(label)
    x = np.tile(logit(probability), 2)[:, None]
    y, weight = np.repeat([1, 0], 300), np.concatenate([target, 1 - target])
    model = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10)
    expected = model.fit(x, y, sample_weight=weight).coef_[0, 0]
    got = fit_recalibration(probability, label, Recalibration.temperature)
    assert got.slope == pytest.approx(expected, rel=1e-4)
    assert got.shift == 0


def test_isotonic_is_that_of_scikit_learn_between_its_bounds(rows):
    probability, label = np.round(rows[0], 2), rows[1]
    model = IsotonicRegression(y_min=1 / 302, y_max=301 / 302, out_of_bounds="clip")
    model.fit(probability, label)
    new = np.linspace(0, 1, 501)
    got = fit_recalibration(probability, label, Recalibration.isotonic).apply(new)
    np.testing.assert_allclose(got, model.predict(new), atol=1e-12)


def test_none_leaves_probabilities_alone(rows):
    assert np.array_equal(fit_recalibration(*rows, Recalibration.none).apply(rows[0]), rows[0])


@pytest.mark.parametrize("rule", LOGIT_RULES)
@pytest.mark.parametrize("turned", [False, True])
def test_the_ranking_never_changes_not_even_where_validation_is_ranked_wrongly(rows, rule, turned):
    probability, label = rows
    mapped = fit_recalibration(probability, 1 - label if turned else label, rule)
    new = np.random.default_rng(1).random(500)
    assert np.array_equal(rankdata(mapped.apply(new)), rankdata(new))


def test_a_wrong_ranking_gives_everybody_about_the_share_of_disease(rows):
    probability, label = rows
    mapped = fit_recalibration(probability, 1 - label, Recalibration.platt).apply(probability)
    np.testing.assert_allclose(mapped, smoothed(1 - label).mean(), atol=0.003)


@pytest.mark.parametrize("rule", [Recalibration.platt, Recalibration.isotonic])
def test_a_constant_probability_becomes_the_share_of_disease(rule):
    label = np.array([1] * 30 + [0] * 70)
    mapped = fit_recalibration(np.full(100, 0.9), label, rule).apply(np.array([0.9]))
    assert mapped == pytest.approx(0.3, abs=0.005)


def test_nothing_is_stretched_where_validation_says_nothing_about_it():
    got = fit_recalibration(np.full(10, 0.9), np.arange(10) % 2, Recalibration.platt)
    assert got.slope == 1


@pytest.mark.parametrize("rule", [Recalibration.platt, Recalibration.isotonic])
def test_one_class_gives_everybody_its_smoothed_share(rule):
    probability = np.linspace(0.1, 0.9, 18)
    mapped = fit_recalibration(probability, np.zeros(18, dtype=int), rule).apply(probability)
    np.testing.assert_allclose(mapped, 1 / 20, atol=2e-4)


def test_a_temperature_moves_nothing_across_one_half():
    label = np.array([1] * 30 + [0] * 70)
    got = fit_recalibration(np.full(100, 0.9), label, Recalibration.temperature)
    assert got.apply(np.array([0.9])) == pytest.approx(0.5, abs=0.001)
    assert got.apply(np.array([0.9])) > 0.5


@pytest.mark.parametrize("rule", RULES)
def test_classes_that_the_model_parts_keep_finite_numbers(rule):
    probability, label = np.array([0.0, 0.1, 0.4, 0.6, 0.9, 1.0]), np.array([0, 0, 0, 1, 1, 1])
    mapped = fit_recalibration(probability, label, rule).apply(probability)
    assert np.isfinite(mapped).all()
    assert (np.diff(mapped) >= 0).all()
    if rule is not Recalibration.none:
        assert mapped.min() > 0.05
        assert mapped.max() < 0.95


@pytest.mark.parametrize("rule", RULES)
def test_a_draw_is_the_map_of_the_rows_it_drew(rows, rule, monkeypatch):
    probability, label = rows[0][:40], rows[1][:40]
    drawn = np.random.default_rng(2).integers(0, 3, 40)
    weights = np.stack([np.ones(40), drawn]).astype(float)
    monkeypatch.setattr("hfgnn.evaluation.recalibration.draw_patients", lambda *_, **__: weights)
    many = bootstrap_recalibrations(probability, label, np.arange(40), rule, draws=1, seed=0)
    alone = fit_recalibration(np.repeat(probability, drawn), np.repeat(label, drawn), rule)
    new = np.linspace(probability.min(), probability.max(), 50)
    np.testing.assert_allclose(many.apply(new), alone.apply(new)[None], atol=1e-7)


@pytest.mark.parametrize("rule", RULES)
def test_there_are_as_many_maps_as_draws_and_the_seed_decides_them(rows, rule):
    def mapped(seed):
        maps = bootstrap_recalibrations(*rows, np.arange(300) // 2, rule, draws=20, seed=seed)
        return maps.apply(np.array([0.2, 0.7]))

    assert mapped(0).shape == (20, 2)
    assert np.array_equal(mapped(0), mapped(0))
    assert np.array_equal(mapped(0), mapped(1)) == (rule is Recalibration.none)


def test_patients_and_not_pages_are_drawn(rows):
    def spread(group):
        maps = bootstrap_recalibrations(
            np.repeat(rows[0][:60], 5),
            np.repeat(rows[1][:60], 5),
            group,
            Recalibration.platt,
            draws=200,
            seed=0,
        )
        return maps.apply(np.array([0.8])).std()

    assert spread(np.repeat(np.arange(60), 5)) > 1.7 * spread(np.arange(300))


@pytest.mark.parametrize(
    ("probability", "label", "said"),
    [
        ([], [], "there are 0 probabilities and 0 labels"),
        ([0.1], [0, 1], "there are 1 probabilities and 2 labels"),
        ([0.1, 1.2], [0, 1], r"every probability must be a number in \[0, 1\]"),
        ([0.1, np.nan], [0, 1], r"every probability must be a number in \[0, 1\]"),
    ],
)
def test_what_cannot_be_fitted_is_refused(probability, label, said):
    with pytest.raises(ValueError, match=said):
        fit_recalibration(np.array(probability), np.array(label), Recalibration.platt)


def test_no_draws_are_refused(rows):
    with pytest.raises(ValueError, match="draws is 0, but it must be at least 1"):
        bootstrap_recalibrations(*rows, np.arange(300), Recalibration.platt, draws=0, seed=0)
