"""Spaces of similarity: what each is made of; supervised ones tell training rows nothing."""

from dataclasses import replace

import numpy as np
import pytest

from hfgnn.config.graph import Space
from hfgnn.config.protocol import Edges
from hfgnn.graphs.homophily import edge_homophily
from hfgnn.types import DataError, Parts

ROWS, COLUMNS, CLINICAL = 400, 40, 5
PARTS = Parts(np.arange(240), np.arange(240, 300), np.arange(300, ROWS))
SUPERVISED = (Space.weighted, Space.score)


@pytest.fixture
def noise(nodes):
    """Rows whose labels are drawn apart from everything."""
    generator = np.random.default_rng(5)
    x = generator.normal(size=(ROWS, COLUMNS))
    return nodes(x, label=generator.integers(0, 2, ROWS), clinical=CLINICAL)


@pytest.fixture
def telling(noise):
    """The same rows, of which two columns tell the label."""
    return replace(noise, label=(noise.x[:, 0] + noise.x[:, -1] > 0).astype(np.int64))


def heard(graph, nodes, rows):
    return edge_homophily(graph.received_by(rows), nodes)


@pytest.mark.parametrize("space", SUPERVISED)
def test_labels_without_meaning_bring_no_equal_labels_together(space, knn, noise):
    graph = knn(k=5, space=space, inner_folds=5).connect(noise, PARTS, Edges.inductive)
    for rows in (PARTS.train, PARTS.test):
        homophily, chance = heard(graph, noise, rows)
        assert abs(homophily - chance) < 0.06  # in sample it is .2 above


@pytest.mark.parametrize("space", SUPERVISED)
def test_training_rows_hear_as_many_of_their_own_label_as_test_rows(space, knn, telling):
    raw = knn(k=5).connect(telling, PARTS, Edges.inductive)
    graph = knn(k=5, space=space, inner_folds=5).connect(telling, PARTS, Edges.inductive)
    training, test = (heard(graph, telling, rows)[0] for rows in (PARTS.train, PARTS.test))
    assert abs(training - test) < 0.06
    assert test > heard(raw, telling, PARTS.test)[0] + 0.1


@pytest.mark.parametrize("space", Space)
def test_labels_of_rows_outside_training_decide_nothing(space, knn, telling):
    turned = telling.label.copy()
    turned[240:] = 1 - turned[240:]
    made = knn(k=3, space=space)
    one, other = (
        made.connect(some, PARTS, Edges.inductive)
        for some in (telling, replace(telling, label=turned))
    )
    assert np.array_equal(one.edges, other.edges)


@pytest.mark.parametrize("space", [Space.pca, Space.blocks, *SUPERVISED])
def test_columns_of_rows_outside_training_decide_nothing_among_training_rows(space, knn, telling):
    x = telling.x.copy()
    x[300:] += 3
    made = knn(k=3, space=space)
    one, other = (
        made.connect(some, PARTS, Edges.inductive).received_by(PARTS.train)
        for some in (telling, replace(telling, x=x))
    )
    assert np.array_equal(one.edges, other.edges)


def test_nobody_is_joined_in_no_space(knn, noise):
    graph = knn(space=Space.none).connect(noise, PARTS, Edges.inductive)
    assert graph.edges.shape == (2, 0)
    assert graph.num_nodes == ROWS


def test_blocks_have_equal_shares_or_those_that_are_given(knn, telling):
    def shares(**given):
        views = knn(space=Space.blocks, shares=given).views(telling, PARTS)
        spread = views.points[PARTS.train].var(axis=0, dtype=float)
        return spread[:-CLINICAL].sum() / spread.sum()

    assert shares() == pytest.approx(0.5)
    assert shares(image=0.2, clinical=0.8) == pytest.approx(0.2)
    assert shares(image=0.3, clinical=0.3) == pytest.approx(0.5)
    assert shares(clinical=1.0) == 0


def test_a_share_of_a_block_that_nobody_has_is_refused(knn, telling):
    with pytest.raises(DataError, match="names further, but patients have image, cl"):
        knn(space=Space.blocks, shares={"further": 0.5}).views(telling, PARTS)


def test_components_are_those_of_the_training_rows(knn, telling):
    views = knn(space=Space.pca, components=3).views(telling, PARTS)
    train = telling.x[PARTS.train].astype(float)
    values = np.sort(np.linalg.eigvalsh(np.cov(train.T)))[::-1]
    assert np.cov(views.points[PARTS.train].T) == pytest.approx(np.diag(values[:3]), abs=1e-4)


def test_columns_that_tell_the_label_weigh_most(knn, telling):
    weight = knn(space=Space.weighted, penalties=[0.1]).views(telling, PARTS).placement.linear
    assert set(np.argsort(weight)[-2:]) == {0, COLUMNS - 1}
    assert np.mean(weight.astype(float) ** 2) == pytest.approx(1)


def test_scores_of_training_rows_are_out_of_fold_and_those_of_others_of_all(knn, telling):
    views = knn(space=Space.score, inner_folds=4).views(telling, PARTS)
    placed = views.placement.of(telling.x)
    assert np.array_equal(views.points[240:], placed[240:])
    assert (views.points[:240] != placed[:240]).all()
    assert views.points.shape[1] == 3  # of images, of clinical columns, of all
    assert views.points[:240].std(axis=0) == pytest.approx(np.ones(3), abs=1e-5)


def test_rows_of_a_group_are_left_out_together(knn, telling):
    grouped = replace(telling, group=np.arange(ROWS) // 4)
    views = knn(space=Space.weighted, inner_folds=3).views(grouped, PARTS)
    folds = [set(grouped.group[inner.receivers].tolist()) for inner in views.inner]
    assert sum(map(len, folds)) == len(set().union(*folds)) == 60
    graph = knn(k=3, space=Space.weighted, inner_folds=3).connect(grouped, PARTS, Edges.inductive)
    for inner in views.inner:
        senders = graph.received_by(inner.receivers).edges[0]
        assert not np.isin(senders, inner.receivers).any()


def test_more_inner_folds_than_patients_of_a_class_are_refused(knn, noise):
    label = np.zeros(ROWS, dtype=np.int64)
    label[:3] = label[300:350] = 1
    with pytest.raises(DataError, match=r"graph.inner_folds is 4, but a class has only 3 patients"):
        knn(space=Space.score, inner_folds=4).views(replace(noise, label=label), PARTS)


def test_distances_are_in_units_of_the_median_training_edge(knn, telling):
    graph = knn(k=4).connect(telling, PARTS, Edges.inductive)
    sender, receiver = graph.edges
    length = np.linalg.norm(telling.x[sender] - telling.x[receiver], axis=1)
    assert graph.distances * graph.edge_scale == pytest.approx(length, rel=1e-5)
    training = np.isin(receiver, PARTS.train)
    assert np.median(graph.distances[training]) == pytest.approx(1, rel=1e-6)
