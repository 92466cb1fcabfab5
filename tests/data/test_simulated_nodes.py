"""Simulated nodes: what is true of each kind is true of the patients that are drawn."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from hfgnn.config.study import Columns, Kind, World
from hfgnn.data.simulated_nodes import cohort_of, draw_nodes

WORLD = World(
    base_auroc=0.8,
    prevalence=0.35,
    circle=12,
    columns=Columns(identity=4, measured=4, private=8),
    minor_scale=0.1,
    identity_noise=0.05,
    own_deviation=0.2,
)
LEVELS = {Kind.helps: 0.05, Kind.hurts: 0.5}
PATIENTS = 24_000


def drawn(kind, *, level=None, patients=PATIENTS, seed=0, world=WORLD):
    level = LEVELS.get(kind, 0.0) if level is None else level
    return draw_nodes(world, kind, level=level, patients=patients, neighbours=5, seed=seed)


def in_circles(nodes, values):
    """Values (patients, ...) as (circles, mates, ...)."""
    return values[np.argsort(nodes.circle, kind="stable")].reshape(-1, 12, *values.shape[1:])


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.nothing])
def test_own_columns_tell_the_base_auroc(kind):
    nodes = drawn(kind)
    label = nodes.cohort.records.label
    assert roc_auc_score(label, nodes.own_score) == pytest.approx(0.8, abs=0.01)
    assert label.mean() == pytest.approx(0.35, abs=0.015)
    # A regression that may use all own columns finds no more than the best rule.
    fitted = LogisticRegression(C=100).fit(nodes.x[::2], label[::2])
    other = fitted.predict_proba(nodes.x[1::2])[:, 1]
    assert roc_auc_score(label[1::2], other) < 0.81


def test_where_nothing_tells_the_label_no_column_does():
    nodes = drawn(Kind.nothing)
    label = nodes.cohort.records.label
    correlations = np.corrcoef(nodes.x.T, label)[-1, :-1]
    assert np.abs(correlations).max() < 0.03


def best_with_mates(nodes, mates):
    """AUROC of own score, and of a regression on it and on the mean score of so many mates."""
    score, label = in_circles(nodes, nodes.own_score), in_circles(nodes, nodes.cohort.records.label)
    heard = score[:, 1 : mates + 1].mean(axis=1)
    both = np.stack([score[:, 0], heard], axis=1)
    fitted = LogisticRegression(C=100).fit(both, label[:, 0]).decision_function(both)
    return roc_auc_score(label[:, 0], score[:, 0]), roc_auc_score(label[:, 0], fitted)


@pytest.mark.parametrize("gain", [0.02, 0.05, 0.10])
def test_where_the_graph_helps_five_mates_add_the_gain(gain):
    nodes = drawn(Kind.helps, level=gain, patients=240_000)
    own, heard = best_with_mates(nodes, 5)
    assert heard - own == pytest.approx(gain, abs=0.006)


@pytest.mark.parametrize("kind", [Kind.alike, Kind.hurts])
def test_where_it_does_not_mates_add_nothing(kind):
    # Mates that differ much would tell of what they share, if that told the label.
    world = replace(WORLD, own_deviation=0.8)
    own, heard = best_with_mates(drawn(kind, patients=240_000, world=world), 5)
    assert heard - own == pytest.approx(0, abs=0.002)


def test_where_nothing_tells_the_label_mates_do_not_either():
    own, heard = best_with_mates(drawn(Kind.nothing, patients=240_000), 5)
    assert (own, heard) == pytest.approx((0.5, 0.5), abs=0.015)


@pytest.mark.parametrize(("kind", "alike"), [(Kind.alike, True), (Kind.nothing, False)])
def test_mates_are_alike_by_label_where_their_columns_tell_it(kind, alike):
    label = in_circles(drawn(kind), drawn(kind).cohort.records.label)
    equal = (label[:, 0] == label[:, 1]).mean()
    chance = 0.35**2 + 0.65**2
    assert bool(equal > chance + 0.05) is alike


def nearest(x):
    square = (x.astype(float) ** 2).sum(axis=1)
    distance = square[:, None] + square[None] - 2 * x.astype(float) @ x.T.astype(float)
    np.fill_diagonal(distance, np.inf)
    return np.argsort(distance, axis=1)[:, :5]


@pytest.mark.parametrize("kind", [Kind.helps, Kind.alike, Kind.hurts])
def test_the_nearest_patients_are_mates(kind):
    nodes = drawn(kind, patients=960)
    mates = nodes.circle[nearest(nodes.x)] == nodes.circle[:, None]
    assert mates.mean() > 0.95


def test_independent_patients_have_no_mates_and_neighbours_alike_by_label():
    nodes = drawn(Kind.independent, patients=2000)
    assert len(set(nodes.circle.tolist())) == 2000
    label = nodes.cohort.records.label
    equal = (label[nearest(nodes.x)] == label[:, None]).mean()
    assert equal > label.mean() ** 2 + (1 - label.mean()) ** 2 + 0.05


def test_the_seed_decides_the_cohort_and_nothing_else_does():
    one, again, other = (drawn(Kind.helps, patients=60, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.x, again.x)
    assert not np.array_equal(one.x, other.x)


def test_a_level_means_nothing_where_the_graph_adds_nothing():
    one, other = (drawn(Kind.alike, level=level, patients=600) for level in (0.0, 0.9))
    assert np.array_equal(one.cohort.records.label, other.cohort.records.label)


def test_columns_stand_in_three_named_blocks():
    nodes = drawn(Kind.alike, patients=60)
    assert nodes.x.shape == (60, 16)
    assert nodes.columns[0] == "image_000"
    assert nodes.columns[4:9] == (*(f"measured_{number}" for number in range(4)), "private_0")
    assert nodes.x.std(axis=0)[4:].max() < 0.2  # minor blocks come at minor_scale


def test_a_cohort_of_nodes_is_stamped_and_its_pages_differ():
    cohort = cohort_of(np.array([0, 1, 1]), "three")
    assert cohort.stamps == ("simulated cohort",)
    assert len(set(cohort.records.content_hash.tolist())) == 3
    assert cohort.records.class_name.tolist() == ["normal", "heart_failure", "heart_failure"]
