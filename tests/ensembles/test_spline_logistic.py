"""Logistic regression on splines: what a straight line cannot see, and nothing from other rows."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from hfgnn.ensembles.cluster_logistic import choose_and_fit
from hfgnn.ensembles.learned import Learned
from hfgnn.ensembles.spline_logistic import SplineColumns, SplineLogistic
from tests.ensembles.conftest import SPLINES

PENALTIES = [0.1, 1.0, 10.0]


@pytest.fixture
def middle(make_nodes):
    """200 patients of whom those in the middle of the first column are ill."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 3))
    x[:, 2] = rng.integers(0, 2, 200)
    label = (np.abs(x[:, 0]) < 0.7).astype(int)
    nodes = make_nodes(x, label, columns=("age_years", "sbp_mmhg", "sex_female"))
    return Learned.of(nodes, np.arange(200), np.ones(200, dtype=bool))


def test_what_only_the_middle_of_a_column_tells_is_seen(middle):
    fitted = SplineLogistic(PENALTIES, SPLINES).fit(middle, seed=0)
    straight = choose_and_fit(middle.x, middle.label, middle.folds(5, seed=0), PENALTIES)
    said = fitted.probability(middle.x)
    assert roc_auc_score(middle.label, said) > 0.95
    assert roc_auc_score(middle.label, straight.predict_proba(middle.x)[:, 1]) < 0.65


def test_a_column_of_few_values_stays_as_it_is_and_all_are_scaled(middle):
    columns = SplineColumns.of(middle, SPLINES)
    bent = columns.bend(middle.x)
    assert sorted(columns.curves) == [0, 1]
    assert bent.shape == (200, 2 * (SPLINES.knots + SPLINES.degree - 1) + 1)
    np.testing.assert_allclose(bent.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(bent.std(axis=0), 1)


def test_far_outside_the_training_rows_a_curve_stays_at_its_end(middle):
    fitted = SplineLogistic(PENALTIES, SPLINES).fit(middle, seed=0)
    ends = np.array([[middle.x[:, 0].max(), 0, 0], [1e6, 0, 0]], dtype=np.float32)
    first, far = fitted.probability(ends)
    assert first == pytest.approx(far, abs=1e-6)


def test_a_column_with_one_frequent_value_has_fewer_knots(middle):
    x = middle.x.copy()
    x[:150, 0] = 1.0
    columns = SplineColumns.of(replace(middle, x=x), SPLINES)
    assert np.isfinite(columns.bend(x)).all()


def test_copies_place_no_knot(middle):
    original = np.arange(200) < 120
    x = middle.x.copy()
    x[120:] += 50
    learned = replace(middle, x=x, original=original)
    alone = learned.take(np.arange(120))
    one, other = (SplineColumns.of(part, SPLINES) for part in (learned, alone))
    np.testing.assert_array_equal(one.bend(x[:120]), other.bend(x[:120]))
