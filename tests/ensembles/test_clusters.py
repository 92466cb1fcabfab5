"""Clusters that are there are found; what is told of them is of training rows."""

import numpy as np
import pytest

from hfgnn.config.ensemble import Clusters
from hfgnn.ensembles.cluster_facts import cluster_facts, over_folds, stability
from hfgnn.ensembles.cluster_logistic import ClusterColumns
from hfgnn.ensembles.clusters import METHODS, cluster, cluster_into, most_clusters
from hfgnn.ensembles.learned import Learned
from hfgnn.ensembles.untailed import Untailed

SETTINGS = Clusters(most=6, rows=200, starts=4, pairs=4, share=0.8)


@pytest.fixture
def clouds():
    """Three clouds of 30 rows, far apart; their middles are 0, 20 and 40."""
    rng = np.random.default_rng(0)
    middle = np.repeat([0.0, 20.0, 40.0], 30)
    return (rng.normal(size=(90, 3)) + middle[:, None]).astype(np.float32)


@pytest.mark.parametrize("method", METHODS)
def test_the_silhouette_finds_how_many_clouds_there_are(clouds, method) -> None:
    found = cluster(clouds, SETTINGS, method=method, seed=0)
    assert len(found.centres) == 3
    np.testing.assert_allclose(np.sort(found.centres.mean(axis=1)), [0, 20, 40], atol=0.5)
    assert found.silhouette[3] == max(found.silhouette.values()) > 0.8
    assert sorted(found.silhouette) == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("method", METHODS)
def test_a_new_row_joins_the_nearest_centre(clouds, method) -> None:
    found = cluster(clouds, SETTINGS, method=method, seed=0)
    new = np.array([[11, 11, 11], [9, 9, 9], [100, 100, 100]], dtype=np.float32)
    assert found.centres[found.member(new)].mean(axis=1).round(-1).tolist() == [20, 0, 40]
    own = found.member(clouds)
    assert len(set(own[:30])) == len(set(own[30:60])) == 1


def test_distances_are_euclidean(clouds) -> None:
    found = cluster_into(clouds, SETTINGS, number=1, method="ward", seed=0)
    expected = np.linalg.norm(clouds - clouds.mean(axis=0), axis=1)
    np.testing.assert_allclose(found.distance(clouds)[:, 0], expected, rtol=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_clouds_are_stable_and_a_cloud_cut_in_five_is_not(clouds, method) -> None:
    firm = stability(clouds, SETTINGS, number=3, method=method, seed=0)
    loose = stability(clouds[:30], SETTINGS, number=5, method=method, seed=0)
    assert firm == 1
    assert loose < 0.8


def test_a_small_table_has_few_clusters_and_a_large_one_is_drawn_from(clouds) -> None:
    assert [most_clusters(rows, SETTINGS) for rows in (3, 12, 20, 1000)] == [2, 2, 4, 6]
    few = Clusters(most=3, rows=60, starts=2, pairs=1, share=0.5)
    drawn = cluster(clouds, few, method="kmeans", seed=0)
    assert len(drawn.centres) == 3
    assert not np.allclose(
        np.sort(drawn.centres[:, 0]),
        np.sort(cluster(clouds, SETTINGS, method="kmeans", seed=0).centres[:, 0]),
    )


def test_rows_that_are_all_alike_are_no_error() -> None:
    for method in METHODS:
        found = cluster(np.zeros((30, 2), np.float32), SETTINGS, method=method, seed=0)
        assert (found.member(np.zeros((4, 2), np.float32)) == 0).all()


def test_columns_of_clusters_are_membership_and_scaled_distance(clouds) -> None:
    label = np.arange(90) % 2
    learned = Learned(clouds, label, np.arange(90), np.ones(90, bool))
    joined = ClusterColumns.of(learned, SETTINGS, seed=0).join(clouds)
    assert joined.shape == (90, 3 + 3 + 3 + 3)
    assert np.array_equal(joined[:, :3], Untailed.of(clouds).apply(clouds))
    np.testing.assert_allclose(joined[:, 3:6].mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(joined[:, 3:6].std(axis=0), 1)
    assert (joined[:, 6:9].sum(axis=1) == 1).all()


def test_facts_of_a_fold_by_hand(clouds) -> None:
    label = np.repeat([0, 1, 1], 30)
    label[30:45] = 0
    learned = Learned(clouds, label, np.arange(90), np.ones(90, bool))
    columns = ClusterColumns.of(learned, SETTINGS, seed=0)
    untailed = Learned(columns.untailed.apply(clouds), label, np.arange(90), np.ones(90, bool))
    facts = cluster_facts(columns.clusters, untailed, SETTINGS, seed=0)
    assert facts["agreement"] == 1
    for method in METHODS:
        assert facts[method]["clusters"] == 3
        assert facts[method]["rows"] == [30, 30, 30]
        assert sorted(facts[method]["prevalence"]) == [0, 0.5, 1]


def test_folds_together_by_hand() -> None:
    def one(number, silhouette, prevalence):
        told = {"clusters": number, "silhouette": silhouette, "stability": 0.5}
        own = told | {"rows": [4, 6], "prevalence": prevalence}
        return {"kmeans": own, "ward": own, "agreement": silhouette}

    together = over_folds([one(2, 0.2, [0.1, 0.5]), one(3, 0.4, [0.9, 0.3])])
    assert together["folds"] == 2
    assert together["agreement"] == pytest.approx(0.3)
    assert together["kmeans"]["clusters"] == {"2": 1, "3": 1}
    assert together["kmeans"]["lowest_prevalence"] == pytest.approx(0.2)
    assert together["kmeans"]["highest_prevalence"] == pytest.approx(0.7)
    assert together["ward"]["smallest_rows"] == 4
    assert over_folds([{}, {}]) == {}
