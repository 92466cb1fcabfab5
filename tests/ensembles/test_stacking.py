"""Members and their stack learn training rows alone, and say why they answer."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import log_loss, roc_auc_score

from hfgnn.config.build import build
from hfgnn.config.ensemble import NoEnsemble, Stacking
from hfgnn.ensembles.blend import blend, out_of_fold
from hfgnn.ensembles.boosted import BoostedClassifier
from hfgnn.ensembles.cluster_logistic import ClusterLogistic
from hfgnn.ensembles.clusters import cluster
from hfgnn.ensembles.forest import RandomForest
from hfgnn.ensembles.learned import Learned
from hfgnn.ensembles.spline_logistic import SplineLogistic
from hfgnn.ensembles.units import Units
from hfgnn.ensembles.untailed import Untailed
from hfgnn.types import DataError, Parts
from tests.ensembles.conftest import BOOSTING, CLUSTERS, COLUMNS, FOREST, SPLINES

EVERYBODY = np.ones(150, dtype=bool)
NAMES = ["forest", "xgboost", "logistic_clusters", "logistic_splines", "stacking"]


@pytest.fixture
def fitted(stacking, cohort, parts):
    return stacking.fit(cohort, parts, originals=EVERYBODY, seed=0)


def test_every_row_is_answered_by_every_member_and_the_stack(fitted, cohort, parts) -> None:
    assert list(fitted.probability) == NAMES
    for said in fitted.probability.values():
        assert said.shape == (150,)
        assert said.dtype == np.float64
        assert ((said >= 0) & (said <= 1)).all()
        assert roc_auc_score(cohort.label[parts.test], said[parts.test]) > 0.75


def test_what_is_built_from_settings_is_the_same(fitted, cohort, parts) -> None:
    settings = Stacking(
        folds=3,
        stack_penalty=1.0,
        forest=FOREST,
        boosting=BOOSTING,
        logistic_penalties=[0.1, 1.0],
        clusters=CLUSTERS,
        splines=SPLINES,
        surrogate_depth=2,
        threads=1,
    )
    again = build(settings).fit(cohort, parts, originals=EVERYBODY, seed=0)
    for name in NAMES:
        assert np.array_equal(fitted.probability[name], again.probability[name])


def test_other_rows_change_nothing_for_anybody_else(stacking, fitted, cohort, parts) -> None:
    """Neither the columns nor the labels of validation and test rows are learned."""
    others = np.concatenate([parts.validation, parts.test])
    x, label = cohort.x.copy(), cohort.label.copy()
    x[others] += 1000
    label[others] = 1 - label[others]
    changed = replace(cohort, x=x, label=label)
    again = stacking.fit(changed, parts, originals=EVERYBODY, seed=0)
    for name in NAMES:
        before, after = (one.probability[name][parts.train] for one in (fitted, again))
        assert np.array_equal(before, after)
    assert fitted.clusters == again.clusters


def test_training_labels_are_learned(stacking, fitted, cohort, parts) -> None:
    label = cohort.label.copy()
    label[parts.train] = 1 - label[parts.train]
    wrong = stacking.fit(replace(cohort, label=label), parts, originals=EVERYBODY, seed=0)
    for name in NAMES:
        assert roc_auc_score(cohort.label[parts.test], wrong.probability[name][parts.test]) < 0.25


def test_random_labels_are_answered_by_chance(stacking, cohort, parts) -> None:
    """The members are sure of what they learned; the stack must not be taken in by that."""
    new = np.concatenate([parts.validation, parts.test])
    honest, trusting, aurocs = [], [], []
    for draw in range(4):
        label = np.random.default_rng(draw).permutation(cohort.label)
        noise = stacking.fit(replace(cohort, label=label), parts, originals=EVERYBODY, seed=0)
        chance = log_loss(label[new], np.full(len(new), label[parts.train].mean()))
        said = np.column_stack([noise.probability[name] for name in NAMES[:-1]])
        in_fold = blend(said[parts.train], label[parts.train], penalty=1.0).probability(said)
        honest.append(log_loss(label[new], noise.probability["stacking"][new]) - chance)
        trusting.append(log_loss(label[new], in_fold[new]) - chance)
        aurocs.append(roc_auc_score(label[new], noise.probability["stacking"][new]))
    assert np.mean(honest) < 0.03
    assert np.mean(trusting) > 0.15
    assert abs(np.mean(aurocs) - 0.5) < 0.07


def test_copies_teach_members_and_neither_stack_nor_clusters(stacking, cohort, parts) -> None:
    originals = np.arange(150) < 60  # of the training rows the last 30 are copies
    group = np.where(originals, np.arange(150), np.arange(150) % 60)
    group[90:] = np.arange(90, 150)
    fitted = stacking.fit(replace(cohort, group=group), parts, originals=originals, seed=0)
    assert sum(fitted.clusters["kmeans"]["rows"]) == 60
    found = fitted.logistic_clusters.columns.clusters["kmeans"].centres
    x = Untailed.of(cohort.x[:60]).apply(cohort.x[:60])
    expected = cluster(x, CLUSTERS, method="kmeans", seed=0).centres
    np.testing.assert_allclose(found, expected)
    learned = Learned.of(replace(cohort, group=group), parts.train, originals)
    members = [RandomForest(FOREST, 1), BoostedClassifier(BOOSTING, 1),
               ClusterLogistic([0.1, 1.0], CLUSTERS),
               SplineLogistic([0.1, 1.0], SPLINES)]  # fmt: skip
    said = out_of_fold(members, learned, folds=3, seed=0)[:60]
    expected = blend(said, cohort.label[:60], penalty=1.0).weights
    np.testing.assert_allclose(fitted.blend.weights, expected)
    alone = Parts(np.arange(60), parts.validation, parts.test)
    without = stacking.fit(cohort, alone, originals=originals, seed=0)
    assert not np.array_equal(fitted.probability["forest"], without.probability["forest"])


def test_a_class_of_one_patient_is_refused(stacking, cohort, parts) -> None:
    label = np.zeros(150, dtype=np.int64)
    label[[0, 100, 120]] = 1
    with pytest.raises(DataError, match="1 patients with the disease and 89 without"):
        stacking.fit(replace(cohort, label=label), parts, originals=EVERYBODY, seed=0)


def test_rows_are_explained_in_their_units(fitted, cohort, parts) -> None:
    units = Units({"age_years": 60.0}, {"age_years": 10.0})
    told = fitted.explain(parts.test, units)
    assert told.columns == COLUMNS
    assert told.record_id.tolist() == cohort.record_id[parts.test].tolist()
    np.testing.assert_allclose(told.value[:, 0], cohort.x[parts.test, 0] * 10 + 60, rtol=1e-5)
    assert np.array_equal(told.value[:, 1], cohort.x[parts.test, 1])
    assert told.in_unit.tolist() == [True, False, False, False, False]
    assert np.array_equal(told.probability, fitted.probability["stacking"][parts.test])
    for part in told.contributions.values():
        assert np.abs(part.values.sum(axis=1) + part.base - part.margin).max() < 1e-4


def test_the_surrogate_learned_the_stack_and_not_the_labels(fitted, cohort, parts) -> None:
    told = fitted.explain(parts.test, Units())
    tree = told.trees["surrogate"]
    ends = [tree.path(row)[1] for row in told.x]
    np.testing.assert_allclose(tree.share[ends], told.surrogate)
    assert len(np.unique(told.surrogate)) <= 4  # ends of a tree of depth 2
    stack = fitted.probability["stacking"]
    assert tree.share[0] == pytest.approx(stack[parts.train].mean(), abs=1e-6)
    assert np.corrcoef(told.surrogate, told.probability)[0, 1] > 0.8


def test_without_an_ensemble_there_are_no_members(cohort, parts) -> None:
    nothing = build(NoEnsemble()).fit(cohort, parts, originals=EVERYBODY, seed=0)
    assert nothing.probability == {}
    assert nothing.clusters == {}
    assert nothing.explain(parts.test, Units()) is None
